import assert from "node:assert/strict";
import { test } from "node:test";

import type { Said, Word } from "./said";
import { piecesOf, spanBetween, spanOfLines } from "./words";

const line = (id: string, start_ms: number, end_ms: number, text: string, words: Word[] = []): Said => ({
  id, start_ms, end_ms, text, version: 0, original: null, words,
});

const SAID = [
  line("a", 900, 2100, "Goed zo klas.", [
    [0, 4, 1000, 1300, 0], [5, 7, 1300, 1500, 1], [8, 13, 1600, 2000, 0],
  ]),
  line("b", 3000, 4000, "Zonder tijden"),
  line("c", 5000, 6000, "Tot morgen!", [[0, 3, 5100, 5300, 0], [4, 11, 5400, 5900, 0]]),
];

test("chosen words give the span from the first word to the last", () => {
  assert.deepEqual(spanBetween(SAID, { line: 0, at: 5 }, { line: 0, at: 13 }), { start_ms: 1300, end_ms: 2000 });
});

test("a word that is touched halfway is taken whole, in either direction", () => {
  const span = { start_ms: 1300, end_ms: 5300 };
  assert.deepEqual(spanBetween(SAID, { line: 0, at: 6 }, { line: 2, at: 2 }), span);
  assert.deepEqual(spanBetween(SAID, { line: 2, at: 2 }, { line: 0, at: 6 }), span);
});

test("a choice that touches no word is no choice", () => {
  assert.equal(spanBetween(SAID, { line: 0, at: 4 }, { line: 0, at: 5 }), null);
  assert.equal(spanBetween(SAID, { line: 0, at: 13 }, { line: 0, at: 13 }), null);
  assert.equal(spanBetween([], { line: 0, at: 0 }, { line: 0, at: 9 }), null);
});

test("whole lines run from their first word to their last, a line without word times as a whole", () => {
  assert.deepEqual(spanOfLines(SAID, 2, 0), { start_ms: 1000, end_ms: 5900 });
  assert.deepEqual(spanOfLines(SAID, 1, 1), { start_ms: 3000, end_ms: 4000 });
  assert.equal(spanOfLines(SAID, 1, 9), null);
});

test("a line is drawn in pieces that together are the line", () => {
  const pieces = piecesOf(SAID[0]!, [[3, 6], [8, 12]], [8, 12]);
  assert.equal(pieces.map((piece) => piece.text).join(""), "Goed zo klas.");
  assert.deepEqual(pieces.map(({ text, doubt, hit }) => [text, doubt, hit]), [
    ["Goe", false, ""], ["d ", false, "hit"], ["z", true, "hit"], ["o", true, ""], [" ", false, ""],
    ["klas", false, "now"], [".", false, ""],
  ]);
});

test("a line without doubts or hits is one piece, an empty line none", () => {
  assert.deepEqual(piecesOf(SAID[1]!, [], null), [{ text: "Zonder tijden", doubt: false, hit: "" }]);
  assert.deepEqual(piecesOf(line("d", 0, 1, ""), [], null), []);
});
