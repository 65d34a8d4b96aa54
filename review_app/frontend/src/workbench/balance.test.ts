import assert from "node:assert/strict";
import { test } from "node:test";

import { rowsOf } from "./balance";
import { lookFors } from "./look_fors";

const THREE = ["emotional_support", "classroom_organisation", "instructional_support"];

test("every foundation has a row, also without clips, and the kinds stand in it", () => {
  const clips = [
    { foundation: "instructional_support", prompt_kind: "nice_work" },
    { foundation: "instructional_support", prompt_kind: null },
    { foundation: "emotional_support", prompt_kind: "consider_this" },
  ];
  assert.deepEqual(rowsOf(clips, THREE).map((row) => row.kinds),
    [["consider_this"], [], ["nice_work", null]]);
});

test("clips without a foundation yet are counted apart, only when there are any", () => {
  assert.equal(rowsOf([], THREE).length, 3);
  const loose = rowsOf([{ foundation: null, prompt_kind: "nice_work" }], THREE).at(-1);
  assert.deepEqual(loose, { foundation: null, kinds: ["nice_work"] });
});

test("look-fors are one thing each", () => {
  assert.deepEqual(lookFors("vlotte start; korte overgangen;"), ["vlotte start", "korte overgangen"]);
});
