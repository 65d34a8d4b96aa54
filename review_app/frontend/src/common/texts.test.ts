import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, fillCount } from "./texts";

const TEXTS = { clips: "{n} fragmenten van {of}", clips_one: "{n} fragment van {of}", seen: "gezien: {n}" };

test("one thing has a word of its own, none and many share the other", () => {
  assert.equal(fillCount(TEXTS, "clips", 1, { of: 5 }), "1 fragment van 5");
  assert.equal(fillCount(TEXTS, "clips", 0, { of: 5 }), "0 fragmenten van 5");
  assert.equal(fillCount(TEXTS, "clips", 2, { of: 5 }), "2 fragmenten van 5");
});

test("a text without a singular serves for one as well", () => {
  assert.equal(fillCount(TEXTS, "seen", 1), "gezien: 1");
});

test("a text that is missing shows its key", () => {
  assert.equal(fill(TEXTS, "gone"), "gone");
});
