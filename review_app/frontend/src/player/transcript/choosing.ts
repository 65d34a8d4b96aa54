/** Choosing words or lines, and the button beside them that makes them a clip. */

import { attribute, el, say } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { clock } from "../clock";
import type { Span } from "../frames";
import { icon } from "../icons";
import { type Row, selectionIn } from "./row";
import type { Said } from "./said";
import { type Point, spanBetween, spanOfLines } from "./words";

export interface Choice {
  lines(): readonly Said[];
  rows(): readonly Row[];
  choose(span: Span): void;
}

export class Choosing {
  /** Says what is chosen, to whoever does not see it. */
  readonly says = el("p", { class: "unseen", role: "status" });
  private readonly cut: HTMLButtonElement;
  private readonly gone = new AbortController();
  private span: Span | null = null;
  private anchor: number | null = null;

  constructor(private readonly texts: Texts, private readonly list: HTMLElement, private readonly on: Choice) {
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

  /** The words that are chosen by mouse or finger, as text. */
  get text(): string {
    return selectionIn(this.list)?.toString().trim() ?? "";
  }

  /** Chooses the lines from the first one chosen up to `n`. */
  extend(n: number, from: number): void {
    this.anchor ??= from;
    const [low, high] = [Math.min(this.anchor, n), Math.max(this.anchor, n)];
    this.on.rows().forEach((row) => row.item.classList.toggle("picked", row.n >= low && row.n <= high));
    this.offer(spanOfLines(this.on.lines(), low, high), n);
  }

  /** Cuts what is chosen; false when nothing is. */
  take(): boolean {
    const { span } = this;
    if (!span) return false;
    this.clear();
    getSelection()?.removeAllRanges();
    this.on.choose(span);
    return true;
  }

  clear(): void {
    this.span = null;
    this.anchor = null;
    this.cut.remove();
    say(this.says, "");
    for (const { item } of this.on.rows()) item.classList.remove("picked");
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
    this.offer(span, other.at === 0 && other.line > one.line ? other.line - 1 : other.line);
  }

  private pointAt(node: Node, offset: number): Point | null {
    if (node === this.list) return { line: offset, at: 0 };
    const row = this.on.rows().find(({ item }) => item.contains(node));
    const at = row?.letterAt(node, offset);
    return row && at != null ? { line: row.n, at } : null;
  }

  private offer(span: Span | null, n: number): void {
    this.span = span;
    const row = this.on.rows()[n];
    if (!span || !row) return;
    if (this.cut.parentElement !== row.item) row.item.append(this.cut);
    this.cut.classList.toggle("above", n === this.on.rows().length - 1 && n > 0);
    const [start, end] = [clock(span.start_ms), clock(span.end_ms)];
    attribute(this.cut, "data-span", `${span.start_ms}-${span.end_ms}`);
    say(this.says, fill(this.texts, "transcript.chosen", { start, end }));
  }
}

/** A caret is no choice. */
function isOneChoice(range: Range | null): boolean {
  return range !== null && !range.collapsed;
}
