// How fast it goes and how long it still takes, from the last quarter of a minute.

interface Mark {
  at: number;
  bytes: number;
}

const WINDOW_MS = 15_000;
const ENOUGH_MS = 2_000;

/** What was seen lately. Moments in milliseconds of any clock. */
export class Pace {
  private marks: Mark[] = [];

  /** So many bytes were sent by now. Fewer than before means a new start from there. */
  mark(at: number, bytes: number): void {
    const last = this.marks.at(-1);
    if (last !== undefined && bytes < last.bytes) this.marks = [];
    this.marks.push({ at, bytes });
    while (this.marks.length > 2 && at - (this.marks[1]?.at ?? at) > WINDOW_MS) this.marks.shift();
  }

  /** After a pause the old marks say nothing. */
  forget(): void {
    this.marks = [];
  }

  /** Bytes per second, or null while too little was seen. */
  get speed(): number | null {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < ENOUGH_MS) return null;
    const speed = ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
    return speed > 0 ? speed : null;
  }

  /** Seconds until `total` bytes, or null while nobody can say. */
  secondsTo(total: number): number | null {
    const last = this.marks.at(-1);
    const { speed } = this;
    return last === undefined || speed === null ? null : Math.max(total - last.bytes, 0) / speed;
  }
}

/** Whole per cent for a screen: 100 only when the server said that everything is in. */
export function percent(sent: number, total: number, confirmed: boolean): number {
  if (confirmed) return 100;
  return total > 0 ? Math.min(Math.floor((sent * 100) / total), 99) : 0;
}

/** Time left as a text key under `upload.` and its number; calm: minutes, not seconds. */
export function timeLeft(seconds: number | null): { key: string; n: number } | null {
  if (seconds === null || !Number.isFinite(seconds)) return null;
  if (seconds < 55) return { key: "left.moment", n: 1 };
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return { key: "left.minute", n: 1 };
  if (minutes < 90) return { key: "left.minutes", n: minutes };
  return { key: "left.hours", n: Math.round(minutes / 60) };
}
