/**
 * What was said, beside the film: it follows and jumps; words are searched, put right and chosen for a
 * clip; a pupil's name is taken out. Lines come while the machine writes, and disturb nobody who is busy.
 */

import "./transcript.css";

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Span } from "./frames";
import { type Came, Choosing } from "./transcript/choosing";
import { find, firstFrom, type Hit, stepped } from "./transcript/find";
import { Lines } from "./transcript/lines";
import { Names } from "./transcript/names";
import { Righting } from "./transcript/righting";
import type { Pressed, Row } from "./transcript/row";
import type { Said } from "./transcript/said";
import { Search } from "./transcript/search";
import { Source } from "./transcript/source";

export interface Wants {
  jump(ms: number): void;
  /** Given where words can be chosen for a clip: takes their raw span, and tells what came of it. */
  choose?: (span: Span) => Came;
  /** The lines are other ones than before. */
  changed?: () => void;
  /** What is written changed, so captions that are shown are old. */
  corrected?: () => void;
  /** Done searching: the keys are the film's again. */
  leave?: () => void;
}

export class Transcript {
  readonly element = el("div", { class: "transcript" });
  private readonly list: Lines;
  private readonly follow: HTMLButtonElement;
  private readonly note = el("p", { class: "soft", role: "status" });
  private readonly again: HTMLButtonElement;
  private readonly hint = el("p", { class: "soft hint", id: newId("hint") });
  private readonly told = el("p", { class: "soft", role: "status" });
  private readonly back: HTMLButtonElement;
  private readonly name: HTMLButtonElement;
  private readonly head: HTMLElement;
  private readonly search: Search;
  private readonly names: Names;
  private readonly choosing: Choosing | null;
  private readonly righting: Righting;
  private readonly source = new Source(() => this.fresh(), () => this.element.isConnected);
  private hits: Hit[] = [];
  private hit = -1;
  private follows = true;

  constructor(private readonly texts: Texts, private readonly wants: Wants) {
    this.list = new Lines(fill(texts, "transcript.lines"), this.hint.id, texts);
    this.follow = this.button("player.follow", "follow", () => this.following(!this.follows));
    this.again = this.button("transcript.retry", "", () => void this.source.fetch());
    this.back = this.button("transcript.put_back", "", () => this.righting.undo());
    this.name = this.button("transcript.names", "quiet", () => this.names.open(this.chosenName()));
    this.search = new Search(texts, {
      query: (words) => this.look(words),
      step: (by) => this.toHit(stepped(this.hits.length, this.hit, by), true),
      leave: () => wants.leave?.(),
    });
    this.names = new Names(texts, {
      address: () => this.source.address,
      looked: (name) => this.look(name),
      gone: () => this.nameGone(),
    });
    this.choosing = wants.choose ? new Choosing(texts, this.list.element, {
      lines: () => this.lines, rows: () => this.list.rows, choose: wants.choose,
    }) : null;
    this.righting = new Righting(texts, this.source, this.list, {
      tell: (key) => this.tell(key),
      corrected: () => wants.corrected?.(),
    });
    this.head = el("div", { class: "heading" }, this.search.element, this.follow);
    this.element.append(this.head, this.hint, this.note, this.again, this.list.element,
      ...(this.choosing ? [this.choosing.bar] : []),
      el("div", { class: "under" }, el("div", { class: "row" }, this.told, this.back), this.name),
      this.names.element, ...(this.choosing ? [this.choosing.says] : []));
    attribute(this.follow, "aria-pressed", "true");
    for (const name of ["wheel", "touchmove"]) {
      this.list.element.addEventListener(name, () => this.following(false), { passive: true });
    }
    this.list.element.addEventListener("focusin", (event) => {
      if ((event.target as HTMLElement).matches(":focus-visible")) this.element.classList.add("by_keys");
    });
    this.list.element.addEventListener("keydown", (event) => this.pressed(event));
    this.tell("");
    this.state();
  }

  private button(key: string, look: string, act: () => void): HTMLButtonElement {
    const button = el("button", { type: "button", class: `small ${look}` }, fill(this.texts, key));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
    });
    return button;
  }

  /** What was said, in order. */
  get lines(): readonly Said[] {
    return this.source.lines;
  }

  /** Shows the lines that can be had at this address. */
  update(src: string | null): void {
    this.source.follow(src);
  }

  focusSearch(): void {
    this.search.focus();
  }

  /** Draws what is there now; whoever types, chooses or reads somewhere in the list goes on there. */
  private fresh(): void {
    const { kept } = this.source;
    const may = kept.reading?.may_correct ?? false;
    this.list.update(this.lines, () => this.presses(may));
    if (kept.query && !this.search.words) this.search.words = kept.query;
    this.hits = find(this.lines, kept.query);
    this.hit = Math.min(this.hit, this.hits.length - 1);
    this.draw();
    this.righting.takeUp();
    this.state();
    this.wants.changed?.();
  }

  private presses(may: boolean): Pressed {
    const { choosing } = this;
    const jump = (n: number): void => this.jump(n);
    const edit = (n: number): void => this.edit(n);
    if (!choosing) return { jump, words: jump, ...(may ? { edit } : {}) };
    return {
      jump,
      ...(may ? { edit } : {}),
      words: (n) => (choosing.stays ? choosing.reach(n) : this.jump(n)),
      pick: (n, further) => (further ? choosing.extend(n, this.list.here) : choosing.snip(n)),
      reach: (n) => {
        this.following(false);
        this.list.walkTo(n, false);
        choosing.reach(n);
      },
    };
  }

  private edit(n: number): void {
    this.choosing?.clear();
    this.following(false);
    this.righting.edit(n);
  }

  private state(): void {
    const { kept: { reading }, reached } = this.source;
    const some = this.lines.length > 0;
    const idle = reading?.whole === false ? "writing" : reading && !some ? "empty" : "";
    const key = reached ? idle : "unreachable";
    say(this.note, key ? fill(this.texts, `transcript.${key}`) : "");
    show(this.note, key !== "");
    show(this.again, !reached);
    for (const one of [this.head, this.hint, this.list.element]) show(one, some);
    show(this.name, some && reading?.may_correct === true && reading.whole);
    this.explain(reading?.may_correct ?? false);
  }

  /** What can be done here, and what a dotted line means where there is one. */
  private explain(may: boolean): void {
    const { texts } = this;
    const keys = ["hint_keys", ...(may ? ["hint_correct_keys"] : []),
      ...(this.choosing ? ["hint_choose_keys"] : [])];
    const hand = fill(texts, "transcript.hint");
    const words = keys.map((one) => fill(texts, `transcript.${one}`)).join(" ");
    const doubts = this.lines.some((line) => line.words.some((word) => word[4]));
    const says = `${hand} ${words} ${doubts}`;
    if (this.hint.dataset.says === says) return;
    this.hint.dataset.says = says;
    const legend = el("span", { class: "legend" },
      el("span", { class: "doubt" }, fill(texts, "transcript.doubt")),
      `: ${fill(texts, "transcript.doubt_means")}. `);
    this.hint.replaceChildren(...(doubts ? [legend] : []), `${hand} `, el("span", { class: "by_key" }, words));
  }

  private nameGone(): void {
    this.righting.forget();
    this.look("");
    void this.source.fetch();
    this.wants.corrected?.();
  }

  /** The name somebody probably means: what is chosen, or searched for. */
  private chosenName(): string {
    const words = this.choosing?.text || this.search.words.trim();
    return words.split(/\s+/).length <= 3 ? words.replace(/[.,!?;:]+$/, "") : "";
  }

  private tell(key: string): void {
    say(this.told, key ? fill(this.texts, key) : "");
    show(this.back, key === "transcript.saved");
  }

  // Searching

  private look(words: string): void {
    this.source.kept.query = words;
    if (this.search.words !== words) this.search.words = words;
    this.hits = find(this.lines, words);
    this.toHit(firstFrom(this.hits, Math.max(0, this.list.lit)), false);
  }

  private toHit(at: number, jump: boolean): void {
    this.hit = at;
    this.draw();
    const hit = this.hits[at];
    if (!hit) return;
    if (jump) this.wants.jump(this.lines[hit.line]!.start_ms);
    this.list.reveal(hit.line);
  }

  private draw(): void {
    this.list.draw(this.hits, this.hits[this.hit]);
    this.search.found(this.hits.length, this.hit);
  }

  // Following and walking

  private following(on: boolean): void {
    this.follows = on;
    attribute(this.follow, "aria-pressed", String(on));
    if (on && this.list.lit >= 0) this.list.reveal(this.list.lit);
  }

  private jump(n: number): void {
    if (!this.choosing?.stays) this.choosing?.clear();
    this.list.walkTo(n, false);
    this.wants.jump(this.lines[n]!.start_ms);
  }

  private pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest(".editor") || event.altKey) return;
    const row = this.list.holding(target);
    if (row && (this.walk(event, row) || this.key(event, row))) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private walk({ key, shiftKey }: KeyboardEvent, row: Row): boolean {
    const to = this.list.target(key, row.n);
    if (to === null) return false;
    if (shiftKey) this.choosing?.extend(to, row.n);
    else if (!this.choosing?.stays) this.choosing?.clear();
    this.following(false);
    this.list.walkTo(to, true);
    return true;
  }

  private key(event: KeyboardEvent, row: Row): boolean {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !event.shiftKey) {
      return this.righting.undo();
    }
    if (key === "Escape" && this.choosing?.from != null) {
      this.choosing.clear();
      return true;
    }
    if (key !== "Enter" || event.target !== row.when) return false;
    if (this.choosing?.take()) return true;
    if (!this.source.kept.reading?.may_correct) return false;
    this.edit(row.n);
    return true;
  }

  /** Marks the lines that lie inside the span of a clip. */
  chosen(span: Span | null): void {
    this.list.chosen(span);
  }

  /** The panel came into view: back to where the film is. */
  seen(): void {
    if (this.follows && this.list.lit >= 0) this.list.reveal(this.list.lit);
  }

  /** The film is at `ms`. */
  at(ms: number): void {
    const moved = this.list.at(ms);
    if (moved && this.follows && !this.righting.busy) this.list.reveal(this.list.lit);
  }

  leave(): void {
    this.source.leave();
    this.choosing?.leave();
  }
}
