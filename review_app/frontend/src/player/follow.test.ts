import assert from "node:assert/strict";
import { test } from "node:test";

import { isSpoken, segmentAt, within } from "./follow";

const SAID = [
  { id: "a", start_ms: 1000, end_ms: 2000, text: "Goedemorgen." },
  { id: "b", start_ms: 2000, end_ms: 4000, text: "Waarom denk je dat?" },
  { id: "c", start_ms: 7000, end_ms: 9000, text: "Omdat het warm is." },
];

test("the sentence that is being said is found, also on its first millisecond", () => {
  assert.equal(segmentAt(SAID, 999), -1);
  assert.equal(segmentAt(SAID, 1000), 0);
  assert.equal(segmentAt(SAID, 2000), 1);
  assert.equal(segmentAt(SAID, 8999), 2);
});

test("in a silence the last sentence stays the place to look, but is not being said", () => {
  assert.equal(segmentAt(SAID, 5000), 1);
  assert.equal(isSpoken(SAID, 5000), false);
  assert.equal(isSpoken(SAID, 3000), true);
  assert.equal(isSpoken(SAID, 0), false);
});

test("halving finds the same sentence as looking at each in turn", () => {
  const many = Array.from({ length: 997 }, (_, i) => ({
    id: String(i), start_ms: i * 137, end_ms: i * 137 + 90, text: "",
  }));
  for (let ms = 0; ms < 997 * 137; ms += 411) {
    assert.equal(segmentAt(many, ms), many.filter((s) => s.start_ms <= ms).length - 1);
  }
  assert.equal(segmentAt([], 10), -1);
});

test("a clip quotes what is said inside it", () => {
  assert.deepEqual(within(SAID, { start_ms: 2000, end_ms: 7000 }).map((s) => s.id), ["b"]);
});
