/**
 * The clips on the desk: what the server knows, what the coach wants, and what must still be told.
 *
 * Nothing is queued. `nextAct` looks at the difference between what is wanted and what is known, one
 * act at a time, so a lost or repeated message heals itself: an act that is not answered is sent again
 * under the same name, and Python carries out each name once.
 *
 * A wish remembers which version it grew from. When another tab saved meanwhile, what only one of the
 * two changed is put together; what both changed waits until the coach has chosen.
 */

import type { Span } from "../player/frames";
import {
  type Act, editedAt, type Flight, LONG_AGO, MOST_PATIENCE_MS, MOST_TRIES, PATIENCE_MS, type Refusal, rests, type Stored,
  type Wish,
} from "./wish";
import { blank, clashes, type Clip, differing, type Fields, fieldsOf, over, same, type Shown } from "./words";

export class Desk {
  private known = new Map<string, Clip>();
  private bin = new Map<string, Clip>();
  private wishes = new Map<string, Wish>();
  private flight: Flight | null = null;

  constructor(
    private readonly newId: () => string, private readonly gaveUp: () => string, stored: Stored = [],
  ) {
    for (const { client_id, fields, base, gone } of stored) {
      this.wish(client_id, fields, gone, LONG_AGO);
      this.wishes.get(client_id)!.base = base;
      if (base) this.bin.set(client_id, base);
    }
  }

  /** What the server does not have yet, for a page that is drawn anew. */
  stored(): Stored {
    return [...this.wishes].map(([client_id, { fields, base, gone }]) => ({ client_id, fields, base, gone }));
  }

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
      saving: wish !== undefined && wish.refused === null && wish.theirs === null,
      refused: wish?.refused ?? null,
      apart: wish?.theirs ? apartFrom(wish.base ?? wish.theirs, wish.fields, wish.theirs) : null,
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
    const changed = differing(clip, fields);
    if (changed.length > 0 || clip.refused) this.wish(client_id, fields, false, editedAt(changed, now));
  }

  /** Of two texts the coach keeps this one; what only one of them changed stays in any case. */
  choose(client_id: string, whose: "mine" | "theirs"): void {
    const wish = this.wishes.get(client_id);
    if (!wish?.theirs) return;
    const { base, theirs, fields } = wish;
    const both = over(base ?? theirs, fields, theirs);
    const kept = whose === "mine" ? {} : Object.fromEntries(
      clashes(base ?? theirs, fields, theirs).map((name) => [name, theirs[name]]));
    Object.assign(wish, {
      fields: { ...both, ...kept }, base: theirs, theirs: null, edited_at: LONG_AGO, tries: 0,
    });
    this.drop(client_id, wish);
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

  /** Whether anything of the coach's is not with the server yet, be it on its way or held up. */
  unsaved(): boolean {
    return this.saving()
      || [...this.wishes.values()].some((wish) => (wish.refused ?? wish.theirs) !== null && !wish.gone);
  }

  /** Whether an act is on its way. */
  busy(): boolean {
    return this.flight !== null;
  }

  /** Whether something is on its way to the server, or about to be. */
  saving(): boolean {
    return this.flight !== null
      || [...this.wishes].some(([id, wish]) => this.difference(id, wish) !== null);
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
      const act = rests(wish, now) > 0 ? null : this.difference(client_id, wish);
      if (!act) continue;
      wish.waiting_since = now;
      if (++wish.tries > MOST_TRIES) {
        wish.refused = this.gaveUp();
        continue;
      }
      const version = wish.base?.version ?? 0;
      const fields = act.name === "cut" ? blank(wish.fields) : wish.fields;
      this.flight = { act, fields, version, sent_at: now, sends: 1 };
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
      .filter(([id, wish]) => this.difference(id, wish) !== null)
      .map(([, wish]) => rests(wish, now));
    return waiting.length > 0 ? Math.min(...waiting) : null;
  }

  /** What Python knows now, which acts it has carried out or refused, and the last refusal. */
  receive(clips: readonly Clip[], answered: readonly string[], refusal: Refusal | null): void {
    for (const [id, clip] of this.known) this.bin.set(id, clip);
    this.known = new Map(clips.map((clip) => [clip.client_id, clip]));
    const flight = this.flight;
    if (flight && (answered.includes(flight.act.act_id) || this.isThere(flight))) {
      this.flight = null;
      const wish = this.wishes.get(flight.act.client_id);
      const no = refusal?.client_id === flight.act.client_id ? refusal : null;
      if (wish && no) this.refuse(flight, wish, no);
      else if (wish) this.settle(flight, wish);
    }
    for (const [client_id, wish] of this.wishes) {
      if (client_id !== this.flight?.act.client_id) this.rebase(client_id, wish);
    }
  }

  /** The answer was lost on its way (the server began anew), yet what was asked was done. */
  private isThere({ act, fields, version }: Flight): boolean {
    const known = this.known.get(act.client_id);
    if (act.name === "remove" || act.name === "restore" || !known) return false;
    return act.name === "cut" || (known.version > version && same(known, fields));
  }

  private refuse({ act }: Flight, wish: Wish, no: Refusal): void {
    if (act.name === "remove") this.wishes.delete(act.client_id);
    else if (!no.changed) wish.refused = no.sentence;
  }

  /** The server's word counts where it did what was asked; what was typed since stays a wish. */
  private settle({ act, fields, version }: Flight, wish: Wish): void {
    const known = this.known.get(act.client_id);
    if (act.name === "remove") {
      if (wish.gone && !known) this.wishes.delete(act.client_id);
      else wish.tries = 0;
      return;
    }
    if (!known) return;
    const now = act.name === "restore" ? known : { ...known, ...fields, version: version + 1 };
    wish.base = known.version === version + 1 ? known : now;
    wish.tries = 0;
    if (!wish.gone && act.name === "change" && same(wish.fields, fields)) wish.fields = fieldsOf(wish.base);
    this.drop(act.client_id, wish);
  }

  /** Another tab may have saved since this wish began: put together what can be. */
  private rebase(client_id: string, wish: Wish): void {
    const known = this.known.get(client_id);
    if (!known || wish.gone) return;
    const base = wish.base ?? known;
    if (base.version === known.version || clashes(base, wish.fields, known).length === 0) {
      if (base.version !== known.version) wish.fields = over(base, wish.fields, known);
      Object.assign(wish, { base: known, theirs: null });
      this.drop(client_id, wish);
    } else {
      wish.theirs = known;
    }
  }

  /** A wish that the server has fulfilled is none any more. */
  private drop(client_id: string, wish: Wish): void {
    const known = this.known.get(client_id);
    if (known && !wish.gone && !wish.theirs && wish.refused === null && same(known, wish.fields)) {
      this.wishes.delete(client_id);
    }
  }

  private wish(client_id: string, fields: Fields, gone: boolean, edited_at: number): void {
    const before = this.wishes.get(client_id);
    this.wishes.set(client_id, {
      fields, gone, edited_at, tries: 0, refused: null, theirs: before?.theirs ?? null,
      waiting_since: before?.waiting_since ?? edited_at,
      base: before ? before.base : this.known.get(client_id) ?? null,
    });
  }

  private difference(client_id: string, wish: Wish): Act | null {
    if (wish.refused !== null || (wish.theirs && !wish.gone)) return null;
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
    return act("change", { id: known.id, version: (wish.base ?? known).version, ...wish.fields });
  }
}

/** What another tab wrote, and in which of its fields somebody has to choose. */
function apartFrom(base: Fields, mine: Fields, theirs: Fields): Shown["apart"] {
  return { theirs: fieldsOf(theirs), names: clashes(base, mine, theirs) };
}
