/**
 * Choosing words or lines, and what makes them a clip: beside words that are selected a button; under
 * lines that are chosen by scissors, without a mouse, a bar that stays until it is done or left.
 */

import { attribute, el, say } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { clock } from "../clock";
import type { Span } from "../frames";
import { icon } from "../icons";
import { type Came, ChoiceBar } from "./choice_bar";
import { type Row, selectionIn } from "./row";
import type { Said } from "./said";
import { type Point, spanBetween, spanOfLines } from "./words";

export type { Came } from "./choice_bar";

export interface Choice {
  lines(): readonly Said[];
  rows(): readonly Row[];
  choose(span: Span): Came;
}

export class Choosing {
  readonly bar: HTMLElement;
  /** Says what is chosen, to whoever does not see it. */
  readonly says = el("p", { class: "unseen", role: "status" });
  private readonly under: ChoiceBar;
  private readonly cut: HTMLButtonElement;
  private readonly gone = new AbortController();
  private span: Span | null = null;
  private anchor: number | null = null;
  private by_scissors = false;

  constructor(private readonly texts: Texts, private readonly list: HTMLElement, private readonly on: Choice) {
    this.under = new ChoiceBar(texts, { take: () => this.take(), cancel: () => this.cancel() });
    this.bar = this.under.element;
    this.cut = el("button", { type: "button", class: "small primary cut" },
      icon("scissors"), fill(texts, "transcript.cut"));
    // A press must not undo the choice it is about.
    this.cut.addEventListener("pointerdown", (event) => event.preventDefault());
    this.cut.addEventListener("mousedown", (event) => event.preventDefault());
    this.cut.addEventListener("click", (event) => {
      event.stopPropagation();
      this.take();
    });
    document.addEventListener("selectionchange", () => this.selected(), { signal: this.gone.signal });
  }

  /** The first line of a choice by keyboard or scissors, null when there is none. */
  get from(): number | null {
    return this.anchor;
  }

  /** Whether lines are being chosen with the scissors: that stays until it is cut or left. */
  get stays(): boolean {
    return this.by_scissors;
  }

  /** The words that are chosen by mouse or finger, as text. */
  get text(): string {
    return selectionIn(this.list)?.toString().trim() ?? "";
  }

  /** Scissors without a mouse: the first press begins a choice, each next one says how far it goes. */
  reach(n: number): void {
    if (!this.by_scissors) this.clear();
    this.by_scissors = true;
    this.list.classList.add("choosing");
    this.on.rows().forEach((row) => row.reaches(row.n !== (this.anchor ?? n)));
    this.extend(n, n);
  }

  /** One line, cut at once; what came of it is shown in the bar. */
  snip(n: number): void {
    this.clear();
    this.span = spanOfLines(this.on.lines(), n, n);
    this.take();
  }

  /** Chooses the lines from the first one chosen up to `n`. */
  extend(n: number, from: number): void {
    this.anchor ??= from;
    const [low, high] = [Math.min(this.anchor, n), Math.max(this.anchor, n)];
    this.on.rows().forEach((row) => row.item.classList.toggle("picked", row.n >= low && row.n <= high));
    this.offer(spanOfLines(this.on.lines(), low, high), n, high - low + 1);
  }

  /** Cuts what is chosen; false when nothing is. */
  take(): boolean {
    const { span, by_scissors } = this;
    if (!span) return false;
    this.clear();
    getSelection()?.removeAllRanges();
    const came = this.on.choose(span);
    this.under.tell(came);
    if (by_scissors) this.under.focus();
    say(this.says, came.says);
    return true;
  }

  clear(): void {
    this.span = null;
    this.anchor = null;
    this.by_scissors = false;
    this.list.classList.remove("choosing");
    this.cut.remove();
    this.under.hide();
    say(this.says, "");
    for (const row of this.on.rows()) {
      row.item.classList.remove("picked");
      row.reaches(false);
    }
  }

  /** Back to where the choice began. */
  private cancel(): void {
    const row = this.on.rows()[this.anchor ?? -1];
    this.clear();
    row?.scissors?.focus({ preventScroll: true });
  }

  leave(): void {
    this.gone.abort();
  }

  private selected(): void {
    if (!this.list.isConnected || this.anchor !== null) return;
    const selection = selectionIn(this.list);
    const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
    const one = range && this.pointAt(range.startContainer, range.startOffset);
    const other = range && this.pointAt(range.endContainer, range.endOffset);
    const span = one && other && spanBetween(this.on.lines(), one, other);
    if (!span || !one || !other || !isOneChoice(range)) {
      if (this.span) this.clear();
      return;
    }
    const to = other.at === 0 && other.line > one.line ? other.line - 1 : other.line;
    this.offer(span, to, to - one.line + 1);
  }

  private pointAt(node: Node, offset: number): Point | null {
    if (node === this.list) return { line: offset, at: 0 };
    const row = this.on.rows().find(({ item }) => item.contains(node));
    const at = row?.letterAt(node, offset);
    return row && at != null ? { line: row.n, at } : null;
  }

  private offer(span: Span | null, n: number, lines: number): void {
    this.span = span;
    const row = this.on.rows()[n];
    if (!span || !row) return;
    if (this.by_scissors) this.under.choosing(span, lines);
    else this.beside(span, row);
    const chosen = fill(this.texts, "transcript.chosen", { start: clock(span.start_ms), end: clock(span.end_ms) });
    say(this.says, this.by_scissors ? `${chosen} ${fill(this.texts, "transcript.up_to_hint")}` : chosen);
  }

  private beside(span: Span, { item, n }: Row): void {
    this.under.hide();
    if (this.cut.parentElement !== item) item.append(this.cut);
    this.cut.classList.toggle("above", n === this.on.rows().length - 1 && n > 0);
    attribute(this.cut, "data-span", `${span.start_ms}-${span.end_ms}`);
  }
}

/** A caret is no choice. */
function isOneChoice(range: Range | null): boolean {
  return range !== null && !range.collapsed;
}
