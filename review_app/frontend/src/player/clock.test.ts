import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, lengthOf, parseClock, spoken } from "./clock";

test("a time reads as minutes and seconds, and from an hour on with hours", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(751_450, ","), "12:31,4");
  assert.equal(clock(3_723_000), "1:02:03");
  assert.equal(clock(59_999), "0:59");
});

test("a typed time is read with a point, with a comma, and as plain seconds", () => {
  assert.equal(parseClock("12:31.4"), 751_400);
  assert.equal(parseClock(" 12:31,45 "), 751_450);
  assert.equal(parseClock("751"), 751_000);
  assert.equal(parseClock("1:02:03"), 3_723_000);
});

test("what is no time is refused instead of guessed", () => {
  for (const typed of ["", "abc", "12:61", "1:70:00", "-5", "12:", "1:2:3:4"]) {
    assert.equal(parseClock(typed), null, typed);
  }
});

test("what is shown can be typed back", () => {
  for (const ms of [0, 900, 59_900, 60_000, 754_300, 3_599_900, 3_600_000]) {
    assert.equal(parseClock(clock(ms, ",")), ms);
  }
});

test("a length is told to the nearest second, a place by the seconds that passed", () => {
  assert.equal(lengthOf(117_600), "1:58");
  assert.equal(clock(117_600), "1:57");
  assert.equal(lengthOf(117_400), "1:57");
  assert.equal(lengthOf(3_599_500), "1:00:00");
});

test("a screen reader hears words", () => {
  const texts = {
    "player.spoken": "{minutes} minuten {seconds},{tenths}",
    "player.spoken_one": "{minutes} minuut {seconds},{tenths}",
  };
  assert.equal(spoken(736_200, texts), "12 minuten 16,2");
  assert.equal(spoken(76_200, texts), "1 minuut 16,2");
});
