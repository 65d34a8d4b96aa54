/** What a coach was doing, kept over every run and remount by the key of the component. */

import { type Place, placeAt } from "../player/remember";
import { Desk } from "./desk";
import { Pick } from "./pick";
import type { Shown } from "./words";

export interface Kept {
  place: Place;
  desk: Desk;
  pick: Pick;
  /** The clip whose words are in the composer, and how it was when it was opened. */
  open: string | null;
  before: Shown | null;
  /** The open clip came into being by typing: leaving without saving takes it away again. */
  begun: boolean;
  /** The film played when the coach began to type, so it plays on afterwards. */
  resume: boolean;
  tab: number;
  caret: { field: "fact" | "question"; when: number } | null;
}

/** A fresh desk; `gaveUp` is the sentence for what the server keeps not doing. */
export function keptFrom(gaveUp: string): Kept {
  return {
    place: placeAt(0),
    desk: new Desk(newUuid, () => gaveUp),
    pick: new Pick(),
    open: null,
    before: null,
    begun: false,
    resume: false,
    tab: 0,
    caret: null,
  };
}

/** A random id; `crypto.randomUUID` exists only on https, and a school may serve plain http inside. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
