/**
 * The bar under the lines while somebody chooses them one by one with the scissors, and afterwards what
 * came of it. What it says is told to screen readers by the line of choosing.ts.
 */

import { el, say, show } from "../../common/dom";
import { fill, fillCount, type Texts } from "../../common/texts";
import { clock } from "../clock";
import type { Span } from "../frames";
import { icon } from "../icons";

/** What came of a choice; what can be done with it, when it became a clip. */
export interface Came {
  says: string;
  undo?: () => void;
  write?: () => void;
}

export interface BarWants {
  take(): void;
  cancel(): void;
}

export class ChoiceBar {
  readonly element: HTMLElement;
  private readonly says = el("p", { class: "says" });
  private readonly hint: HTMLElement;
  private readonly take: HTMLButtonElement;
  private readonly takes = el("span", {});
  private readonly cancel: HTMLButtonElement;
  private readonly write: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly close: HTMLButtonElement;
  private came: Came | null = null;

  constructor(private readonly texts: Texts, wants: BarWants) {
    this.hint = el("p", { class: "soft" }, fill(texts, "transcript.up_to_hint"));
    this.take = this.button("primary", wants.take, icon("scissors"), this.takes);
    this.cancel = this.button("", wants.cancel, fill(texts, "transcript.cancel"));
    this.write = this.button("", () => this.done()?.write?.(), fill(texts, "transcript.write"));
    this.undo = this.button("", () => this.done()?.undo?.(), fill(texts, "transcript.take_back"));
    this.close = this.button("quiet", () => this.done(), fill(texts, "transcript.close"));
    this.element = el("div", { class: "choice", role: "group", "aria-label": fill(texts, "transcript.choosing") },
      this.says, this.hint,
      el("div", { class: "row" }, this.take, this.cancel, this.write, this.undo, this.close));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (this.came) this.done();
      else wants.cancel();
    });
    this.hide();
  }

  private button(look: string, act: () => void, ...shows: (Node | string)[]): HTMLButtonElement {
    const button = el("button", { type: "button", class: `small ${look}` }, ...shows);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
    });
    return button;
  }

  /** These lines are chosen so far. */
  choosing(span: Span, lines: number): void {
    this.came = null;
    this.draw();
    say(this.takes, fillCount(this.texts, "transcript.cut", lines));
    say(this.says, fill(this.texts, "transcript.chosen", {
      start: clock(span.start_ms), end: clock(span.end_ms),
    }));
  }

  /** The choice became a clip, or why it did not. */
  tell(came: Came): void {
    this.came = came;
    this.draw();
    say(this.says, came.says);
  }

  /** Puts the focus on what comes next. */
  focus(): void {
    const first = [this.write, this.close].find((button) => !button.hidden);
    first?.focus({ preventScroll: true });
  }

  hide(): void {
    this.came = null;
    show(this.element, false);
  }

  private done(): Came | null {
    const { came } = this;
    this.hide();
    return came;
  }

  private draw(): void {
    const { came } = this;
    show(this.element, true);
    for (const one of [this.take, this.cancel, this.hint]) show(one, came === null);
    show(this.write, came?.write !== undefined);
    show(this.undo, came?.undo !== undefined);
    show(this.close, came !== null);
  }
}
