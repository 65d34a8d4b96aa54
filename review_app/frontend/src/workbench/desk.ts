/**
 * The clips on the desk: what the server knows, what the coach wants, and what must still be told.
 *
 * Nothing is queued. `nextAct` looks at the difference between what is wanted and what is known, one
 * act at a time, so a lost or repeated message heals itself: an act that is not answered is sent again
 * under the same name, and Python carries out each name once.
 */

import type { Span } from "../player/frames";

/** What a coach can change about a clip. */
export interface Fields extends Span {
  foundation: string | null;
  dimension: string | null;
  prompt_kind: string | null;
  fact: string;
  question: string;
}

/** A clip as Python gives it. */
export interface Clip extends Fields {
  id: string;
  client_id: string;
  version: number;
  file_ready: boolean;
}

/** A clip as it is shown: perhaps not yet known to the server, perhaps with words still unsaved. */
export interface Shown extends Fields {
  id: string | null;
  client_id: string;
  file_ready: boolean;
  saving: boolean;
  refused: string | null;
}

export interface Act {
  name: "cut" | "change" | "remove" | "restore";
  act_id: string;
  client_id: string;
  says: Record<string, unknown>;
}

export interface Refusal {
  client_id: string;
  sentence: string;
}

interface Wish {
  fields: Fields;
  gone: boolean;
  edited_at: number;
  waiting_since: number;
  tries: number;
  refused: string | null;
}

interface Flight {
  act: Act;
  wish: string;
  sent_at: number;
  sends: number;
}

/** Words rest this long before they are sent, but whoever keeps typing does not wait longer than MOST. */
export const REST_MS = 800;
export const MOST_REST_MS = 5000;
/** An act without an answer is sent again after this, then after twice as long, and so on. */
export const PATIENCE_MS = 8000;
const MOST_PATIENCE_MS = 60_000;
const MOST_TRIES = 4;
const LONG_AGO = Number.NEGATIVE_INFINITY;

const NAMES = [
  "start_ms", "end_ms", "foundation", "dimension", "prompt_kind", "fact", "question",
] as const;

export function fieldsOf(clip: Fields): Fields {
  const { start_ms, end_ms, foundation, dimension, prompt_kind, fact, question } = clip;
  return { start_ms, end_ms, foundation, dimension, prompt_kind, fact, question };
}

export function same(one: Fields, other: Fields): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

/** An empty clip over `span`. */
export function blank(span: Span): Fields {
  return { ...span, foundation: null, dimension: null, prompt_kind: null, fact: "", question: "" };
}

/** How long a wish still rests, 0 when it may go. */
function rests(wish: Wish, now: number): number {
  const left = Math.min(
    REST_MS - (now - wish.edited_at), MOST_REST_MS - (now - wish.waiting_since),
  );
  return Math.max(0, left);
}

export class Desk {
  private known = new Map<string, Clip>();
  private bin = new Map<string, Clip>();
  private wishes = new Map<string, Wish>();
  private flight: Flight | null = null;

  constructor(private readonly newId: () => string, private readonly gaveUp: () => string) {}

  /** The clips in the order of the film, the coach's own wishes over what the server knows. */
  shown(): Shown[] {
    const ids = new Set([...this.known.keys(), ...this.wishes.keys()]);
    const out = [...ids].map((id) => this.one(id)).filter((clip) => clip !== null);
    return out.sort((a, b) => a.start_ms - b.start_ms || a.client_id.localeCompare(b.client_id));
  }

  one(client_id: string): Shown | null {
    const known = this.known.get(client_id);
    const wish = this.wishes.get(client_id);
    if (wish?.gone || (!known && !wish)) return null;
    return {
      ...fieldsOf(wish ? wish.fields : known!),
      id: known?.id ?? null,
      client_id,
      file_ready: known?.file_ready ?? false,
      saving: wish !== undefined && wish.refused === null,
      refused: wish?.refused ?? null,
    };
  }

  /** A new clip, on screen at once. */
  cut(span: Span): string {
    const client_id = this.newId();
    this.wish(client_id, blank(span), false, LONG_AGO);
    return client_id;
  }

  change(client_id: string, part: Partial<Fields>, now: number): void {
    const clip = this.one(client_id);
    if (!clip) return;
    const fields = { ...fieldsOf(clip), ...part };
    if (!same(fields, clip) || clip.refused) this.wish(client_id, fields, false, now);
  }

  remove(client_id: string): void {
    const clip = this.one(client_id);
    if (!clip) return;
    this.wish(client_id, fieldsOf(clip), true, LONG_AGO);
  }

  /** Takes a removal back, whether or not the server already carried it out. */
  restore(client_id: string, fields: Fields): void {
    const known = this.known.get(client_id);
    if (known && same(known, fields)) this.wishes.delete(client_id);
    else this.wish(client_id, fieldsOf(fields), false, LONG_AGO);
  }

  /** Words need not rest any longer: the coach pressed Enter, or is leaving. */
  hurry(): void {
    for (const wish of this.wishes.values()) wish.edited_at = LONG_AGO;
  }

  /** Whether anything of the coach's is not with the server yet, be it on its way or refused. */
  unsaved(): boolean {
    return this.saving()
      || [...this.wishes.values()].some((wish) => wish.refused !== null && !wish.gone);
  }

  /** Whether something is on its way to the server, or about to be. */
  saving(): boolean {
    return this.flight !== null
      || [...this.wishes].some(([id, wish]) =>
        wish.refused === null && this.difference(id, wish) !== null);
  }

  /** The act to send now, or null. The same act comes back when it was not answered in time. */
  nextAct(now: number): Act | null {
    if (this.flight) {
      if (this.lands_in(now) > 0) return null;
      this.flight.sent_at = now;
      this.flight.sends += 1;
      return this.flight.act;
    }
    for (const [client_id, wish] of this.wishes) {
      if (wish.refused !== null || rests(wish, now) > 0) continue;
      const act = this.difference(client_id, wish);
      if (!act) continue;
      wish.waiting_since = now;
      if (++wish.tries > MOST_TRIES) {
        wish.refused = this.gaveUp();
        continue;
      }
      this.flight = { act, wish: JSON.stringify(wish.fields), sent_at: now, sends: 1 };
      return act;
    }
    return null;
  }

  /** Whether the server lets us wait: an act had to be sent again. */
  late(): boolean {
    return this.flight !== null && this.flight.sends > 1;
  }

  private lands_in(now: number): number {
    const { sent_at, sends } = this.flight!;
    return Math.min(MOST_PATIENCE_MS, PATIENCE_MS * 2 ** (sends - 1)) - (now - sent_at);
  }

  /** When `nextAct` may have something, in ms from now; null when nothing is waiting. */
  waits(now: number): number | null {
    if (this.flight) return Math.max(50, this.lands_in(now));
    const waiting = [...this.wishes]
      .filter(([id, wish]) => wish.refused === null && this.difference(id, wish) !== null)
      .map(([, wish]) => rests(wish, now));
    return waiting.length > 0 ? Math.min(...waiting) : null;
  }

  /** What Python knows now, which acts it has carried out or refused, and the last refusal. */
  receive(clips: readonly Clip[], answered: readonly string[], refusal: Refusal | null): void {
    for (const [id, clip] of this.known) this.bin.set(id, clip);
    this.known = new Map(clips.map((clip) => [clip.client_id, clip]));
    const flight = this.flight;
    if (!flight || !answered.includes(flight.act.act_id)) return;
    this.flight = null;
    const wish = this.wishes.get(flight.act.client_id);
    if (!wish) return;
    if (refusal && refusal.client_id === flight.act.client_id) {
      if (flight.act.name === "remove") this.wishes.delete(flight.act.client_id);
      else wish.refused = refusal.sentence;
      return;
    }
    this.settle(flight, wish);
  }

  /** The server's word counts where it did what was asked; what was typed since stays a wish. */
  private settle({ act, wish: sent }: Flight, wish: Wish): void {
    const known = this.known.get(act.client_id);
    const unchanged = JSON.stringify(wish.fields) === sent;
    const done = {
      cut: !wish.gone && known !== undefined && same(known, wish.fields),
      change: !wish.gone && unchanged,
      remove: wish.gone && known === undefined,
      restore: !wish.gone && known !== undefined && unchanged,
    }[act.name];
    if (done) this.wishes.delete(act.client_id);
    else if (known || act.name === "remove") wish.tries = 0;
  }

  private wish(client_id: string, fields: Fields, gone: boolean, edited_at: number): void {
    const before = this.wishes.get(client_id);
    const waiting_since = before?.waiting_since ?? edited_at;
    this.wishes.set(client_id, { fields, gone, edited_at, waiting_since, tries: 0, refused: null });
  }

  private difference(client_id: string, wish: Wish): Act | null {
    const known = this.known.get(client_id);
    const binned = this.bin.get(client_id);
    const act = (name: Act["name"], says: Record<string, unknown>): Act => {
      const act_id = this.newId();
      return { name, act_id, client_id, says: { ...says, client_id, act_id } };
    };
    if (wish.gone) {
      return known ? act("remove", { id: known.id, version: known.version }) : null;
    }
    if (!known && binned) return act("restore", { id: binned.id });
    if (!known) return act("cut", { start_ms: wish.fields.start_ms, end_ms: wish.fields.end_ms });
    if (same(known, wish.fields)) return null;
    return act("change", { id: known.id, version: known.version, ...wish.fields });
  }
}
