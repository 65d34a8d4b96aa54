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

/** The sentences that are said inside a span, for quoting beside a clip. */
export function within(segments: readonly Segment[], span: Span): Segment[] {
  return segments.filter((s) => s.end_ms > span.start_ms && s.start_ms < span.end_ms);
}
