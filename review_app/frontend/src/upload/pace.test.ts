import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace, percent, timeLeft } from "./pace";

const MEGABYTE = 1_000_000;

test("one mark says nothing about speed", () => {
  const pace = new Pace();
  pace.mark(0, 0);
  assert.equal(pace.speed, null);
  assert.equal(pace.secondsTo(MEGABYTE), null);
});

test("speed and time left come from what was sent lately", () => {
  const pace = new Pace();
  for (let second = 0; second <= 60; second += 1) {
    // Slow for half a minute, then four times as fast.
    pace.mark(second * 1000, MEGABYTE * (second < 30 ? second : 30 + (second - 30) * 4));
  }
  assert.equal(pace.speed, 4 * MEGABYTE);
  assert.equal(pace.secondsTo(190 * MEGABYTE), 10);
});

test("a new start from an earlier byte does not count as going backwards", () => {
  const pace = new Pace();
  pace.mark(0, 0);
  pace.mark(5_000, 50 * MEGABYTE);
  pace.mark(6_000, 40 * MEGABYTE);
  assert.equal(pace.speed, null);
  pace.mark(16_000, 60 * MEGABYTE);
  assert.equal(pace.speed, 2 * MEGABYTE);
});

test("standing still has no speed and no end", () => {
  const pace = new Pace();
  pace.mark(0, MEGABYTE);
  pace.mark(10_000, MEGABYTE);
  assert.equal(pace.speed, null);
});

test("a hundred per cent is only what the server confirmed", () => {
  assert.equal(percent(1_000, 1_000, false), 99);
  assert.equal(percent(1_000, 1_000, true), 100);
  assert.equal(percent(439, 1_000, false), 43);
  assert.equal(percent(0, 0, false), 0);
});

test("time left is told in words that do not flicker", () => {
  assert.deepEqual(timeLeft(12), { key: "left.moment", n: 1 });
  assert.deepEqual(timeLeft(70), { key: "left.minute", n: 1 });
  assert.deepEqual(timeLeft(400), { key: "left.minutes", n: 7 });
  assert.deepEqual(timeLeft(7_400), { key: "left.hours", n: 2 });
  assert.equal(timeLeft(null), null);
});
