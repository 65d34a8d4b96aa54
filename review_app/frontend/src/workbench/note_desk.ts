/**
 * The notes on the desk, by the principle of desk.ts: what is wanted, what the server knows, and one
 * act at a time for the difference. Simpler than clips: a note is written whole, when Enter is pressed.
 */

/** What a coach can change about a note. */
export interface NoteFields {
  at_ms: number;
  text: string;
}

/** A note as Python gives it. */
export interface Note extends NoteFields {
  id: string;
  client_id: string;
  version: number;
}

/** A note as it is shown: perhaps not yet known to the server. */
export interface ShownNote extends NoteFields {
  client_id: string;
  saving: boolean;
  refused: string | null;
}

export interface NoteAct {
  name: "note" | "reword" | "remove_note" | "restore_note";
  act_id: string;
  client_id: string;
  says: Record<string, unknown>;
}

export interface NoteRefusal {
  client_id: string;
  sentence: string;
}

interface Wish extends NoteFields {
  gone: boolean;
  /** The version it grew from, 0 for a note that is not known yet. */
  version: number;
  tries: number;
  refused: string | null;
}

interface Flight {
  act: NoteAct;
  wish: Wish;
  sent_at: number;
  sends: number;
}

/** What outlives a reload of the page. */
export type StoredNotes = readonly (NoteFields & {
  client_id: string; id: string | null; version: number; gone: boolean;
})[];

/** An act without an answer is sent again after this, then after twice as long, and so on. */
export const NOTE_PATIENCE_MS = 4000;
const MOST_PATIENCE_MS = 60_000;
const MOST_TRIES = 4;

function same(one: NoteFields, other: NoteFields): boolean {
  return one.at_ms === other.at_ms && one.text === other.text;
}

export class NoteDesk {
  private known = new Map<string, Note>();
  /** Notes that were known once, so that a removal can be taken back. */
  private ids = new Map<string, string>();
  private wishes = new Map<string, Wish>();
  private flight: Flight | null = null;

  constructor(
    private readonly newId: () => string, private readonly gaveUp: () => string, stored: StoredNotes = [],
  ) {
    for (const { client_id, id, at_ms, text, version, gone } of stored) {
      this.wishes.set(client_id, { at_ms, text, version, gone, tries: 0, refused: null });
      if (id) this.ids.set(client_id, id);
    }
  }

  /** What the server does not have yet, for a page that is drawn anew. */
  stored(): StoredNotes {
    return [...this.wishes].map(([client_id, { at_ms, text, version, gone }]) => ({
      client_id, at_ms, text, version, gone, id: this.ids.get(client_id) ?? null,
    }));
  }

  /** The notes in the order of the film. */
  shown(): ShownNote[] {
    const ids = new Set([...this.known.keys(), ...this.wishes.keys()]);
    const out = [...ids].map((id) => this.one(id)).filter((note) => note !== null);
    return out.sort((a, b) => a.at_ms - b.at_ms || a.client_id.localeCompare(b.client_id));
  }

  one(client_id: string): ShownNote | null {
    const wish = this.wishes.get(client_id);
    const note = wish ?? this.known.get(client_id);
    if (!note || wish?.gone) return null;
    const { at_ms, text } = note;
    const refused = wish?.refused ?? null;
    return { client_id, at_ms, text, refused, saving: wish !== undefined && refused === null };
  }

  /** A new note, on screen at once. */
  write(fields: NoteFields): string {
    const client_id = this.newId();
    this.wish(client_id, fields, false);
    return client_id;
  }

  reword(client_id: string, fields: NoteFields): void {
    const note = this.one(client_id);
    if (note && (!same(note, fields) || note.refused)) this.wish(client_id, fields, false);
  }

  remove(client_id: string): void {
    const note = this.one(client_id);
    if (note) this.wish(client_id, note, true);
  }

  /** Takes a removal back, whether or not the server already carried it out. */
  restore({ client_id, at_ms, text }: ShownNote): void {
    this.wish(client_id, { at_ms, text }, false);
    this.drop(client_id);
  }

  /** Whether an act is on its way. */
  busy(): boolean {
    return this.flight !== null;
  }

  /** Whether something is on its way to the server, or about to be. */
  saving(): boolean {
    return this.busy() || [...this.wishes].some(([id, wish]) => this.difference(id, wish) !== null);
  }

  /** Whether a note is not with the server yet, be it on its way or refused. */
  unsaved(): boolean {
    return this.saving() || [...this.wishes.values()].some((wish) => wish.refused !== null && !wish.gone);
  }

  /** Whether the server lets us wait: an act had to be sent again. */
  late(): boolean {
    return this.flight !== null && this.flight.sends > 1;
  }

  /** Notes never rest: there is nothing to hurry. */
  hurry(): void {}

  /** The act to send now, or null. The same act comes back when it was not answered in time. */
  nextAct(now: number): NoteAct | null {
    if (this.flight) {
      if (this.lands_in(now) > 0) return null;
      this.flight.sent_at = now;
      this.flight.sends += 1;
      return this.flight.act;
    }
    for (const [client_id, wish] of this.wishes) {
      const act = this.difference(client_id, wish);
      if (!act) continue;
      if (++wish.tries > MOST_TRIES) {
        wish.refused = this.gaveUp();
        continue;
      }
      this.flight = { act, wish: { ...wish }, sent_at: now, sends: 1 };
      return act;
    }
    return null;
  }

  /** When `nextAct` may have something, in ms from now; null when nothing is waiting. */
  waits(now: number): number | null {
    if (this.flight) return Math.max(50, this.lands_in(now));
    return this.saving() ? 0 : null;
  }

  private lands_in(now: number): number {
    const { sent_at, sends } = this.flight!;
    return Math.min(MOST_PATIENCE_MS, NOTE_PATIENCE_MS * 2 ** (sends - 1)) - (now - sent_at);
  }

  /** What Python knows now, which acts it has carried out or refused, and the last refusal. */
  receive(notes: readonly Note[], answered: readonly string[], refusal: NoteRefusal | null): void {
    this.known = new Map(notes.map((note) => [note.client_id, note]));
    for (const { client_id, id } of notes) this.ids.set(client_id, id);
    const { flight } = this;
    if (flight && (answered.includes(flight.act.act_id) || this.isThere(flight))) {
      this.flight = null;
      const wish = this.wishes.get(flight.act.client_id);
      const no = refusal?.client_id === flight.act.client_id ? refusal.sentence : null;
      if (wish && no !== null) this.refuse(flight, wish, no);
      else if (wish) this.settle(flight, wish);
    }
    for (const client_id of [...this.wishes.keys()]) this.drop(client_id);
  }

  /** The answer was lost on its way, yet what was asked was done. */
  private isThere({ act, wish }: Flight): boolean {
    const known = this.known.get(act.client_id);
    if (act.name === "remove_note") return known === undefined;
    if (act.name === "reword") return known !== undefined && known.version > wish.version && same(known, wish);
    return known !== undefined;
  }

  private refuse({ act, wish: sent }: Flight, wish: Wish, sentence: string): void {
    if (act.name === "remove_note") this.wishes.delete(act.client_id);
    else if (same(wish, sent) && !wish.gone) wish.refused = sentence;
    else wish.version = this.known.get(act.client_id)?.version ?? wish.version;
  }

  /** Answered is not yet done: what still is not as asked is asked again, a few times. */
  private settle({ act }: Flight, wish: Wish): void {
    const known = this.known.get(act.client_id);
    if ((act.name === "remove_note") === (known === undefined)) wish.tries = 0;
    wish.version = known?.version ?? wish.version;
  }

  /** A wish that the server has fulfilled is none any more. */
  private drop(client_id: string): void {
    const wish = this.wishes.get(client_id);
    const known = this.known.get(client_id);
    if (!wish || wish.refused !== null || this.flight?.act.client_id === client_id) return;
    if (wish.gone ? !known : known && same(known, wish)) this.wishes.delete(client_id);
  }

  private wish(client_id: string, { at_ms, text }: NoteFields, gone: boolean): void {
    const before = this.wishes.get(client_id);
    const known = this.known.get(client_id)?.version ?? 0;
    const version = before && before.refused === null ? before.version : known;
    this.wishes.set(client_id, { at_ms, text, gone, version, tries: 0, refused: null });
  }

  private difference(client_id: string, wish: Wish): NoteAct | null {
    const known = this.known.get(client_id);
    const id = this.ids.get(client_id);
    const act = (name: NoteAct["name"], says: Record<string, unknown>): NoteAct => {
      const act_id = this.newId();
      return { name, act_id, client_id, says: { ...says, client_id, act_id } };
    };
    if (wish.refused !== null) return null;
    if (wish.gone) return known ? act("remove_note", { id }) : null;
    const { at_ms, text, version } = wish;
    if (!known) return id ? act("restore_note", { id }) : act("note", { at_ms, text });
    return same(known, wish) ? null : act("reword", { id, version, at_ms, text });
  }
}
