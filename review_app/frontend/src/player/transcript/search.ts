/** The search field above the lines: how many hits there are, and walking along them. */

import { attribute, el, newId, say, show } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { icon } from "../icons";

export interface Searching {
  query(words: string): void;
  step(by: 1 | -1): void;
  /** Done searching: back to the film. */
  leave(): void;
}

export class Search {
  readonly element: HTMLElement;
  private readonly box: HTMLInputElement;
  private readonly count = el("span", { class: "soft count", role: "status" });
  private readonly moves: HTMLElement;

  constructor(private readonly texts: Texts, private readonly on: Searching) {
    const id = newId("search");
    this.box = el("input", { id, type: "search", autocomplete: "off", spellcheck: "false" });
    this.box.addEventListener("input", () => on.query(this.box.value));
    this.box.addEventListener("keydown", (event) => this.typed(event));
    attribute(this.box, "placeholder", fill(texts, "transcript.search"));
    this.moves = el("span", { class: "steps" },
      this.move("transcript.previous", -1), this.move("transcript.next", 1));
    this.element = el("div", { class: "search", role: "search" },
      el("label", { class: "unseen", for: id }, fill(texts, "transcript.search")), this.box, this.count,
      this.moves);
    this.found(0, -1);
  }

  private move(key: string, by: 1 | -1): HTMLButtonElement {
    const button = el("button", { type: "button", class: "tool", "aria-label": fill(this.texts, key) });
    button.append(icon(by > 0 ? "down" : "up"));
    button.addEventListener("click", () => this.on.step(by));
    return button;
  }

  private typed(event: KeyboardEvent): void {
    if (event.key === "Enter") this.on.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The first press empties the field, the next one leaves it. */
  private clear(): void {
    if (!this.box.value) {
      this.on.leave();
      return;
    }
    this.box.value = "";
    this.on.query("");
  }

  get words(): string {
    return this.box.value;
  }

  set words(words: string) {
    this.box.value = words;
  }

  focus(): void {
    this.box.focus();
    this.box.select();
  }

  /** There are `of` hits and the one at `now` is shown, counted from 0. */
  found(of: number, now: number): void {
    const asked = this.box.value.trim() !== "";
    const words = of === 0 ? fill(this.texts, "transcript.none")
      : fill(this.texts, "transcript.count", { n: now + 1, of });
    say(this.count, asked ? words : "");
    show(this.moves, asked && of > 0);
  }
}
