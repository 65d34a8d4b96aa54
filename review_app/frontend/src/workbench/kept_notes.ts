/** The notes and the words being written, kept over runs, remounts and a reload of the page. */

import { NoteDesk, type ShownNote, type StoredNotes } from "./note_desk";

/** What is in the box: a new note, or the note `of` being worded anew. */
export interface Writing {
  of: string | null;
  at_ms: number;
  text: string;
}

export interface KeptNotes {
  desk: NoteDesk;
  writing: Writing | null;
  /** What `put back` puts back: a note that was removed, or words that were left. */
  last: ShownNote | Writing | null;
  /** The film played when the coach began to write, so it plays on afterwards. */
  resume: boolean;
}

interface Stored {
  notes: StoredNotes;
  writing: Writing | null;
}

function place(keep: string): string {
  return `lesbeeld.notes.${keep}`;
}

/** The notes of the desk `keep`, with what an earlier page of this tab had not told yet. */
export function keptNotes(keep: string, newId: () => string, gaveUp: string): KeptNotes {
  const { notes, writing } = stored(keep);
  return { desk: new NoteDesk(newId, () => gaveUp, notes), writing, last: null, resume: false };
}

function stored(keep: string): Stored {
  const nothing: Stored = { notes: [], writing: null };
  try {
    return { ...nothing, ...(JSON.parse(sessionStorage.getItem(place(keep)) ?? "{}") as Partial<Stored>) };
  } catch (unreadable) {
    if (unreadable instanceof SyntaxError || unreadable instanceof DOMException) return nothing;
    throw unreadable;
  }
}

/** Keeps what the server does not have yet; once it has everything, nothing stays in the browser. */
export function keep(at: string, { desk, writing }: KeptNotes): void {
  const notes = desk.stored();
  try {
    if (notes.length === 0 && writing === null) sessionStorage.removeItem(place(at));
    else sessionStorage.setItem(place(at), JSON.stringify({ notes, writing }));
  } catch (full) {
    if (!(full instanceof DOMException)) throw full; // no room, or not allowed: the words are on screen
  }
}
