/** The part of the film that the timeline shows: zooming in and out, and turning the page. */

import type { Span } from "../player/frames";

/** The least and the first stretch to show: one second a centimetre or so, and a calm four minutes. */
export const LEAST_MS = 10_000;
export const FIRST_MS = 240_000;

export class View {
  from_ms = 0;
  to_ms: number;

  constructor(private duration_ms: number) {
    this.to_ms = Math.min(duration_ms, FIRST_MS);
  }

  get length_ms(): number {
    return this.to_ms - this.from_ms;
  }

  get isWhole(): boolean {
    return this.length_ms >= this.duration_ms;
  }

  get isLeast(): boolean {
    return this.length_ms <= Math.min(LEAST_MS, this.duration_ms);
  }

  /** Where `ms` lies, 0 at the left edge and 1 at the right. */
  place(ms: number): number {
    return (ms - this.from_ms) / this.length_ms;
  }

  /** The time at a place between 0 and 1. */
  at(place: number): number {
    return Math.round(this.from_ms + Math.min(1, Math.max(0, place)) * this.length_ms);
  }

  shows(ms: number): boolean {
    return ms >= this.from_ms && ms <= this.to_ms;
  }

  /** Shows `factor` times as much; the time `around_ms` stays where it is on screen. */
  zoom(factor: number, around_ms: number): void {
    const least = Math.min(LEAST_MS, this.duration_ms);
    const length = Math.min(this.duration_ms, Math.max(least, this.length_ms * factor));
    const around = this.shows(around_ms) ? around_ms : (this.from_ms + this.to_ms) / 2;
    this.move(around - this.place(around) * length, length);
  }

  whole(): void {
    this.move(0, this.duration_ms);
  }

  /** Turns the page when `ms` is no longer on it; true when it moved. */
  follow(ms: number): boolean {
    if (this.shows(ms)) return false;
    const before = this.from_ms;
    this.move(ms - this.length_ms * 0.1, this.length_ms);
    return this.from_ms !== before;
  }

  /** Makes a whole span visible with room on both sides; true when the view moved. */
  reveal(span: Span): boolean {
    if (this.shows(span.start_ms) && this.shows(span.end_ms)) return false;
    const need = (span.end_ms - span.start_ms) * 1.6;
    const length = Math.min(this.duration_ms, Math.max(this.length_ms, need));
    this.move((span.start_ms + span.end_ms - length) / 2, length);
    return true;
  }

  private move(from: number, length: number): void {
    const start = Math.min(Math.max(0, from), this.duration_ms - length);
    this.from_ms = Math.round(start);
    this.to_ms = Math.round(start + length);
  }
}

/** The loudest value in each of `columns` equal parts of the view, 0 to 1 against the film's own loudness. */
export function columnsOf(
  peaks: readonly number[], per_second: number, view: Span, columns: number, loudest: number,
): number[] {
  const per_ms = per_second / 1000;
  const width = ((view.end_ms - view.start_ms) * per_ms) / columns;
  return Array.from({ length: columns }, (_, n) => {
    const from = Math.floor(view.start_ms * per_ms + n * width);
    const to = Math.max(from + 1, Math.floor(view.start_ms * per_ms + (n + 1) * width));
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, Math.abs(peaks[i] ?? 0));
    return Math.min(1, most / loudest);
  });
}

/** How loud this film gets, its loudest two hundredths left out: one bang must not flatten a lesson. */
export function loudestOf(peaks: readonly number[]): number {
  const sorted = peaks.map(Math.abs).sort((a, b) => a - b);
  return Math.max(8, sorted[Math.floor(sorted.length * 0.98)] ?? 127);
}
