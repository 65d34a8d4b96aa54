/** The transcript beside the film: it follows, a press on a sentence jumps, scissors choose it. */

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock } from "./clock";
import { isSpoken, type Segment, segmentAt, spanOf } from "./follow";
import type { Span } from "./frames";
import { icon } from "./icons";

interface Row {
  item: HTMLLIElement;
  jump: HTMLButtonElement;
  pick: HTMLButtonElement | null;
}

export interface Wants {
  jump(ms: number): void;
  /** Given where sentences can be chosen for a clip. */
  pick?: (span: Span) => void;
}

export class Transcript {
  readonly element = el("div", { class: "transcript" });
  private readonly list = el("ol", { class: "sentences" });
  private readonly follow: HTMLButtonElement;
  private readonly empty = el("p", { class: "soft" });
  private readonly hint = el("p", { class: "soft hint", id: newId("hint") });
  private segments: readonly Segment[] = [];
  private rows: Row[] = [];
  private lit = -1;
  private follows = true;
  private anchor: number | null = null;
  private told = "";
  private span: Span | null = null;

  constructor(private readonly texts: Texts, private readonly wants: Wants, private readonly duration_ms: () => number) {
    this.follow = el("button", { type: "button", class: "small follow", "aria-pressed": "true" },
      fill(texts, "player.follow"));
    this.follow.addEventListener("click", () => this.following(!this.follows));
    say(this.empty, fill(texts, "player.no_transcript"));
    say(this.hint, fill(texts, wants.pick ? "player.pick_hint" : "player.jump_hint"));
    this.element.append(el("div", { class: "heading" }, this.hint, this.follow), this.empty, this.list);
    for (const name of ["wheel", "touchmove"]) {
      this.list.addEventListener(name, () => this.following(false), { passive: true });
    }
  }

  private following(on: boolean): void {
    this.follows = on;
    attribute(this.follow, "aria-pressed", String(on));
    if (on && this.lit >= 0) this.reveal(this.lit);
  }

  /** Shows these sentences; the rows are made again only when they changed. */
  update(segments: readonly Segment[]): void {
    const fresh = JSON.stringify(segments);
    if (fresh === this.told) return;
    this.told = fresh;
    this.segments = segments;
    this.anchor = null;
    this.lit = -1;
    this.span = null;
    this.rows = segments.map((segment, n) => this.row(segment, n));
    this.list.replaceChildren(...this.rows.map((row) => row.item));
    show(this.empty, segments.length === 0);
    show(this.follow, segments.length > 0);
    show(this.hint, segments.length > 0);
  }

  private row(segment: Segment, n: number): Row {
    const jump = el("button", { type: "button", class: "sentence" },
      el("span", { class: "times" }, clock(segment.start_ms)), el("span", {}, segment.text));
    jump.addEventListener("click", (event) => {
      if (event.shiftKey && this.wants.pick) this.pick(n, true);
      else this.wants.jump(segment.start_ms);
    });
    if (!this.wants.pick) return { item: el("li", {}, jump), jump, pick: null };
    const pick = el("button", { type: "button", class: "tool pick", "aria-pressed": "false" });
    pick.append(icon("scissors"));
    this.name(pick, n);
    pick.addEventListener("click", () => this.pick(n, this.anchor !== null && this.anchor !== n));
    return { item: el("li", {}, jump, pick), jump, pick };
  }

  private name(pick: HTMLButtonElement, n: number): void {
    const further = this.anchor !== null && this.anchor !== n;
    const at = clock(this.segments[n]!.start_ms);
    const says = fill(this.texts, further ? "player.pick_until" : "player.pick", { at });
    attribute(pick, "aria-label", says);
    attribute(pick, "title", says);
  }

  /** The first press takes a sentence, the next press elsewhere takes everything up to there. */
  private pick(n: number, until: boolean): void {
    const from = until && this.anchor !== null ? this.anchor : n;
    const span = spanOf(this.segments, from, n, this.duration_ms());
    this.anchor = until ? null : n;
    this.rows.forEach((row, at) => row.pick && this.name(row.pick, at));
    if (span) this.wants.pick?.(span);
  }

  /** Marks the sentences that lie inside the chosen span; no span forgets the first press. */
  chosen(span: Span | null): void {
    if (span?.start_ms === this.span?.start_ms && span?.end_ms === this.span?.end_ms) return;
    this.span = span;
    if (!span) this.anchor = null;
    this.rows.forEach(({ item, pick }, n) => {
      const s = this.segments[n]!;
      const inside = span !== null && s.start_ms >= span.start_ms && s.end_ms <= span.end_ms;
      item.classList.toggle("chosen", inside);
      if (pick) {
        attribute(pick, "aria-pressed", String(inside));
        this.name(pick, n);
      }
    });
  }

  /** The panel came into view: back to where the film is. */
  seen(): void {
    if (this.follows && this.lit >= 0) this.reveal(this.lit);
  }

  /** The film is at `ms`. */
  at(ms: number): void {
    const now = segmentAt(this.segments, ms);
    const row = this.rows[now];
    row?.item.classList.toggle("spoken", isSpoken(this.segments, ms));
    if (now === this.lit) return;
    const was = this.rows[this.lit];
    was?.item.classList.remove("spoken", "lit");
    if (was) attribute(was.jump, "aria-current", undefined);
    this.lit = now;
    if (!row) return;
    row.item.classList.add("lit");
    attribute(row.jump, "aria-current", "true");
    if (this.follows) this.reveal(now);
  }

  /** Scrolls the list, never the page. */
  private reveal(n: number): void {
    const item = this.rows[n]?.item;
    if (!item) return;
    const top = item.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }
}
