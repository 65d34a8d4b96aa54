/** What the desk (desk.ts) keeps of a wish and of the act that tells it, and how long each may take. */

import type { Clip, Fields, Name } from "./words";

export interface Act {
  name: "cut" | "change" | "remove" | "restore";
  act_id: string;
  client_id: string;
  says: Record<string, unknown>;
}

export interface Refusal {
  client_id: string;
  sentence: string;
  /** Another tab saved first: no refusal to show, but two texts to put together. */
  changed?: boolean;
}

/** A clip as the coach wants it, as long as the server does not have it so. */
export interface Wish {
  fields: Fields;
  /** The clip this grew from; null for a clip that is not known yet. */
  base: Clip | null;
  theirs: Clip | null;
  gone: boolean;
  edited_at: number;
  waiting_since: number;
  tries: number;
  refused: string | null;
}

/** The one act that is on its way. */
export interface Flight {
  act: Act;
  fields: Fields;
  version: number;
  sent_at: number;
  sends: number;
}

/** What outlives a reload of the page. */
export type Stored = readonly { client_id: string; fields: Fields; base: Clip | null; gone: boolean }[];

/** Words rest this long before they are sent, but whoever keeps typing does not wait longer than MOST. */
export const REST_MS = 800;
export const MOST_REST_MS = 5000;
/** An act without an answer is sent again after this, then after twice as long, and so on. */
export const PATIENCE_MS = 4000;
export const MOST_PATIENCE_MS = 60_000;
export const MOST_TRIES = 4;
export const LONG_AGO = Number.NEGATIVE_INFINITY;

/** From when a change of these rests: words rest, what was chosen or marked goes at once. */
export function editedAt(changed: readonly Name[], now: number): number {
  const words = changed.includes("fact") || changed.includes("question") || changed.length === 0;
  return words ? now : LONG_AGO;
}

/** How long a wish still rests, 0 when it may go. */
export function rests(wish: Wish, now: number): number {
  const left = Math.min(
    REST_MS - (now - wish.edited_at), MOST_REST_MS - (now - wish.waiting_since),
  );
  return Math.max(0, left);
}
