/** Where the lines come from: fetched once, then as long as the machine is still writing them out. */

import { remembered } from "../remember";
import type { Change, Draft } from "./drafts";
import { newest, type Reading, readLines, type Said } from "./said";

const EVERY_MS = 4000;

/** What must outlive a remount of the component. */
export interface Kept {
  reading: Reading | null;
  query: string;
  draft: Draft | null;
  undo: Change[];
}

export class Source {
  kept: Kept = { reading: null, query: "", draft: null, undo: [] };
  /** The last attempt to fetch came through. */
  reached = true;
  private src: string | null = null;
  private timer = 0;
  private round = 0;

  /** `told` hears of everything that changed; `here` says whether anybody can still see it. */
  constructor(private readonly told: () => void, private readonly here: () => boolean) {}

  get lines(): readonly Said[] {
    return this.kept.reading?.lines ?? [];
  }

  get address(): string | null {
    return this.src;
  }

  follow(src: string | null): void {
    if (src === this.src) return;
    this.src = src;
    if (src === null) return;
    this.kept = remembered(`said:${src}`, () => this.kept);
    if (this.kept.reading) this.told();
    void this.fetch();
  }

  /** Fetches what is new; once everything is written out, everything once more. */
  async fetch(): Promise<void> {
    const { src, kept } = this;
    if (src === null) return;
    window.clearTimeout(this.timer);
    this.round += 1;
    const round = this.round;
    const had = kept.reading;
    const after = had && !had.whole ? had.lines.length : 0;
    let fresh = await readLines(src, after);
    if (fresh && had && after > 0) {
      if (fresh.whole || fresh.version !== had.version) fresh = await readLines(src, 0);
      else fresh = { ...fresh, lines: [...had.lines, ...fresh.lines] };
    }
    if (round !== this.round) return;
    this.reached = fresh !== null;
    if (fresh) kept.reading = { ...fresh, lines: newest(this.lines, fresh.lines) };
    this.told();
    if (!kept.reading?.whole && this.here()) {
      this.timer = window.setTimeout(() => void this.fetch(), EVERY_MS);
    }
  }

  /** One line as it is now. */
  put(line: Said): void {
    const { reading } = this.kept;
    if (!reading) return;
    reading.lines = reading.lines.map((one) => (one.id === line.id ? line : one));
    this.told();
  }

  leave(): void {
    window.clearTimeout(this.timer);
    this.round += 1;
    this.src = null;
  }
}
