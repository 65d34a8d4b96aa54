/** One line as it is drawn: when it was said, what was said, and what can be done with it. */

import { attribute, el, newId, say, show } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { clock } from "../clock";
import { type Icon, icon } from "../icons";
import type { Place } from "./find";
import type { Said } from "./said";
import { piecesOf } from "./words";

export interface Pressed {
  jump(n: number): void;
  edit?: (n: number) => void;
  /** The words of the line were pressed. */
  words(n: number): void;
  /** With a mouse one press cuts the line; `further`: up to this one. */
  pick?: (n: number, further: boolean) => void;
  /** Scissors without a mouse, which begin a choice or say how far it goes. */
  reach?: (n: number) => void;
}

export class Row {
  readonly item = el("li");
  readonly when = el("button", { type: "button", class: "when", tabindex: -1 });
  readonly said = el("p", { class: "said", id: newId("said") });
  private readonly corrected = el("span", { class: "soft corrected" });
  private readonly tools: HTMLButtonElement[] = [];
  private drawn = "";
  private reached = false;
  private line: Said | null = null;

  constructor(public n: number, private readonly texts: Texts, pressed: Pressed) {
    attribute(this.when, "aria-describedby", this.said.id);
    say(this.corrected, fill(texts, "transcript.corrected"));
    this.when.addEventListener("click", (event) => {
      if (event.shiftKey && pressed.pick) pressed.pick(this.n, true);
      else pressed.jump(this.n);
    });
    this.said.addEventListener("click", (event) => {
      if (event.detail === 1 && !selectionIn(this.said)?.toString()) pressed.words(this.n);
    });
    const { edit, pick, reach } = pressed;
    if (edit) {
      this.said.addEventListener("dblclick", () => edit(this.n));
      this.tool("edit", () => edit(this.n));
    }
    if (pick) {
      this.tool("scissors", (event) => {
        if (byMouse(event)) pick(this.n, event.shiftKey);
        else reach?.(this.n);
      });
    }
    this.item.append(this.when, el("div", { class: "words" }, this.said, this.corrected), ...this.tools);
  }

  private tool(kind: Icon, press: (event: MouseEvent) => void): void {
    const button = el("button", { type: "button", class: `tool ${kind}`, tabindex: -1 });
    button.append(icon(kind));
    button.addEventListener("click", (event) => {
      event.stopPropagation(); // the keys go to what opens, not back to the film
      press(event);
    });
    this.tools.push(button);
  }

  /** Draws the line; nothing is touched when it is as it was, so that a choice of words stays. */
  draw(line: Said, hits: readonly Place[], now: Place | null): void {
    const fresh = JSON.stringify([line.text, line.original, line.words, hits, now]);
    this.line = line;
    if (fresh === this.drawn) return;
    this.drawn = fresh;
    say(this.when, clock(line.start_ms));
    this.name();
    const pieces = piecesOf(line, hits, now).map(({ text, doubt, hit }) => {
      const made = hit ? el("mark", { class: hit === "now" ? "now" : false }, text) : null;
      return doubt ? el("span", { class: "doubt" }, made ?? text) : made ?? text;
    });
    const nothing = el("span", { class: "soft" }, fill(this.texts, "transcript.nothing_said"));
    this.said.replaceChildren(...(line.text ? pieces : [nothing]));
    show(this.corrected, line.original !== null);
  }

  /** The button with the scissors, where lines can be cut. */
  get scissors(): HTMLButtonElement | undefined {
    return this.tools.find((one) => one.classList.contains("scissors"));
  }

  /** While lines are chosen, the scissors say: up to here. */
  reaches(is: boolean): void {
    if (this.reached === is) return;
    this.reached = is;
    this.name();
  }

  private name(): void {
    const at = clock(this.line?.start_ms ?? 0);
    for (const one of this.tools) {
      const key = one !== this.scissors ? "transcript.correct" : this.reached ? "transcript.up_to" : "player.pick";
      attribute(one, "aria-label", fill(this.texts, key, { at }));
    }
  }

  /** Whether this row answers to Tab; one of all rows does. */
  current(is: boolean): void {
    for (const one of [this.when, ...this.tools]) attribute(one, "tabindex", is ? 0 : -1);
  }

  /** Shows the editor in place of the words, or the words again. */
  editing(editor: HTMLElement | null): void {
    this.item.classList.toggle("editing", editor !== null);
    this.item.querySelector(".editor")?.remove();
    if (editor) this.item.append(editor);
  }

  /** How far in its text a place in the page is; null when it is not in this row. */
  letterAt(node: Node, offset: number): number | null {
    if (!this.item.contains(node) || !this.line) return null;
    if (!this.said.contains(node)) {
      const behind = this.said.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      return behind ? this.line.text.length : 0;
    }
    const before = document.createRange();
    before.setStart(this.said, 0);
    before.setEnd(node, offset);
    return Math.min(before.toString().length, this.line.text.length);
  }
}

/** Whether a mouse pressed: a finger, a key or a screen reader cannot choose by dragging. */
function byMouse(event: MouseEvent): boolean {
  return (event as PointerEvent).pointerType === "mouse" && matchMedia("(hover: hover)").matches;
}

/** What is chosen around an element: a shadow root has a choice of its own, where the browser says so. */
export function selectionIn(element: HTMLElement): Selection | null {
  const root = element.getRootNode() as (ShadowRoot | Document) & { getSelection?: () => Selection | null };
  return root.getSelection?.() ?? document.getSelection();
}
