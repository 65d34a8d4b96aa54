/** What she wants taken out: as the server knows it, as she has it now, and the way back. */

import type { Masks, Pair } from "./contract";

const MOST_BACK = 100;

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Nothing is taken out. */
export function nothing(length_ms: number): Masks {
  return { kept: [0, length_ms], muted: [], zones: [], blur_faces: false, left: [] };
}

/** Of three: what she changed since `base` stays hers, all else is as the server has it. */
export function together(base: Masks, mine: Masks, theirs: Masks): Masks {
  const faces = same([base.blur_faces, base.left], [mine.blur_faces, mine.left]) ? theirs : mine;
  return {
    kept: same(base.kept, mine.kept) ? theirs.kept : mine.kept,
    muted: same(base.muted, mine.muted) ? theirs.muted : mine.muted,
    zones: same(base.zones, mine.zones) ? theirs.zones : mine.zones,
    blur_faces: faces.blur_faces,
    left: faces.left,
  };
}

/** The spans in the order of the film. */
export function inOrder(muted: readonly Pair[]): Pair[] {
  return [...muted].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

export class Wishes {
  now: Masks;
  version: number;
  private base: Masks;
  private past: Masks[] = [];

  constructor(masks: Masks, version: number) {
    this.now = this.base = masks;
    this.version = version;
  }

  get unsaved(): boolean {
    return !same(this.now, this.base);
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  change(part: Partial<Masks>): void {
    const next = { ...this.now, ...part };
    if (same(next, this.now)) return;
    this.past = [...this.past, this.now].slice(-MOST_BACK);
    this.now = next;
  }

  /** As `change`, but one with the last: a drag is one step back. */
  drag(part: Partial<Masks>, first: boolean): void {
    if (first) this.change(part);
    else this.now = { ...this.now, ...part };
  }

  undo(): boolean {
    const was = this.past.pop();
    if (!was) return false;
    this.now = was;
    return true;
  }

  /** What the server has now; what was not told yet stays hers. */
  receive(theirs: Masks, version: number): void {
    if (version < this.version) return;
    if (version > this.version && !same([theirs.blur_faces, theirs.left], [this.base.blur_faces, this.base.left])) {
      // Other faces were found: numbers of earlier ones mean nothing any more.
      this.past = this.past.map((was) => ({ ...was, blur_faces: theirs.blur_faces, left: theirs.left }));
    }
    this.now = together(this.base, this.now, theirs);
    this.base = theirs;
    this.version = version;
  }

  /** The server took this over. */
  kept(sent: Masks, theirs: Masks, version: number): void {
    this.base = sent;
    this.receive(theirs, version);
  }
}
