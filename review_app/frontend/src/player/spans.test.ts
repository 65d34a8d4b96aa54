import assert from "node:assert/strict";
import { test } from "node:test";

import { frameStartMs } from "./frames";
import type { Fps } from "./frames";
import { advice, complaint, merged, momentAround, nudge, Watched, whole } from "./spans";

const LIMITS = {
  min_ms: 1000, max_ms: 300_000, advice_min_ms: 20_000, advice_max_ms: 150_000, clips_max: 5,
};
const RATES: Fps[] = [[25, 1], [30000, 1001], [30, 1]];

test("a moment reaches fifteen seconds to both sides", () => {
  assert.deepEqual(momentAround(60_000, [25, 1], 600_000), { start_ms: 45_000, end_ms: 75_000 });
});

test("a moment near an end of the film stops at that end", () => {
  assert.deepEqual(momentAround(4000, [25, 1], 600_000), { start_ms: 0, end_ms: 19_000 });
  assert.deepEqual(momentAround(598_000, [25, 1], 600_000), { start_ms: 583_000, end_ms: 600_000 });
});

test("an in-point after the out-point is told and never swapped", () => {
  const marks = { start_ms: 9000, end_ms: 4000 };
  assert.equal(complaint(marks, LIMITS), "in_after_out");
  assert.equal(whole(marks, LIMITS), null);
  assert.deepEqual(marks, { start_ms: 9000, end_ms: 4000 });
});

test("a clip of more than five minutes or under a second is told", () => {
  assert.equal(complaint({ start_ms: 0, end_ms: 300_001 }, LIMITS), "too_long");
  assert.equal(complaint({ start_ms: 0, end_ms: 300_000 }, LIMITS), null);
  assert.equal(complaint({ start_ms: 0, end_ms: 999 }, LIMITS), "too_short");
  assert.equal(complaint({ start_ms: 5, end_ms: null }, LIMITS), null);
});

test("advice about length forbids nothing", () => {
  assert.equal(advice({ start_ms: 0, end_ms: 10_000 }, LIMITS), "short");
  assert.equal(advice({ start_ms: 0, end_ms: 30_000 }, LIMITS), null);
  assert.equal(advice({ start_ms: 0, end_ms: 200_000 }, LIMITS), "long");
});

test("a nudge moves one edge to the frame edge nearest to a tenth of a second away", () => {
  for (const fps of RATES) {
    const marks = { start_ms: frameStartMs(300, fps), end_ms: frameStartMs(900, fps) };
    const frames = Math.round(fps[0] / fps[1] / 10);
    for (const [by, edge, start, end] of [
      [100, "start", 300 + frames, 900], [-100, "start", 300 - frames, 900],
      [100, "end", 300, 900 + frames], [-100, "end", 300, 900 - frames],
    ] as const) {
      assert.deepEqual(nudge(marks, edge, by, fps, 600_000), {
        start_ms: frameStartMs(start, fps), end_ms: frameStartMs(end, fps),
      });
    }
  }
});

test("the smallest nudge is exactly one frame, and back is where one was", () => {
  for (const fps of RATES) {
    for (let frame = 300; frame < 340; frame++) {
      const marks = { start_ms: frameStartMs(frame, fps), end_ms: frameStartMs(frame + 50, fps) };
      const later = nudge(marks, "start", 1, fps, 600_000);
      assert.equal(later.start_ms, frameStartMs(frame + 1, fps));
      assert.deepEqual(nudge(later, "start", -1, fps, 600_000), marks);
      const longer = nudge(marks, "end", 1, fps, 600_000);
      assert.equal(longer.end_ms, frameStartMs(frame + 51, fps));
      assert.deepEqual(nudge(longer, "end", -1, fps, 600_000), marks);
    }
  }
});

test("an end at the end of the film, between two frames, moves back to a frame edge", () => {
  const marks = { start_ms: 0, end_ms: 10_001 };
  assert.equal(nudge(marks, "end", -1, [25, 1], 10_001).end_ms, 10_000);
  assert.equal(nudge(marks, "end", 1, [25, 1], 10_001).end_ms, 10_001);
});

test("an edge stops one frame from the other edge and at the ends of the film", () => {
  const marks = { start_ms: 1000, end_ms: 1200 };
  assert.deepEqual(nudge(marks, "start", 1000, [25, 1], 5000), { start_ms: 1160, end_ms: 1200 });
  assert.deepEqual(nudge(marks, "end", -1000, [25, 1], 5000), { start_ms: 1000, end_ms: 1040 });
  assert.equal(nudge(marks, "start", -9000, [25, 1], 5000).start_ms, 0);
  assert.equal(nudge(marks, "end", 9000, [25, 1], 5000).end_ms, 5000);
  assert.equal(nudge({ start_ms: null, end_ms: 9 }, "start", 100, [25, 1], 50).start_ms, null);
});

test("spans that touch become one, in order", () => {
  assert.deepEqual(
    merged([{ start_ms: 5000, end_ms: 6000 }, { start_ms: 0, end_ms: 1000 },
            { start_ms: 900, end_ms: 2000 }]),
    [{ start_ms: 0, end_ms: 2000 }, { start_ms: 5000, end_ms: 6000 }],
  );
});

test("a jump is not counted as watched", () => {
  const watched = new Watched();
  for (let at = 0; at <= 3000; at += 250) watched.playing(at);
  for (let at = 60_000; at <= 61_000; at += 250) watched.playing(at);
  assert.deepEqual(watched.take(), [
    { start_ms: 0, end_ms: 3000 }, { start_ms: 60_000, end_ms: 61_000 },
  ]);
});

test("what was told once is not told again, and watching on continues from there", () => {
  const watched = new Watched();
  watched.playing(0);
  watched.playing(1000);
  assert.deepEqual(watched.take(), [{ start_ms: 0, end_ms: 1000 }]);
  assert.deepEqual(watched.take(), []);
  watched.playing(2000);
  watched.interrupted();
  assert.deepEqual(watched.take(), [{ start_ms: 1000, end_ms: 2000 }]);
});
