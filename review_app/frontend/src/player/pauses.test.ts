import assert from "node:assert/strict";
import { test } from "node:test";

import { AIR_MS, hushOf, KEPT_MS, landing, pausesNear, quietIn, REACH_MS, silences, snapToPauses, type Sound } from "./pauses";

const PER_SECOND = 20;

/** A pen that draws sound: [how loud, how long in ms] one after another, with a hum under it. */
function sound(parts: readonly (readonly [number, number])[], hum = 0): Sound {
  let seed = 7;
  const chance = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const peaks = parts.flatMap(([loud, ms]) =>
    Array.from({ length: Math.round((ms * PER_SECOND) / 1000) }, () =>
      Math.round(Math.max(hum * (0.7 + 0.3 * chance()), loud * (0.55 + 0.45 * chance())))));
  return { per_second: PER_SECOND, peaks };
}

test("what is quiet is heard above the hum of the room", () => {
  for (const hum of [0, 6, 20]) {
    const hush = hushOf(sound([[90, 8000], [0, 2000]], hum).peaks)!;
    assert.ok(hush > hum && hush < 45, `${hush} at a hum of ${hum}`);
  }
});

test("a film in which nothing stands out has no silences and no pauses", () => {
  for (const flat of [sound([[0, 30_000]]), sound([[0, 30_000]], 40), sound([[50, 30_000]])]) {
    assert.deepEqual(silences(flat), []);
    assert.deepEqual(pausesNear(flat, 15_000), []);
  }
  assert.deepEqual(silences({ per_second: 20, peaks: [] }), []);
});

test("a long silence is found, a pause between sentences is not skipped", () => {
  const film = sound([[90, 6000], [0, 700], [80, 5000], [0, 5000], [90, 6000]], 5);
  assert.deepEqual(silences(film), [{ start_ms: 11_700 + KEPT_MS, end_ms: 16_700 - KEPT_MS }]);
});

test("one bang does not end a silence, a voice does", () => {
  const bang = sound([[90, 6000], [0, 2000], [100, 50], [0, 2000], [90, 6000]], 4);
  assert.equal(silences(bang).length, 1);
  const voice = sound([[90, 6000], [0, 1500], [70, 500], [0, 1500], [90, 6000]], 4);
  assert.deepEqual(silences(voice), []);
});

test("a silence at the very end of the film ends there", () => {
  assert.deepEqual(quietIn(sound([[90, 1000], [0, 3000]]), 5, 2000), [{ start_ms: 1000, end_ms: 4000 }]);
});

test("from inside a silence one goes on at its end, from elsewhere nowhere", () => {
  const silent = [{ start_ms: 1000, end_ms: 2000 }, { start_ms: 5000, end_ms: 9000 }];
  assert.equal(landing(silent, 999), null);
  assert.equal(landing(silent, 1000), 2000);
  assert.equal(landing(silent, 2000), null);
  assert.equal(landing(silent, 8999), 9000);
  assert.equal(landing(silent, 9000), null);
  assert.equal(landing([], 5), null);
});

const TALK = sound([[90, 4000], [0, 400], [85, 3000], [0, 600], [90, 4000]], 8);

test("both edges of a sentence move into the pauses around it", () => {
  const { start_ms, end_ms } = snapToPauses({ start_ms: 4480, end_ms: 7300 }, TALK, 12_000);
  assert.ok(start_ms > 4000 && start_ms < 4400, `${start_ms}`);
  assert.ok(end_ms > 7400 && end_ms < 8000, `${end_ms}`);
});

test("an edge that already lies in a pause leaves air before the first word and after the last", () => {
  const { start_ms, end_ms } = snapToPauses({ start_ms: 4390, end_ms: 7410 }, TALK, 12_000);
  assert.equal(start_ms, 4200);
  assert.equal(end_ms, 7400 + AIR_MS);
});

test("of two pauses as near, the one that keeps the words whole is taken", () => {
  const near = sound([[90, 4000], [0, 200], [90, 400], [0, 200], [90, 4000]], 5);
  const { start_ms } = snapToPauses({ start_ms: 4400, end_ms: 8000 }, near, 9000);
  assert.ok(start_ms >= 4000 && start_ms <= 4200, `${start_ms}`);
});

test("without a pause in reach an edge gets a little air", () => {
  const span = { start_ms: 2000, end_ms: 10_000 };
  assert.deepEqual(snapToPauses(span, TALK, 12_000), { start_ms: 2000 - AIR_MS, end_ms: 10_000 + AIR_MS });
  assert.deepEqual(snapToPauses(span, null, 12_000), { start_ms: 2000 - AIR_MS, end_ms: 10_000 + AIR_MS });
});

test("a noisy class has pauses too: they are heard against the seconds around them", () => {
  const noisy = sound([[40, 60_000], [110, 4000], [0, 400], [110, 4000], [40, 60_000]], 38);
  const { end_ms } = snapToPauses({ start_ms: 61_000, end_ms: 63_900 }, noisy, 128_000);
  assert.ok(end_ms > 64_000 && end_ms < 64_400, `${end_ms}`);
});

test("no edge moves further than it may, nor out of the film", () => {
  const film = sound([[90, 3000], [0, 300], [90, 3000], [0, 3000], [90, 3000]], 6);
  for (let at = 0; at < 12_000; at += 130) {
    const span = { start_ms: at, end_ms: Math.min(12_300, at + 1500) };
    const out = snapToPauses(span, film, 12_300);
    assert.ok(out.start_ms >= 0 && out.end_ms <= 12_300 && out.start_ms < out.end_ms);
    assert.ok(Math.abs(out.start_ms - span.start_ms) <= REACH_MS, `${at}`);
    assert.ok(Math.abs(out.end_ms - span.end_ms) <= REACH_MS, `${at}`);
  }
});
