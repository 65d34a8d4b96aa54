/** Spans of media time: choosing, nudging, what is wrong with one, and what has been watched. */

import { type Fps, frameAtMs, frameStartMs, type Span, snap } from "./frames";

export type { Span } from "./frames";

export type Edge = "start" | "end";

export interface Limits {
  min_ms: number;
  max_ms: number;
  advice_min_ms: number;
  advice_max_ms: number;
  clips_max: number;
}

/** In and out while they are being chosen: either may still be missing, or lie the wrong way round. */
export interface Marks {
  start_ms: number | null;
  end_ms: number | null;
}

export const NO_MARKS: Marks = { start_ms: null, end_ms: null };

/** The moment around `at_ms`: from 15 s before to 15 s after, cut off at the ends of the film. */
export function momentAround(at_ms: number, fps: Fps, duration_ms: number, reach_ms = 15_000): Span {
  const start_ms = Math.max(0, at_ms - reach_ms);
  return snap({ start_ms, end_ms: Math.min(duration_ms, at_ms + reach_ms) }, fps, duration_ms);
}

export type Complaint = "in_after_out" | "too_short" | "too_long";

/** What is wrong with the marks, or null. Nothing is ever swapped or shortened silently. */
export function complaint(marks: Marks, limits: Limits): Complaint | null {
  if (marks.start_ms === null || marks.end_ms === null) return null;
  const length = marks.end_ms - marks.start_ms;
  if (length <= 0) return "in_after_out";
  if (length < limits.min_ms) return "too_short";
  return length > limits.max_ms ? "too_long" : null;
}

export type Advice = "short" | "long";

/** A kind word about the length, which forbids nothing. */
export function advice(span: Span, limits: Limits): Advice | null {
  const length = span.end_ms - span.start_ms;
  if (length < limits.advice_min_ms) return "short";
  return length > limits.advice_max_ms ? "long" : null;
}

/** The whole span, when both marks are there and nothing is wrong with them. */
export function whole(marks: Marks, limits: Limits): Span | null {
  if (marks.start_ms === null || marks.end_ms === null || complaint(marks, limits)) return null;
  return { start_ms: marks.start_ms, end_ms: marks.end_ms };
}

/** The number of the frame edge at `ms`; the end of a film counts as one, also between two frames. */
function edgeAt(ms: number, fps: Fps): number {
  return ms <= 0 ? 0 : frameAtMs(ms - 1, fps) + 1;
}

/**
 * Moves one edge by as many whole frames as come nearest to `by_ms`, and by one at the least.
 * The edge stops at the film's ends and at one frame from the other edge.
 */
export function nudge(marks: Marks, edge: Edge, by_ms: number, fps: Fps, duration_ms: number): Marks {
  const was = edge === "start" ? marks.start_ms : marks.end_ms;
  if (was === null) return marks;
  const frames = Math.max(1, Math.round((Math.abs(by_ms) * fps[0]) / (1000 * fps[1])));
  const to = edgeAt(was, fps) + Math.sign(by_ms) * frames;
  if (edge === "start") {
    const most = edgeAt(marks.end_ms ?? duration_ms, fps) - 1;
    return { ...marks, start_ms: frameStartMs(Math.max(0, Math.min(to, most)), fps) };
  }
  const least = edgeAt(marks.start_ms ?? 0, fps) + 1;
  return { ...marks, end_ms: Math.min(duration_ms, frameStartMs(Math.max(to, least), fps)) };
}

/** Spans in order, those that touch or lie within `gap_ms` of each other made one. */
export function merged(spans: readonly Span[], gap_ms = 250): Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start_ms - b.start_ms)) {
    const last = out.at(-1);
    if (last && span.start_ms <= last.end_ms + gap_ms) {
      last.end_ms = Math.max(last.end_ms, span.end_ms);
    } else {
      out.push({ ...span });
    }
  }
  return out;
}

/** Keeps what was really played: a jump begins a new span, watching on makes the last one longer. */
export class Watched {
  private spans: Span[] = [];
  private last: number | null = null;

  /** The playhead is at `ms` while playing. */
  playing(ms: number): void {
    const at = Math.round(ms);
    const open = this.spans.at(-1);
    if (this.last !== null && open && at >= this.last && at - this.last <= 2000) {
      open.end_ms = Math.max(open.end_ms, at);
    } else {
      this.spans.push({ start_ms: at, end_ms: at });
    }
    this.last = at;
  }

  /** Playing stopped or jumped; the next moment starts a span of its own. */
  interrupted(): void {
    this.last = null;
  }

  /** What was watched since the last time this was asked, merged; shorter than 0.2 s is not told. */
  take(): Span[] {
    const told = merged(this.spans).filter((span) => span.end_ms - span.start_ms >= 200);
    const open = this.last;
    this.spans = open === null ? [] : [{ start_ms: open, end_ms: open }];
    return told;
  }
}
