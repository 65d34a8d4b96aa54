/** The notes on the timeline: a small flag each, which a press follows to its moment. */

import { attribute, el } from "../common/dom";
import { clock } from "../player/clock";
import type { ShownNote } from "./note_desk";
import type { View } from "./view";

export class Flags {
  /** For the eye and the mouse; the list of notes says the same to everybody else. */
  readonly element = el("div", { class: "flags", "aria-hidden": "true" });
  private readonly made = new Map<string, { flag: HTMLElement; note: ShownNote }>();

  constructor(private readonly view: View, private readonly seek: (ms: number) => void) {}

  show(notes: readonly ShownNote[]): void {
    const here = new Set(notes.map((note) => note.client_id));
    for (const [id, { flag }] of this.made) {
      if (here.has(id)) continue;
      flag.remove();
      this.made.delete(id);
    }
    for (const note of notes) {
      const { flag } = this.made.get(note.client_id) ?? { flag: this.flag(note.client_id) };
      this.made.set(note.client_id, { flag, note });
      attribute(flag, "title", `${clock(note.at_ms)} ${note.text}`);
    }
    this.place();
  }

  private flag(client_id: string): HTMLElement {
    const flag = el("span", { class: "flag" });
    flag.addEventListener("click", () => this.seek(this.made.get(client_id)!.note.at_ms));
    this.element.append(flag);
    return flag;
  }

  place(): void {
    for (const { flag, note } of this.made.values()) {
      flag.hidden = !this.view.shows(note.at_ms);
      flag.style.left = `${this.view.place(note.at_ms) * 100}%`;
    }
  }
}
