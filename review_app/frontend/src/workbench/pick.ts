/** The in- and out-point being chosen, which of the two is in hand, and the way back. */

import type { Span } from "../player/frames";
import { type Edge, type Marks, NO_MARKS } from "../player/spans";

const MOST = 100;

export class Pick {
  marks: Marks = NO_MARKS;
  edge: Edge = "start";
  private past: Marks[] = [];

  /** Changes the marks; `step` false while a drag goes on, so that undo takes it back as one. */
  set(marks: Marks, step = true): void {
    if (marks.start_ms === this.marks.start_ms && marks.end_ms === this.marks.end_ms) return;
    if (step) this.remember();
    this.marks = { ...marks };
  }

  /** A drag begins: what is now is what undo goes back to. */
  remember(): void {
    this.past = [...this.past.slice(1 - MOST), this.marks];
  }

  /** Sets one edge and takes it in hand. */
  mark(edge: Edge, ms: number): void {
    this.edge = edge;
    this.set(edge === "start" ? { ...this.marks, start_ms: ms } : { ...this.marks, end_ms: ms });
  }

  /** Another clip, or none: its marks, and a history of its own. */
  take(span: Span | null): void {
    this.marks = span ? { start_ms: span.start_ms, end_ms: span.end_ms } : NO_MARKS;
    this.past = [];
    this.edge = "start";
  }

  /** Takes the last change back; false when there is none. */
  undo(): boolean {
    const last = this.past.pop();
    if (!last) return false;
    this.marks = last;
    return true;
  }
}

/** Digits choose a foundation, and within three seconds a dimension of it. */
export class Digits {
  private until = Number.NEGATIVE_INFINITY;

  constructor(private readonly wait_ms = 3000) {}

  /** A foundation was chosen: for a while a digit names its dimension. */
  begin(now: number): void {
    this.until = now + this.wait_ms;
  }

  /** Whether a digit names a dimension at this moment. */
  waits(now: number): boolean {
    return now < this.until;
  }

  done(): void {
    this.until = Number.NEGATIVE_INFINITY;
  }
}

/** Words in a text, for a hint and never for a limit. */
export function words(text: string): number {
  return text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
}

export type Hint = "many_words" | "many_questions" | "no_question";

/** A kind hint on a question: one question, in at most `most` words. */
export function hintOn(question: string, most: number): Hint | null {
  if (words(question) > most) return "many_words";
  const marks = question.split("?").length - 1;
  if (marks > 1) return "many_questions";
  return words(question) >= 4 && marks === 0 ? "no_question" : null;
}
