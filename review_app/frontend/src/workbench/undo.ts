/** What can be taken back besides marks: a clip that was cut or removed, a foundation or dimension. */

import type { Marks } from "../player/spans";
import type { Desk } from "./desk";
import { type Fields, fieldsOf, type Shown } from "./words";

export type Deed =
  | { what: "cut"; client_id: string; marks: Marks }
  | { what: "removed"; client_id: string; clip: Shown }
  | { what: "tagged"; client_id: string; tags: Pick<Fields, "foundation" | "dimension"> };

const MOST = 50;

/** The deeds with one more, the oldest forgotten. */
export function noted(deeds: readonly Deed[], deed: Deed): Deed[] {
  return [...deeds.slice(1 - MOST), deed];
}

/** Whether taking this back still means something, and takes nothing away that was written since. */
export function stands(deed: Deed, desk: Desk): boolean {
  const clip = desk.one(deed.client_id);
  if (deed.what === "removed") return clip === null;
  return clip !== null && (deed.what === "tagged" || (clip.fact === "" && clip.question === ""));
}

/** Takes it back at the desk. */
export function takeBack(deed: Deed, desk: Desk, now: number): void {
  if (deed.what === "cut") desk.remove(deed.client_id);
  else if (deed.what === "tagged") desk.change(deed.client_id, deed.tags, now);
  else desk.restore(deed.client_id, fieldsOf(deed.clip));
}
