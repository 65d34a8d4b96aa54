/** Taking a pupil's name out of everything that was written out. For good, so it asks first. */

import { el, newId, say, show } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { askName, type Counted } from "./said";

export interface Naming {
  address(): string | null;
  /** These places are looked at; shown among the lines. */
  looked(name: string): void;
  /** The name is gone everywhere. */
  gone(): void;
}

export class Names {
  readonly element: HTMLDialogElement;
  private readonly box: HTMLInputElement;
  private readonly says = el("div", { class: "says", role: "status" });
  private readonly sure: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private asked = "";

  constructor(private readonly texts: Texts, private readonly on: Naming) {
    const [title, field] = [newId("title"), newId("name")];
    this.box = el("input", { id: field, type: "text", autocomplete: "off", maxlength: 80, spellcheck: "false" });
    this.box.addEventListener("input", () => this.fresh());
    this.sure = this.button("transcript.replace", () => void this.ask(true));
    this.leave = this.button("transcript.leave", () => this.element.close());
    const form = el("form", { class: "row" },
      el("div", { class: "field" }, el("label", { for: field }, fill(texts, "transcript.name")), this.box),
      el("button", { type: "submit" }, fill(texts, "transcript.look")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask(false);
    });
    this.element = el("dialog", { class: "sheet names", "aria-labelledby": title },
      el("h2", { id: title }, fill(texts, "transcript.names_title")),
      el("p", {}, fill(texts, "transcript.names_lead")), form, this.says,
      el("div", { class: "row" }, this.sure, this.leave));
    // No letter typed or pressed here is a key of the film.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.addEventListener("click", (event) => event.stopPropagation());
  }

  private button(key: string, press: () => void): HTMLButtonElement {
    const made = el("button", { type: "button" }, fill(this.texts, key));
    made.addEventListener("click", press);
    return made;
  }

  open(name: string): void {
    this.box.value = name;
    this.fresh();
    if (!this.element.open) this.element.showModal();
    this.box.focus();
    if (name) void this.ask(false);
  }

  /** Another name: what was found before says nothing about it. */
  private fresh(): void {
    this.asked = "";
    this.says.replaceChildren();
    show(this.sure, false);
    say(this.leave, fill(this.texts, "transcript.cancel"));
  }

  private async ask(sure: boolean): Promise<void> {
    const src = this.on.address();
    const name = sure ? this.asked : this.box.value.trim();
    if (src === null || !name) return;
    const counted = await askName(src, name, sure);
    if (!counted || "sentence" in counted) {
      this.tell(counted ? counted.sentence : fill(this.texts, "transcript.unreachable"));
    } else if (sure) this.gone(counted.places);
    else this.found(name, counted);
  }

  private found(name: string, { places }: Extract<Counted, { places: number }>): void {
    this.asked = name;
    this.on.looked(name);
    if (places === 0) {
      this.tell(fill(this.texts, "transcript.found_none"));
      return;
    }
    this.tell(this.counted("found", places), fill(this.texts, "transcript.for_good"),
      fill(this.texts, "transcript.not_gone"));
    show(this.sure, true);
    say(this.leave, fill(this.texts, "transcript.leave"));
  }

  private gone(places: number): void {
    this.fresh();
    this.box.value = "";
    this.tell(this.counted("replaced", places));
    say(this.leave, fill(this.texts, "player.close"));
    this.leave.focus();
    this.on.gone();
  }

  private counted(word: string, n: number): string {
    return fill(this.texts, `transcript.${word}${n === 1 ? "_one" : ""}`, { n });
  }

  private tell(...sentences: string[]): void {
    this.says.replaceChildren(...sentences.map((sentence) => el("p", {}, sentence)));
  }
}
