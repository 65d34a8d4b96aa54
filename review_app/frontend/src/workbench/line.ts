/** The line under the film that says what just happened, with the way back where there is one. */

import { el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import type { Span } from "../player/frames";

/** How long a sentence stays when nothing else is said. */
const STAYS_MS = 8000;

/** That this was cut. */
export function cutOut(texts: Texts, clip: Span | null): string {
  if (!clip) return "";
  return fill(texts, "workbench.cut_out", { start: clock(clip.start_ms), end: clock(clip.end_ms) });
}

export class Line {
  readonly element: HTMLElement;
  private readonly says = el("p", { class: "line soft", role: "status" });
  private readonly back: HTMLButtonElement;
  private undo: (() => void) | null = null;
  private fading = 0;

  constructor(texts: Texts) {
    this.back = el("button", { type: "button", class: "small", hidden: true }, fill(texts, "workbench.take_back"));
    this.back.addEventListener("click", () => {
      const { undo } = this;
      this.tell("");
      undo?.();
    });
    this.element = el("div", { class: "row" }, this.says, this.back);
  }

  /** Says this; with `undo` a button beside it takes back what it tells of. */
  tell(words: string, undo: (() => void) | null = null): void {
    say(this.says, words);
    this.undo = undo;
    show(this.back, undo !== null);
    window.clearTimeout(this.fading);
    if (words) this.fading = window.setTimeout(() => this.fade(), STAYS_MS);
  }

  /** Nothing goes away under the hand that is about to use it. */
  private fade(): void {
    if (this.element.matches(":hover, :focus-within")) this.fading = window.setTimeout(() => this.fade(), STAYS_MS);
    else this.tell("");
  }

  leave(): void {
    window.clearTimeout(this.fading);
  }
}
