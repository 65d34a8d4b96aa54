import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_MARKS } from "../player/spans";
import { Desk } from "./desk";
import { type Deed, noted, stands, takeBack } from "./undo";

let count = 0;
const desk = (): Desk => new Desk(() => `n${++count}`, () => "");
const SPAN = { start_ms: 0, end_ms: 30_000 };

test("a clip that was cut is taken back, and brought back", () => {
  const it = desk();
  const client_id = it.cut(SPAN);
  const clip = it.one(client_id)!;
  const cut: Deed = { what: "cut", client_id, marks: NO_MARKS };
  assert.equal(stands(cut, it), true);
  takeBack(cut, it, 0);
  assert.deepEqual(it.shown(), []);
  assert.equal(stands(cut, it), false);
  const removed: Deed = { what: "removed", client_id, clip };
  assert.equal(stands(removed, it), true);
  takeBack(removed, it, 0);
  assert.equal(it.shown().length, 1);
  assert.equal(stands(removed, it), false);
});

test("a clip in which words were written is not taken back with one key", () => {
  const it = desk();
  const client_id = it.cut(SPAN);
  it.change(client_id, { question: "Wat deed je?" }, 0);
  assert.equal(stands({ what: "cut", client_id, marks: NO_MARKS }, it), false);
});

test("a foundation goes back to what it was, words or not", () => {
  const it = desk();
  const client_id = it.cut(SPAN);
  it.change(client_id, { fact: "Ik zie", foundation: "b", dimension: null }, 0);
  const deed: Deed = { what: "tagged", client_id, tags: { foundation: "a", dimension: "a1" } };
  assert.equal(stands(deed, it), true);
  takeBack(deed, it, 0);
  const { foundation, dimension, fact } = it.one(client_id)!;
  assert.deepEqual([foundation, dimension, fact], ["a", "a1", "Ik zie"]);
});

test("only so much is remembered, the newest last", () => {
  let deeds: Deed[] = [];
  for (let n = 0; n < 80; n++) deeds = noted(deeds, { what: "cut", client_id: `c${n}`, marks: NO_MARKS });
  assert.equal(deeds.length, 50);
  assert.equal(deeds.at(-1)!.client_id, "c79");
});
