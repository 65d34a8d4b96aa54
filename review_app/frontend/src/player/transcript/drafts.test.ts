import assert from "node:assert/strict";
import { test } from "node:test";

import { carried, draftOf, isChanged } from "./drafts";
import type { Said } from "./said";

const line = (id: string, start_ms: number, text = "", version = 0): Said => ({
  id, start_ms, end_ms: start_ms + 1000, text, version, original: null, words: [],
});

test("a draft stays on its line when more lines come", () => {
  const draft = { ...draftOf(line("b", 2000, "heet", 3)), text: "heel" };
  assert.deepEqual(carried(draft, [line("a", 0), line("b", 2000, "heet", 4), line("c", 4000)]), draft);
});

test("lines that come in while somebody types never make the version newer that she typed over", () => {
  let draft = { ...draftOf(line("b", 2000, "heet", 3)), text: "heel" };
  for (const version of [4, 5, 9]) draft = carried(draft, [line("b", 2000, `van een ander ${version}`, version)]);
  assert.deepEqual([draft.version, draft.before, draft.text], [3, "heet", "heel"]);
});

test("a line that is heard anew hands the typed words to the line at its moment", () => {
  const draft = { ...draftOf(line("b", 2000, "heet")), text: "heel wat getypt" };
  const moved = carried(draft, [line("x", 0), line("y", 1900, "iets", 2), line("z", 4000)]);
  assert.deepEqual([moved.id, moved.version, moved.text], ["y", 2, "heel wat getypt"]);
});

test("without a line at its moment the nearest takes it, without any line it waits", () => {
  const draft = { ...draftOf(line("b", 9000)), text: "getypt" };
  assert.equal(carried(draft, [line("x", 0), line("y", 3000)]).id, "y");
  assert.equal(carried(draft, []).id, "b");
});

test("only words that differ would be lost by leaving", () => {
  const draft = draftOf(line("b", 0, "Goed zo."));
  assert.equal(isChanged({ ...draft, text: " Goed zo. " }), false);
  assert.equal(isChanged({ ...draft, text: "" }), true);
});
