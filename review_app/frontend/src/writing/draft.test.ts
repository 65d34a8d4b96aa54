import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, type Draft, opened, sending, told, toSend, typing, unheard, unkept } from "./draft";

const FIRST = { text: "Eerst", version: 3 };

function sent(draft: Draft, at: string): Draft {
  const out = toSend(draft, at);
  assert.ok(out !== null);
  return sending(draft, out);
}

test("a box that was only opened has nothing to send", () => {
  assert.equal(toSend(opened(FIRST), "t1"), null);
});

test("what is typed goes out with the version it grew from", () => {
  const draft = typing(opened(FIRST), "Eerst dit");
  assert.deepEqual(toSend(draft, "t1"), { text: "Eerst dit", version: 3, at: "t1" });
});

test("a draft that was kept leaves nothing to send", () => {
  const draft = sent(typing(opened(FIRST), "Eerst dit"), "t1");
  const after = told(draft, { text: "Eerst dit", version: 4 }, "t1");
  assert.equal(unkept(after), false);
  assert.equal(after.base.version, 4);
});

test("the next draft waits for the last one, and builds on its version", () => {
  let draft = sent(typing(opened(FIRST), "a"), "t1");
  draft = typing(draft, "ab");
  assert.equal(toSend(draft, "t2"), null);
  draft = told(draft, { text: "a", version: 4 }, "t1");
  assert.equal(draft.typed, "ab");
  assert.deepEqual(toSend(draft, "t3"), { text: "ab", version: 4, at: "t3" });
});

test("a rerun that knows nothing new changes nothing in the box", () => {
  const draft = typing(opened(FIRST), "nog niet bewaard");
  assert.deepEqual(told(draft, FIRST, ""), draft);
});

test("somebody else's newer text shows in a box where nothing was typed", () => {
  const after = told(opened(FIRST), { text: "Van de ander", version: 4 }, "");
  assert.equal(after.typed, "Van de ander");
});

test("somebody else's newer text never replaces words that are not kept", () => {
  const draft = typing(opened(FIRST), "Mijn woorden");
  const after = told(draft, { text: "Van de ander", version: 4 }, "");
  assert.equal(after.typed, "Mijn woorden");
  assert.equal(toSend(after, "t1")?.version, 3);
});

test("a draft that was refused is heard, and stays in the box as not kept", () => {
  const draft = sent(typing(opened(FIRST), "Mijn woorden"), "t1");
  const after = told(draft, { text: "Van de ander", version: 4 }, "t1");
  assert.equal(after.typed, "Mijn woorden");
  assert.equal(after.sent, null);
  assert.equal(unkept(after), true);
});

test("a text that was kept without a new version is heard too", () => {
  const draft = sent(typing(opened(FIRST), "x"), "t1");
  const after = told(draft, { text: "x", version: 3 }, "t1");
  assert.equal(unkept(after), false);
});

test("our own text whose answer was lost is not taken for somebody else's", () => {
  let draft = unheard(sent(typing(opened(FIRST), "a"), "t1"));
  draft = typing(draft, "ab");
  draft = told(draft, { text: "a", version: 4 }, "");
  assert.deepEqual(toSend(draft, "t2"), { text: "ab", version: 4, at: "t2" });
});

test("an answer that never comes lets the words go out again", () => {
  const draft = sent(typing(opened(FIRST), "x"), "t1");
  assert.equal(toSend(unheard(draft), "t2")?.text, "x");
});

test("the one who keeps the own text sends it over the other's version", () => {
  const draft = chosen({ text: "Van de ander", version: 4 }, "Mijn woorden");
  assert.deepEqual(toSend(draft, "t1"), { text: "Mijn woorden", version: 4, at: "t1" });
});

test("the one who takes the other's text has nothing left to send", () => {
  assert.equal(toSend(chosen({ text: "Van de ander", version: 4 }, "Van de ander"), "t1"), null);
});
