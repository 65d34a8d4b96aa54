import assert from "node:assert/strict";
import { test } from "node:test";

import { type Note, type NoteAct, NoteDesk, NOTE_PATIENCE_MS, type StoredNotes } from "./note_desk";
import { together } from "./queue";

const SEEN = { at_ms: 61_000, text: "Drie vingers gaan omhoog." };

function desk(stored: StoredNotes = []): NoteDesk {
  let n = 0;
  return new NoteDesk(() => `n${++n}`, () => "Dit lukt niet.", stored);
}

function kept(client_id: string, part: Partial<Note> = {}): Note {
  return { ...SEEN, id: `id-${client_id}`, client_id, version: 1, ...part };
}

function sent(from: NoteDesk, now = 0): NoteAct {
  const act = from.nextAct(now);
  assert.ok(act);
  return act;
}

test("a note is on screen before the server knows it, and then no longer on its way", () => {
  const notes = desk();
  const id = notes.write(SEEN);
  assert.deepEqual(notes.shown().map(({ text, saving }) => [text, saving]), [[SEEN.text, true]]);
  const act = sent(notes);
  assert.equal(act.name, "note");
  assert.deepEqual(act.says, { ...SEEN, client_id: id, act_id: act.act_id });
  notes.receive([kept(id)], [act.act_id], null);
  assert.deepEqual([notes.saving(), notes.unsaved(), notes.shown()[0]!.saving], [false, false, false]);
});

test("notes stand in the order of the film", () => {
  const notes = desk();
  notes.receive([kept("late", { at_ms: 90_000 })], [], null);
  notes.write({ at_ms: 5000, text: "Begin." });
  assert.deepEqual(notes.shown().map((note) => note.at_ms), [5000, 90_000]);
});

test("without an answer the same act goes again, and never two at a time", () => {
  const notes = desk();
  notes.write(SEEN);
  notes.write({ at_ms: 70_000, text: "Stil." });
  const act = sent(notes, 0);
  assert.equal(notes.nextAct(NOTE_PATIENCE_MS - 1), null);
  assert.equal(sent(notes, NOTE_PATIENCE_MS).act_id, act.act_id);
  assert.ok(notes.late());
  assert.equal(notes.nextAct(NOTE_PATIENCE_MS * 2), null);
});

test("a server that began anew still shows that it kept the note", () => {
  const notes = desk();
  const id = notes.write(SEEN);
  sent(notes);
  notes.receive([kept(id)], [], null);
  assert.equal(notes.unsaved(), false);
});

test("what is worded anew while the note is on its way goes after it, on the version that was kept", () => {
  const notes = desk();
  const id = notes.write(SEEN);
  const first = sent(notes);
  notes.reword(id, { at_ms: 61_000, text: "Vier vingers." });
  notes.receive([kept(id)], [first.act_id], null);
  const next = sent(notes);
  assert.deepEqual([next.name, next.says["version"], next.says["text"]], ["reword", 1, "Vier vingers."]);
  notes.receive([kept(id, { version: 2, text: "Vier vingers." })], [next.act_id], null);
  assert.equal(notes.unsaved(), false);
});

test("a refused note keeps its words, and goes again once it is worded anew", () => {
  const notes = desk();
  const id = notes.write(SEEN);
  const act = sent(notes);
  notes.receive([], [act.act_id], { client_id: id, sentence: "Er past niets meer bij." });
  assert.deepEqual(notes.shown().map(({ text, refused }) => [text, refused]),
    [[SEEN.text, "Er past niets meer bij."]]);
  assert.deepEqual([notes.saving(), notes.unsaved(), notes.nextAct(0)], [false, true, null]);
  notes.reword(id, SEEN);
  assert.equal(sent(notes).name, "note");
});

test("who words a note anew after another tab did reads why, and may then put it over the other", () => {
  const notes = desk();
  notes.receive([kept("a")], [], null);
  notes.reword("a", { ...SEEN, text: "Mijn woorden." });
  const act = sent(notes);
  const theirs = kept("a", { version: 2, text: "Andere woorden." });
  notes.receive([theirs], [act.act_id], { client_id: "a", sentence: "Intussen veranderd." });
  assert.equal(notes.one("a")!.text, "Mijn woorden.");
  notes.reword("a", { ...SEEN, text: "Mijn woorden." });
  assert.deepEqual([sent(notes).says["version"], notes.one("a")!.refused], [2, null]);
});

test("a removal can be taken back, before and after the server carried it out", () => {
  const notes = desk();
  notes.receive([kept("a")], [], null);
  const note = notes.one("a")!;
  notes.remove("a");
  assert.deepEqual(notes.shown(), []);
  notes.restore(note);
  assert.deepEqual([notes.nextAct(0), notes.shown().length], [null, 1]);
  notes.remove("a");
  const gone = sent(notes);
  notes.receive([], [gone.act_id], null);
  assert.equal(notes.unsaved(), false);
  notes.restore(note);
  const back = sent(notes);
  assert.deepEqual([back.name, back.says["id"]], ["restore_note", "id-a"]);
  notes.receive([kept("a")], [back.act_id], null);
  assert.equal(notes.unsaved(), false);
});

test("a removal the server refuses puts the note back on screen", () => {
  const notes = desk();
  notes.receive([kept("a")], [], null);
  notes.remove("a");
  const act = sent(notes);
  notes.receive([kept("a")], [act.act_id], { client_id: "a", sentence: "Nee." });
  assert.equal(notes.shown().length, 1);
  assert.equal(notes.unsaved(), false);
});

test("a reload loses nothing that was not kept yet", () => {
  const before = desk();
  before.receive([kept("a"), kept("b")], [], null);
  before.reword("a", { ...SEEN, text: "Anders." });
  before.remove("b");
  before.write({ at_ms: 5000, text: "Nieuw." });
  const after = desk(JSON.parse(JSON.stringify(before.stored())) as StoredNotes);
  after.receive([kept("a"), kept("b")], [], null);
  assert.deepEqual(after.shown().map((note) => note.text), ["Nieuw.", "Anders."]);
  const names = [];
  for (let act = after.nextAct(0); act; act = after.nextAct(0)) {
    names.push(act.name);
    after.receive([kept("a"), kept("b")], [act.act_id], { client_id: act.client_id, sentence: "Nee." });
  }
  assert.deepEqual(names, ["reword", "remove_note", "note"]);
});

test("an act that never helps is given up in words", () => {
  const notes = desk();
  const id = notes.write(SEEN);
  for (let n = 0; n < 4; n += 1) notes.receive([], [sent(notes).act_id], null);
  assert.equal(notes.nextAct(0), null);
  assert.equal(notes.one(id)!.refused, "Dit lukt niet.");
});

test("two queues send one act at a time between them", () => {
  const [first, second] = [desk(), desk()];
  const both = together(first, second);
  second.write(SEEN);
  const act = both.nextAct(0);
  first.write({ at_ms: 1, text: "Eerst." });
  assert.ok(act);
  assert.equal(both.nextAct(0), null);
  assert.ok(both.waits(0)! > 0);
  second.receive([kept(act.client_id)], [act.act_id], null);
  assert.equal(both.waits(0), 0);
  assert.equal(both.nextAct(0)?.says["text"], "Eerst.");
  assert.deepEqual([both.saving(), both.unsaved(), both.late()], [true, true, false]);
});
