import assert from "node:assert/strict";
import { test } from "node:test";

import * as frames from "./frames";
import type { Fps } from "./frames";

const RATES: Fps[] = [[25, 1], [30000, 1001], [30, 1], [24000, 1001], [50, 1]];
const HOUR = 3_600_000;

test("every frame of an hour is found again from the millisecond at which it starts", () => {
  for (const fps of RATES) {
    for (let n = 0; n < frames.framesIn(HOUR, fps); n += 7) {
      assert.equal(frames.frameAtMs(frames.frameStartMs(n, fps), fps), n, `${fps} frame ${n}`);
    }
  }
});

test("the millisecond before a frame starts still belongs to the frame before it", () => {
  for (const fps of RATES) {
    for (let n = 1; n < 20_000; n += 13) {
      assert.equal(frames.frameAtMs(frames.frameStartMs(n, fps) - 1, fps), n - 1);
    }
  }
});

test("a seek aims at the middle of a frame and lands on that frame", () => {
  for (const fps of RATES) {
    for (let n = 0; n < 100_000; n += 101) {
      assert.equal(frames.frameAtSeconds(frames.seekSeconds(n, fps), fps), n);
    }
  }
});

test("a thousand steps forward and a thousand back end on the same frame", () => {
  for (const fps of RATES) {
    let at = frames.seekSeconds(45_000, fps);
    for (let i = 0; i < 1000; i++) at = frames.seekSeconds(frames.stepFrom(at, 1, fps, HOUR), fps);
    assert.equal(frames.frameAtSeconds(at, fps), 46_000);
    for (let i = 0; i < 1000; i++) at = frames.seekSeconds(frames.stepFrom(at, -1, fps, HOUR), fps);
    assert.equal(frames.frameAtSeconds(at, fps), 45_000);
  }
});

test("a film that stops settles on the frame that was shown, not on its clock", () => {
  for (const fps of RATES) {
    for (let n = 0; n < 50_000; n += 501) {
      const shown = (n * fps[1]) / fps[0];
      for (const ahead of [-2, 0, 1, 2]) {
        const settled = frames.settledSeconds(Math.round(shown * 1000) / 1000, shown + ahead / 60, fps);
        assert.equal(frames.frameAtSeconds(settled, fps), n, `${fps} frame ${n}`);
        assert.equal(frames.stepFrom(settled, 1, fps, HOUR), n + 1, "a step goes to the next picture");
      }
    }
  }
});

test("without word of the frame shown, or with old word of it, the clock decides", () => {
  for (const shown of [null, 2]) {
    assert.equal(frames.settledSeconds(shown, 10.01, [25, 1]), frames.seekSeconds(250, [25, 1]));
  }
});

test("stepping stops at the first and the last frame", () => {
  assert.equal(frames.stepFrom(0, -1, [25, 1], 10_000), 0);
  assert.equal(frames.stepFrom(9.99, 5, [25, 1], 10_000), 249);
  assert.equal(frames.framesIn(10_000, [25, 1]), 250);
  assert.equal(frames.framesIn(10_001, [25, 1]), 251);
});

test("in and out on one frame give a span of exactly that frame", () => {
  for (const fps of RATES) {
    const at = frames.seekSeconds(1234, fps);
    const span = { start_ms: frames.inPointMs(at, fps), end_ms: frames.outPointMs(at, fps, HOUR) };
    assert.equal(frames.frameAtMs(span.start_ms, fps), 1234);
    assert.equal(frames.frameAtMs(span.end_ms, fps), 1235);
    assert.equal(frames.frameAtMs(span.end_ms - 1, fps), 1234);
  }
});

test("starts and ends are rounded up to whole milliseconds", () => {
  assert.equal(frames.frameStartMs(1, [25, 1]), 40);
  assert.equal(frames.frameStartMs(1, [30, 1]), 34);
  assert.equal(frames.frameStartMs(1, [30000, 1001]), 34);
  assert.equal(frames.frameStartMs(30, [30000, 1001]), 1001);
  assert.equal(frames.frameStartMs(3, [30, 1]), 100);
});

test("snapping a span loses no frame that it touched and snapping again changes nothing", () => {
  for (const fps of RATES) {
    for (let start = 0; start < 3000; start += 17) {
      const span = { start_ms: start, end_ms: start + 1501 };
      const snapped = frames.snap(span, fps, HOUR);
      assert.ok(snapped.start_ms <= span.start_ms && snapped.end_ms >= span.end_ms);
      assert.deepEqual(frames.snap(snapped, fps, HOUR), snapped);
    }
  }
});

test("an end beyond the film becomes the end of the film", () => {
  assert.equal(frames.snapEndMs(10_050, [25, 1], 10_001), 10_001);
  assert.equal(frames.outPointMs(10, [25, 1], 10_001), 10_001);
});
