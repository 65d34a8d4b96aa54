/** The list of lines: which is being said, which answers to the keys, which lie inside a clip. */

import { attribute, el, inOrder } from "../../common/dom";
import { isSpoken, segmentAt } from "../follow";
import type { Span } from "../frames";
import type { Hit } from "./find";
import { type Pressed, Row } from "./row";
import type { Said } from "./said";
import type { Texts } from "../../common/texts";

export class Lines {
  readonly element: HTMLOListElement;
  rows: Row[] = [];
  /** The line that is being said, or was last; -1 before the first. */
  lit = -1;
  /** The line the keys are about. */
  here = 0;
  private said: readonly Said[] = [];
  private known = new Map<string, Row>();
  private span: Span | null = null;

  constructor(label: string, hint: string, private readonly texts: Texts) {
    this.element = el("ol", { class: "sentences", "aria-label": label, "aria-describedby": hint });
  }

  /** Makes rows for the lines there are now; rows that are there stay in their place, as they are. */
  update(said: readonly Said[], pressed: () => Pressed): void {
    const had = this.known;
    this.said = said;
    this.known = new Map();
    this.rows = said.map((line, n) => {
      const row = had.get(line.id) ?? new Row(n, this.texts, pressed());
      row.n = n;
      this.known.set(line.id, row);
      return row;
    });
    for (const [id, row] of had) if (!this.known.has(id)) row.item.remove();
    inOrder(this.element, this.rows.map(({ item }) => item));
    this.walkTo(Math.min(this.here, Math.max(0, this.rows.length - 1)), false);
    this.mark();
  }

  row(id: string): Row | undefined {
    return this.known.get(id);
  }

  holding(node: Node): Row | undefined {
    return this.rows.find(({ item }) => item.contains(node));
  }

  /** Draws the words, with what was searched for. */
  draw(hits: readonly Hit[], now: Hit | undefined): void {
    const places = new Map<number, Hit[]>();
    for (const hit of hits) places.set(hit.line, [...(places.get(hit.line) ?? []), hit]);
    this.rows.forEach((row, n) => {
      const here = (places.get(n) ?? []).map((hit) => hit.place);
      row.draw(this.said[n]!, here, now?.line === n ? now.place : null);
    });
  }

  walkTo(n: number, focus: boolean): void {
    this.rows[this.here]?.current(false);
    this.here = n;
    const row = this.rows[n];
    row?.current(true);
    if (focus) row?.when.focus();
  }

  /** Which line to walk to for this key, null when it is no key for walking. */
  target(key: string, from: number): number | null {
    const last = this.rows.length - 1;
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: last }[key];
    return to === undefined ? null : Math.min(last, Math.max(0, to));
  }

  /** Marks the lines that lie inside the span of a clip. */
  chosen(span: Span | null): void {
    if (span?.start_ms === this.span?.start_ms && span?.end_ms === this.span?.end_ms) return;
    this.span = span;
    this.mark();
  }

  private mark(): void {
    const { span } = this;
    this.rows.forEach(({ item }, n) => {
      const { start_ms, end_ms } = this.said[n]!;
      const middle = (start_ms + end_ms) / 2;
      item.classList.toggle("chosen", span !== null && middle >= span.start_ms && middle <= span.end_ms);
    });
  }

  /** The film is at `ms`; true when another line is being said than before. */
  at(ms: number): boolean {
    const now = segmentAt(this.said, ms);
    const row = this.rows[now];
    row?.item.classList.toggle("spoken", isSpoken(this.said, ms));
    if (now === this.lit && (!row || row.item.classList.contains("lit"))) return false;
    for (const one of this.element.querySelectorAll(".lit")) one.classList.remove("spoken", "lit");
    for (const one of this.element.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
    this.lit = now;
    row?.item.classList.add("lit");
    if (row) attribute(row.when, "aria-current", "true");
    return row !== undefined;
  }

  /** Scrolls the list, never the page. */
  reveal(n: number): void {
    const item = this.rows[n]?.item;
    if (!item) return;
    const top = item.offsetTop - this.element.clientHeight / 3;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.element.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }
}
