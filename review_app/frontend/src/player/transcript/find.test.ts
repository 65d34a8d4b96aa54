import assert from "node:assert/strict";
import { test } from "node:test";

import { find, firstFrom, placesOf, stepped } from "./find";

test("a word is found whatever its case and accents", () => {
  assert.deepEqual(placesOf("Zoë, en ZOË en zoe", "zoe"), [[0, 3], [8, 11], [15, 18]]);
  assert.deepEqual(placesOf("hé, een idee", "HÉ"), [[0, 2]]);
});

test("an accent that is written apart belongs to its letter", () => {
  assert.deepEqual(placesOf("Zoe\u0308 komt", "zoe"), [[0, 4]]);
});

test("letters that take two places are counted where they stand", () => {
  assert.deepEqual(placesOf("🌱 plant", "plant"), [[3, 8]]);
  assert.deepEqual(placesOf("Straße en ﬁets", "fiets"), [[10, 14]]);
});

test("part of a word is found too, and spaces may be any", () => {
  assert.deepEqual(placesOf("bladgroen in het blad", "blad"), [[0, 4], [17, 21]]);
  assert.deepEqual(placesOf("dat is zo", "  is   zo "), [[4, 9]]);
});

test("nothing to look for finds nothing", () => {
  assert.deepEqual(placesOf("iets", "   "), []);
});

test("hits come in the order of the lesson, and the first shown is where the film is", () => {
  const hits = find([{ text: "een plant" }, { text: "geen" }, { text: "plant en plant" }], "plant");
  assert.deepEqual(hits.map((hit) => hit.line), [0, 2, 2]);
  assert.equal(firstFrom(hits, 1), 1);
  assert.equal(firstFrom(hits, 3), 0);
  assert.equal(firstFrom([], 0), -1);
});

test("next and previous go round", () => {
  assert.equal(stepped(3, 2, 1), 0);
  assert.equal(stepped(3, 0, -1), 2);
  assert.equal(stepped(0, -1, 1), -1);
});
