/**
 * Observation notes: what the coach sees or hears, with its time. Facts, apart from the clips.
 *
 * N holds the film and its time, Enter keeps the note and plays on, Esc leaves it. The box stands under
 * the film, the list among the panels; both are for the eyes of this coach alone.
 */

import "./notes.css";

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import { frameAtMs, frameStartMs } from "../player/frames";
import { icon } from "../player/icons";
import type { Hands } from "./hands";
import { keep, type KeptNotes, type Writing } from "./kept_notes";
import type { Note, NoteRefusal, ShownNote } from "./note_desk";
import { NoteList } from "./note_list";

/** How many notes there may be, and how much one may hold. */
export interface NotesLimits {
  most: number;
  most_characters: number;
}

/** What notes ask of the workbench, besides its hands. */
export interface NotesWants {
  jump(ms: number): void;
  /** A clip around `at_ms` with `fact` as what there is to see; false when there is no room for one. */
  clip(at_ms: number, fact: string): boolean;
  /** The list of notes is to be seen. */
  show(): void;
}

export class Notes {
  readonly writer: HTMLElement;
  readonly list: NoteList;
  private readonly begins: HTMLButtonElement;
  private readonly box: HTMLTextAreaElement;
  private readonly label = el("span", {});
  private readonly form: HTMLElement;

  private readonly at: string;
  private readonly texts: Texts;
  private readonly kept: KeptNotes;
  private readonly limits: NotesLimits;

  constructor(private readonly hands: Hands, private readonly wants: NotesWants) {
    const { keep: at, texts, notes } = hands.data();
    this.at = at;
    this.texts = texts;
    this.kept = hands.kept.notes;
    this.limits = notes;
    this.box = this.makeBox();
    this.begins = el("button", { type: "button", class: "begin_note" },
      icon("edit"), el("span", {}, fill(texts, "notes.begin")), el("kbd", { "aria-hidden": "true" }, "N"));
    this.begins.addEventListener("click", () => this.begin());
    this.form = this.makeForm();
    this.writer = el("div", { class: "noting" }, this.begins, this.form);
    this.list = new NoteList(texts, {
      jump: (ms) => wants.jump(ms),
      edit: (note) => this.begin(note),
      clip: (note) => wants.clip(note.at_ms, note.text),
      remove: (note) => this.remove(note),
      putBack: () => this.putBack(),
    });
    this.draw();
  }

  private makeBox(): HTMLTextAreaElement {
    const box = el("textarea", {
      rows: 2, id: newId("note"), maxlength: this.limits.most_characters,
      "aria-describedby": newId("note-hint"), placeholder: fill(this.texts, "notes.example"),
    });
    box.addEventListener("input", () => {
      if (this.kept.writing) this.kept.writing.text = box.value;
      keep(this.at, this.kept);
    });
    return box;
  }

  private makeForm(): HTMLElement {
    const verb = (key: string, act: () => void, kind: string, hint: string): HTMLButtonElement => {
      const button = el("button", { type: "button", class: kind }, fill(this.texts, `notes.${key}`),
        el("kbd", { "aria-hidden": "true" }, hint));
      button.addEventListener("click", act);
      return button;
    };
    const form = el("div", { class: "field card", role: "group" },
      el("label", { for: this.box.id }, this.label), this.box,
      el("p", { class: "soft hint", id: this.box.getAttribute("aria-describedby") ?? "" },
        fill(this.texts, "notes.hint")),
      el("div", { class: "row" },
        verb("save", () => this.save(), "primary", "Enter"), verb("cancel", () => this.cancel(), "plain", "Esc")));
    attribute(form, "aria-label", fill(this.texts, "notes.begin"));
    form.addEventListener("keydown", (event) => this.pressed(event));
    return form;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && !event.shiftKey && event.target === this.box) this.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Holds the film and its time, and opens the box: for a new note, or to word one anew. */
  begin(note?: ShownNote): void {
    const { kept, hands } = this;
    if (!note && !kept.writing && kept.desk.shown().length >= this.limits.most) {
      hands.tell("notes.full", { most: this.limits.most });
      return;
    }
    if (!hands.stage.paused) {
      kept.resume = true;
      hands.stage.pause();
    }
    if (note) kept.writing = { of: note.client_id, at_ms: note.at_ms, text: note.text };
    kept.writing ??= { of: null, at_ms: this.onScreen(), text: "" };
    this.open();
  }

  /** When the frame on screen begins. */
  private onScreen(): number {
    const { fps } = this.hands.data();
    return frameStartMs(frameAtMs(Math.round(this.hands.stage.seconds * 1000), fps), fps);
  }

  private open(): void {
    keep(this.at, this.kept);
    this.draw();
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  private save(): void {
    const { kept } = this;
    const { of, at_ms, text } = kept.writing ?? { of: null, at_ms: 0, text: "" };
    const fields = { at_ms, text: text.trim() };
    if (fields.text !== "" && of !== null && kept.desk.one(of)) kept.desk.reword(of, fields);
    else if (fields.text !== "") kept.desk.write(fields);
    this.forget();
    this.leave();
  }

  /** The words that are left can still be put back. */
  private cancel(): void {
    const { writing, desk } = this.kept;
    const was = writing?.of ? desk.one(writing.of)?.text : "";
    if (writing && writing.text.trim() !== "" && writing.text !== was) this.offer("left", writing);
    this.leave();
  }

  private leave(): void {
    const { kept, hands } = this;
    const { resume } = kept;
    Object.assign(kept, { writing: null, resume: false });
    this.changed();
    hands.focusFilm();
    if (resume) void hands.stage.play();
  }

  private remove(note: ShownNote): void {
    this.kept.desk.remove(note.client_id);
    this.offer("removed", note);
    this.changed();
  }

  private putBack(): void {
    const { last, desk } = this.kept;
    this.forget();
    if (last && "of" in last) {
      this.kept.writing = last;
      this.open();
    } else if (last) {
      desk.restore(last);
      this.changed();
      this.hands.focusFilm();
    }
  }

  private offer(key: "removed" | "left", last: ShownNote | Writing): void {
    this.kept.last = last;
    this.wants.show();
    this.list.offer(fill(this.texts, `notes.${key}`, { at: clock(last.at_ms) }));
  }

  private forget(): void {
    this.kept.last = null;
    this.list.offer("");
  }

  private changed(): void {
    keep(this.at, this.kept);
    this.hands.after();
  }

  /** What Python knows now. */
  receive(notes: readonly Note[], answered: readonly string[], refusal: NoteRefusal | null): void {
    this.kept.desk.receive(notes, answered, refusal);
    keep(this.at, this.kept);
  }

  /** The box and the list as they now are; returns the notes. */
  draw(): ShownNote[] {
    const { writing, desk } = this.kept;
    const shown = desk.shown();
    show(this.begins, writing === null);
    show(this.form, writing !== null);
    if (writing) {
      say(this.label, fill(this.texts, "notes.at", { at: clock(writing.at_ms) }));
      if (this.box.value !== writing.text) this.box.value = writing.text;
    }
    this.list.show(shown);
    return shown;
  }
}
