/** The notes of this film in its order, each with what one can do with it. */

import { el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock } from "../player/clock";
import type { ShownNote } from "./note_desk";

export interface NoteListWants {
  jump(ms: number): void;
  edit(note: ShownNote): void;
  clip(note: ShownNote): void;
  remove(note: ShownNote): void;
  putBack(): void;
}

export class NoteList {
  readonly element = el("div", { class: "notes" });
  private readonly rows = el("ul", {});
  private readonly empty = el("p", { class: "soft" });
  private readonly back: HTMLElement;
  private readonly backSays = el("span", {});
  private drawn = "";

  constructor(private readonly texts: Texts, private readonly wants: NoteListWants) {
    const undo = el("button", { type: "button", class: "small" }, fill(texts, "workbench.undo"));
    undo.addEventListener("click", wants.putBack);
    this.back = el("div", { class: "note back", role: "status", hidden: true }, this.backSays, undo);
    say(this.empty, fill(texts, "notes.empty"));
    this.element.append(el("p", { class: "soft" }, fill(texts, "notes.yours")), this.back, this.empty, this.rows);
  }

  /** Offers to put back what was just taken away; an empty sentence offers nothing. */
  offer(sentence: string): void {
    show(this.back, sentence !== "");
    say(this.backSays, sentence);
  }

  show(notes: readonly ShownNote[]): void {
    const fresh = JSON.stringify(notes);
    if (fresh === this.drawn) return;
    this.drawn = fresh;
    show(this.empty, notes.length === 0);
    const at = this.rows.querySelector<HTMLElement>(":focus");
    const focused = at?.closest("li")?.dataset["note"];
    const verb = at?.classList[at.classList.length - 1];
    this.rows.replaceChildren(...notes.map((note) => this.row(note)));
    if (focused) this.rows.querySelector<HTMLElement>(`li[data-note="${focused}"] .${verb}`)?.focus({ preventScroll: true });
  }

  private row(note: ShownNote): HTMLElement {
    const at = clock(note.at_ms);
    const named = (key: string): string => fill(this.texts, `notes.${key}`, { at });
    const chip = el("button", { type: "button", class: "chip times to_moment", "aria-label": named("jump"), title: named("jump") }, at);
    chip.addEventListener("click", () => this.wants.jump(note.at_ms));
    const row = el("li", { "data-note": note.client_id }, chip,
      el("p", { class: "said" }, note.text),
      el("div", { class: "deeds" },
        iconButton("scissors", named("clip"), () => this.wants.clip(note), "clip_note"),
        iconButton("edit", named("edit"), () => this.wants.edit(note), "edit_note"),
        iconButton("remove", named("remove"), () => this.wants.remove(note), "remove_note")));
    if (note.refused) row.append(el("p", { class: "mistake" }, note.refused));
    return row;
  }
}
