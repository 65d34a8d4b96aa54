/** What she takes out, one act at a time; each keeps inside the film and can be taken back. */

import type { Face, Masks, Pair } from "./contract";
import type { Grip } from "./lane";
import { inOrder, type Wishes } from "./wishes";

export const LEAST_MS = 1000;
export const LEAST_MUTE_MS = 100;
/** A place for a moment lasts so long at either side, until she says otherwise. */
const AROUND_MS = 2000;

export interface Around {
  duration_ms: number;
  /** Where she is in the whole film. */
  now(): number;
  seek(ms: number): void;
  /** Something was taken out or put back: show it, and tell the server. */
  after(): void;
  /** While something is dragged: only show it. */
  draw(): void;
  reveal(span: Pair): void;
  /** Something she had was removed: say so, with the way back. */
  removed(): void;
}

export class Taking {
  /** Which silent part is in hand. */
  picked: number | null = null;
  /** Where a silent part begins that has no end yet. */
  muting: number | null = null;

  constructor(private readonly wishes: Wishes, private readonly around: Around) {}

  change(part: Partial<Masks>): void {
    this.wishes.change(part);
    this.around.after();
  }

  end(edge: 0 | 1, ms: number): void {
    const { kept } = this.wishes.now;
    const at = Math.round(ms);
    this.change({
      kept: edge === 0
        ? [Math.max(0, Math.min(at, kept[1] - LEAST_MS)), kept[1]]
        : [kept[0], Math.min(this.around.duration_ms, Math.max(at, kept[0] + LEAST_MS))],
    });
  }

  whole(): void {
    this.change({ kept: [0, this.around.duration_ms] });
  }

  /** An edge on the timeline is dragged here. */
  move(grip: Grip, ms: number, first: boolean): void {
    const { kept, muted } = this.wishes.now;
    const inside = Math.round(Math.min(this.around.duration_ms, Math.max(0, ms)));
    const begins = grip === "from" || grip === "mute_from";
    let at = inside;
    if (grip === "from" || grip === "to") {
      at = Math.max(0, begins ? Math.min(inside, kept[1] - LEAST_MS) : Math.max(inside, kept[0] + LEAST_MS));
      this.wishes.drag({ kept: begins ? [at, kept[1]] : [kept[0], at] }, first);
    } else if (this.picked !== null && muted[this.picked]) {
      const [from, to] = muted[this.picked]!;
      at = Math.max(0, begins ? Math.min(inside, to - LEAST_MUTE_MS) : Math.max(inside, from + LEAST_MUTE_MS));
      const span: Pair = begins ? [at, to] : [from, at];
      this.wishes.drag({ muted: muted.map((was, n) => (n === this.picked ? span : was)) }, first);
    }
    this.around.seek(begins ? at : Math.max(0, at - 1));
    this.around.draw();
  }

  /** Once to begin, once to end: what she hears in between becomes silent. */
  mute(): void {
    const now = Math.round(this.around.now());
    if (this.muting === null) {
      this.muting = now;
      this.around.draw();
      return;
    }
    const [from, to] = [Math.min(this.muting, now), Math.max(this.muting, now)];
    this.muting = null;
    this.addMuted(this.fitting([from, to]));
  }

  addMuted(span: Pair): void {
    const muted = inOrder([...this.wishes.now.muted, span]);
    this.picked = muted.indexOf(span);
    this.change({ muted });
    this.around.reveal(span);
  }

  putMuted(n: number, span: Pair): void {
    this.picked = n;
    this.change({ muted: this.wishes.now.muted.map((was, m) => (m === n ? this.fitting(span) : was)) });
  }

  unmute(n: number): void {
    this.picked = null;
    this.change({ muted: this.wishes.now.muted.filter((_, m) => m !== n) });
    this.around.removed();
  }

  /** Inside the film, and long enough. */
  private fitting([from, to]: Pair): Pair {
    const most = this.around.duration_ms;
    const begin = Math.min(Math.max(0, from), most - LEAST_MUTE_MS);
    return [begin, Math.min(most, Math.max(to, begin + LEAST_MUTE_MS))];
  }

  addPlace(zone: readonly number[]): void {
    this.change({ zones: [...this.wishes.now.zones, zone] });
  }

  dragPlace(n: number, zone: readonly number[], first: boolean): void {
    this.wishes.drag({ zones: this.wishes.now.zones.map((was, m) => (m === n ? zone : was)) }, first);
    this.around.draw();
  }

  unplace(n: number): void {
    this.change({ zones: this.wishes.now.zones.filter((_, m) => m !== n) });
    this.around.removed();
  }

  /** A place is covered in the whole film, or only around this moment. */
  when(n: number, always: boolean): void {
    const now = Math.round(this.around.now());
    const span: Pair = this.fitting([now - AROUND_MS, now + AROUND_MS]);
    this.change({
      zones: this.wishes.now.zones.map((zone, m) => (m !== n ? zone : [...zone.slice(0, 4), ...(always ? [] : span)])),
    });
  }

  placeTime(n: number, edge: 0 | 1, ms: number): void {
    this.change({
      zones: this.wishes.now.zones.map((zone, m) => (m !== n || zone.length < 6 ? zone
        : [...zone.slice(0, 4), ...this.fitting(edge === 0 ? [ms, zone[5]!] : [zone[4]!, ms])])),
    });
  }

  /** Every face that was found; then she says which stay. */
  coverAll(): void {
    this.change({ blur_faces: true, left: [] });
  }

  /** A face, in all the tracks that are shown as one. */
  choose(face: Face, leave: boolean, all: readonly Face[]): void {
    const { blur_faces, left: stay } = this.wishes.now;
    // As long as none is covered, all stay: choosing one to cover leaves the others.
    const left = new Set(blur_faces ? stay : all.flatMap((each) => each.numbers));
    for (const number of face.numbers) {
      if (leave) left.add(number);
      else left.delete(number);
    }
    this.change({ blur_faces: true, left: [...left].sort((one, other) => one - other) });
  }
}
