/** Tells Python what was watched: at most every 30 s, and whenever the film pauses. */

import { type Span, Watched } from "./spans";

const EVERY_MS = 30_000;

export class Watching {
  private readonly watched = new Watched();
  private told_at = performance.now();

  constructor(private readonly tell: (spans: Span[]) => void) {}

  time(ms: number, playing: boolean): void {
    if (!playing) {
      this.watched.interrupted();
      return;
    }
    this.watched.playing(ms);
    if (performance.now() - this.told_at >= EVERY_MS) this.now();
  }

  now(): void {
    this.told_at = performance.now();
    const spans = this.watched.take();
    if (spans.length > 0) this.tell(spans);
  }
}
