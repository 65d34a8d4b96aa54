import assert from "node:assert/strict";
import { test } from "node:test";

import { Digits, hintOn, Pick, words } from "./pick";

test("undo takes the last change of in or out back, one at a time", () => {
  const pick = new Pick();
  pick.mark("start", 1000);
  pick.mark("end", 9000);
  pick.mark("start", 2000);
  assert.equal(pick.edge, "start");
  pick.undo();
  assert.deepEqual(pick.marks, { start_ms: 1000, end_ms: 9000 });
  pick.undo();
  assert.deepEqual(pick.marks, { start_ms: 1000, end_ms: null });
  pick.undo();
  assert.equal(pick.undo(), false);
});

test("a drag is taken back as one change", () => {
  const pick = new Pick();
  pick.set({ start_ms: 0, end_ms: 5000 });
  pick.remember();
  for (let ms = 10; ms <= 500; ms += 10) pick.set({ start_ms: ms, end_ms: 5000 }, false);
  pick.undo();
  assert.deepEqual(pick.marks, { start_ms: 0, end_ms: 5000 });
});

test("another clip starts with a history of its own", () => {
  const pick = new Pick();
  pick.mark("start", 1000);
  pick.take({ start_ms: 5, end_ms: 10 });
  assert.equal(pick.undo(), false);
  assert.deepEqual(pick.marks, { start_ms: 5, end_ms: 10 });
  pick.take(null);
  assert.deepEqual(pick.marks, { start_ms: null, end_ms: null });
});

test("after a foundation a digit names its dimension for three seconds, once", () => {
  const digits = new Digits();
  assert.equal(digits.waits(1000), false);
  digits.begin(1000);
  assert.equal(digits.waits(3999), true);
  assert.equal(digits.waits(4000), false);
  digits.begin(5000);
  digits.done();
  assert.equal(digits.waits(5001), false);
});

test("hints count words and questions and forbid nothing", () => {
  assert.equal(words("  Ik zie  drie vingers. "), 4 - 0);
  assert.equal(words(" "), 0);
  assert.equal(hintOn("Wat deed je net daarvoor?", 60), null);
  assert.equal(hintOn("Wat deed je? En toen?", 60), "many_questions");
  assert.equal(hintOn("Vertel eens wat je deed", 60), "no_question");
  assert.equal(hintOn("Vertel", 60), null);
  assert.equal(hintOn(Array(61).fill("woord").join(" "), 60), "many_words");
});
