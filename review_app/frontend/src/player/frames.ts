/**
 * Exact arithmetic between frames and media time.
 *
 * The convention, the same on every floor of the house:
 * - frame n is on screen from n * den / num seconds; in whole milliseconds it starts at
 *   ceil(n * den * 1000 / num), so a frame start never rounds back into the frame before it;
 * - a span [start_ms, end_ms) holds exactly the frames whose start lies in it: start_ms is the start
 *   of the first frame, end_ms the start of the first frame that is no longer shown;
 * - seeking aims at the middle of a frame, because browsers round a seek on a frame's edge either way.
 */

/** Frames per second as a fraction, for instance [30000, 1001]. */
export type Fps = readonly [number, number];

export interface Span {
  start_ms: number;
  end_ms: number;
}

/** Whole milliseconds at which frame `frame` starts. */
export function frameStartMs(frame: number, [num, den]: Fps): number {
  return Math.ceil((frame * den * 1000) / num);
}

/** The frame on screen at a whole millisecond. */
export function frameAtMs(ms: number, [num, den]: Fps): number {
  return Math.max(0, Math.floor((ms * num) / (den * 1000)));
}

/** The frame on screen at a media element's `currentTime` (seconds, rarely exactly on an edge). */
export function frameAtSeconds(seconds: number, [num, den]: Fps): number {
  return Math.max(0, Math.floor((seconds * num) / den + 1e-3));
}

/** Where to seek, in seconds, so that `frame` is certainly the one shown. */
export function seekSeconds(frame: number, [num, den]: Fps): number {
  return ((frame + 0.5) * den) / num;
}

/** A frame that was shown longer ago than this tells nothing of what is on screen now. */
const STALE_S = 0.5;

/**
 * Where a film that stopped belongs, in seconds: the middle of the frame that is on screen. `shown_s` is
 * the start of the last frame shown, where the browser tells it; without it the clock `now_s` decides.
 */
export function settledSeconds(shown_s: number | null, now_s: number, fps: Fps): number {
  if (shown_s === null || Math.abs(shown_s - now_s) > STALE_S) return seekSeconds(frameAtSeconds(now_s, fps), fps);
  return seekSeconds(Math.max(0, Math.round((shown_s * fps[0]) / fps[1])), fps);
}

/** The number of whole frames in a film of `duration_ms`. */
export function framesIn(duration_ms: number, fps: Fps): number {
  return Math.max(1, frameAtMs(Math.max(0, duration_ms - 1), fps) + 1);
}

/** The frame `by` further than the one at `seconds`, kept inside the film. */
export function stepFrom(seconds: number, by: number, fps: Fps, duration_ms: number): number {
  const last = framesIn(duration_ms, fps) - 1;
  return Math.min(last, Math.max(0, frameAtSeconds(seconds, fps) + by));
}

/** An in-point: the start of the frame now on screen. */
export function inPointMs(seconds: number, fps: Fps): number {
  return frameStartMs(frameAtSeconds(seconds, fps), fps);
}

/** An out-point: just after the frame now on screen, so that this frame is still in the clip. */
export function outPointMs(seconds: number, fps: Fps, duration_ms: number): number {
  return Math.min(duration_ms, frameStartMs(frameAtSeconds(seconds, fps) + 1, fps));
}

/** The edge of a frame at or before `ms`. */
export function snapStartMs(ms: number, fps: Fps): number {
  return frameStartMs(frameAtMs(Math.max(0, ms), fps), fps);
}

/** The edge of a frame at or after `ms`, never beyond the film. */
export function snapEndMs(ms: number, fps: Fps, duration_ms: number): number {
  if (ms >= duration_ms) return duration_ms;
  const start = snapStartMs(ms, fps);
  return Math.min(duration_ms, start === ms ? ms : frameStartMs(frameAtMs(ms, fps) + 1, fps));
}

/** The same span on frame edges: no frame that it touched is lost. */
export function snap(span: Span, fps: Fps, duration_ms: number): Span {
  return {
    start_ms: snapStartMs(span.start_ms, fps),
    end_ms: snapEndMs(span.end_ms, fps, duration_ms),
  };
}
