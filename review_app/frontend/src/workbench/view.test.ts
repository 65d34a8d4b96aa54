import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsOf, FIRST_MS, LEAST_MS, loudestOf, View } from "./view";

const LESSON = 45 * 60_000;

test("a short film is shown whole, a lesson from its first minutes", () => {
  assert.equal(new View(60_000).isWhole, true);
  assert.equal(new View(LESSON).length_ms, FIRST_MS);
});

test("zooming keeps the chosen time where it is on screen", () => {
  const view = new View(LESSON);
  const before = view.place(100_000);
  view.zoom(0.5, 100_000);
  assert.equal(view.length_ms, FIRST_MS / 2);
  assert.ok(Math.abs(view.place(100_000) - before) < 0.001);
});

test("zooming stops at ten seconds and at the whole film", () => {
  const view = new View(LESSON);
  for (let i = 0; i < 20; i++) view.zoom(0.5, 60_000);
  assert.equal(view.length_ms, LEAST_MS);
  assert.equal(view.isLeast, true);
  for (let i = 0; i < 20; i++) view.zoom(2, 60_000);
  assert.deepEqual([view.from_ms, view.to_ms], [0, LESSON]);
});

test("the page turns when the playhead leaves it and never runs past the end", () => {
  const view = new View(LESSON);
  assert.equal(view.follow(FIRST_MS - 1), false);
  assert.equal(view.follow(FIRST_MS + 1), true);
  assert.equal(view.shows(FIRST_MS + 1), true);
  view.follow(LESSON);
  assert.equal(view.to_ms, LESSON);
});

test("a clip that is opened comes into view with room around it", () => {
  const view = new View(LESSON);
  assert.equal(view.reveal({ start_ms: 10_000, end_ms: 40_000 }), false);
  assert.equal(view.reveal({ start_ms: 1_000_000, end_ms: 1_300_000 }), true);
  assert.ok(view.from_ms < 1_000_000 && view.to_ms > 1_300_000);
});

test("a place on screen and a time are each other's inverse", () => {
  const view = new View(LESSON);
  view.zoom(0.3, 120_000);
  for (const ms of [view.from_ms, view.from_ms + 777, view.to_ms]) {
    assert.equal(view.at(view.place(ms)), ms);
  }
  assert.equal(view.at(-3), view.from_ms);
});

test("each column shows its loudest moment, and one bang does not flatten the rest", () => {
  const peaks = Array.from({ length: 1000 }, (_, n) => (n === 500 ? -127 : 20));
  const loudest = loudestOf(peaks);
  assert.equal(loudest, 20);
  const columns = columnsOf(peaks, 20, { start_ms: 0, end_ms: 50_000 }, 100, loudest);
  assert.equal(columns.length, 100);
  assert.ok(columns.every((value) => value === 1));
  assert.deepEqual(columnsOf([0, 0, 64, 0], 1, { start_ms: 0, end_ms: 4000 }, 2, 64), [0, 1]);
  assert.equal(columnsOf([], 20, { start_ms: 0, end_ms: 1000 }, 3, 8).length, 3);
});
