/** The transcript that follows the film: which sentence is being said, found by halving. */

import type { Span } from "./frames";

export interface Segment extends Span {
  id: string;
  text: string;
}

/** Index of the last sentence that has begun at `ms`, -1 before the first; `segments` in order. */
export function segmentAt(segments: readonly Segment[], ms: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.start_ms <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether something is being said at `ms`, so that silence is not shown as speech. */
export function isSpoken(segments: readonly Segment[], ms: number): boolean {
  const at = segmentAt(segments, ms);
  return at >= 0 && ms < segments[at]!.end_ms;
}

/**
 * The span from the first to the last of two chosen sentences, whichever was chosen first. It takes up
 * to `air_ms` of the silence around them along: a cut exactly on a word sounds chopped.
 */
export function spanOf(
  segments: readonly Segment[], one: number, other: number, duration_ms: number, air_ms = 300,
): Span | null {
  const low = Math.min(one, other);
  const high = Math.max(one, other);
  const first = segments[low];
  const last = segments[high];
  if (!first || !last) return null;
  const before = first.start_ms - (segments[low - 1]?.end_ms ?? 0);
  const after = (segments[high + 1]?.start_ms ?? duration_ms) - last.end_ms;
  return {
    start_ms: first.start_ms - Math.max(0, Math.min(air_ms, Math.floor(before / 2))),
    end_ms: last.end_ms + Math.max(0, Math.min(air_ms, Math.floor(after / 2))),
  };
}

/** The sentences that are said inside a span, for quoting beside a clip. */
export function within(segments: readonly Segment[], span: Span): Segment[] {
  return segments.filter((s) => s.end_ms > span.start_ms && s.start_ms < span.end_ms);
}
