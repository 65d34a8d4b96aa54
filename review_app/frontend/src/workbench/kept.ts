/** What a coach was doing, kept over every run and remount by the key of the component. */

import { type Place, placeAt } from "../player/remember";
import type { Edge, Marks } from "../player/spans";
import { Desk } from "./desk";
import { keptNotes, type KeptNotes } from "./kept_notes";
import { Pick } from "./pick";
import type { Deed } from "./undo";
import type { Stored } from "./wish";
import type { Shown } from "./words";

export interface Kept {
  place: Place;
  desk: Desk;
  notes: KeptNotes;
  pick: Pick;
  /** Marks that were set aside for a clip, and come back when it is closed. */
  aside: Marks | null;
  /** What Ctrl+Z takes back, the last one at the end. */
  deeds: Deed[];
  /** The clip whose words are in the composer, and how it was when it was opened. */
  open: string | null;
  before: Shown | null;
  /** The open clip came into being by typing: leaving without saving takes it away again. */
  begun: boolean;
  /** The clip that Enter made of the marks: untouched, Escape makes marks of it again. */
  entered: string | null;
  /** Where the film was when the coach began to type. */
  held_ms: number | null;
  /** The film played when the coach began to type, so it plays on afterwards. */
  resume: boolean;
  tab: number;
  caret: { field: "fact" | "question"; when: number } | null;
}

/** What outlives a reload of the page, in this tab only: the browser forgets it with the tab. */
interface Remembered {
  place: Place;
  wishes: Stored;
  marks: Marks;
  edge: Edge;
  aside: Marks | null;
  open: string | null;
  before: Shown | null;
  begun: boolean;
  held_ms: number | null;
  tab: number;
}

const PREFIX = "lesbeeld:";

/** The desk as it was when this page was left, or a fresh one; `gaveUp`: for what is not kept. */
export function keptFrom(key: string, gaveUp: string): Kept {
  const was = recalled(key);
  const pick = new Pick();
  if (was) Object.assign(pick, { marks: was.marks, edge: was.edge });
  return {
    place: { ...placeAt(0), ...was?.place, paused: true, opened: false },
    desk: new Desk(newUuid, () => gaveUp, was?.wishes ?? []),
    notes: keptNotes(key, newUuid, gaveUp),
    pick,
    aside: was?.aside ?? null,
    deeds: [],
    open: was?.open ?? null,
    before: was?.before ?? null,
    begun: was?.begun ?? false,
    entered: null,
    held_ms: was?.held_ms ?? null,
    resume: false,
    tab: was?.tab ?? 0,
    caret: null,
  };
}

/** Writes down what must outlive a reload. */
export function keep(key: string, kept: Kept): void {
  const { place, desk, pick, aside, open, before, begun, held_ms, tab } = kept;
  const now: Remembered = {
    place, wishes: desk.stored(), marks: pick.marks, edge: pick.edge, aside, open, before, begun, held_ms, tab,
  };
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(now));
  } catch (full) {
    if (!(full instanceof DOMException)) throw full; // no room, or not allowed: the server has the clips
  }
}

function recalled(key: string): Remembered | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null") as Remembered | null;
  } catch (unreadable) {
    if (unreadable instanceof SyntaxError || unreadable instanceof DOMException) return null;
    throw unreadable;
  }
}

/** A random id; `crypto.randomUUID` exists only on https, and a school may serve plain http inside. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
