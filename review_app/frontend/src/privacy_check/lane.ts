/** The film from left to right: pictures, sound, what is cut off and what is silent, with handles. */

import { attribute, el, say } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock, lengthOf, spoken } from "../player/clock";
import { silences, type Sound } from "../player/pauses";
import type { Filmstrip } from "../workbench/contract";
import { Hover } from "../workbench/hover";
import { along, pull, scrub } from "../workbench/pointer";
import { Strip } from "../workbench/strip";
import { View } from "../workbench/view";
import { Wave } from "../workbench/wave";
import type { Masks, Pair } from "./contract";

/** Which edge: of the film that stays, or of the silent span in hand. */
export type Grip = "from" | "to" | "mute_from" | "mute_to";
const GRIPS: readonly Grip[] = ["from", "to", "mute_from", "mute_to"];
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -100, ArrowDown: -100, PageDown: -1000, ArrowRight: 100, ArrowUp: 100, PageUp: 1000,
};

export interface LaneWants {
  seek(ms: number): void;
  /** An edge comes here; `first` when a drag or a step begins. */
  move(grip: Grip, ms: number, first: boolean): void;
  /** The drag is over. */
  drop(): void;
  pick(mute: number): void;
}

export class Lane {
  readonly element: HTMLElement;
  private readonly view: View;
  private readonly wave: Wave;
  private readonly strip: Strip;
  private readonly hover: Hover;
  private readonly lane = el("div", { class: "lane" });
  private readonly away = [el("div", { class: "away" }), el("div", { class: "away" })] as const;
  private readonly blocks = el("div", { class: "silent_parts" });
  private readonly head = el("div", { class: "head" });
  private readonly range = { from: el("span", {}), to: el("span", {}) };
  private readonly grips: Record<Grip, HTMLElement>;
  private readonly zooms: readonly HTMLButtonElement[];
  private readonly size = new ResizeObserver(() => this.draw());
  private masks: Masks;
  private picked: number | null = null;
  private now_ms = 0;

  constructor(
    private readonly texts: Texts, private readonly duration_ms: number, masks: Masks,
    private readonly wants: LaneWants,
  ) {
    this.masks = masks;
    this.view = new View(duration_ms);
    this.view.whole();
    this.wave = new Wave(this.view);
    this.strip = new Strip(this.view);
    this.grips = {
      from: this.grip("from"), to: this.grip("to"),
      mute_from: this.grip("mute_from"), mute_to: this.grip("mute_to"),
    };
    this.zooms = [
      iconButton("plus", fill(texts, "workbench.zoom_in"), () => this.zoom(0.5)),
      iconButton("minus", fill(texts, "workbench.zoom_out"), () => this.zoom(2)),
      iconButton("whole", fill(texts, "workbench.zoom_whole"), () => this.zoom(Infinity)),
    ];
    this.lane.append(this.strip.element, this.wave.element, ...this.away, this.blocks, this.head,
      ...GRIPS.map((grip) => this.grips[grip]));
    this.hover = new Hover(this.lane, (event) => this.timeAt(event));
    this.lane.append(this.hover.element);
    const seek = (moved: PointerEvent): void => this.wants.seek(this.timeAt(moved));
    this.lane.addEventListener("pointerdown", (event) => scrub(this.lane, event, seek));
    this.element = el("div", { class: "timeline", role: "group", "aria-label": fill(texts, "workbench.timeline") },
      el("div", { class: "range times soft" }, this.range.from, this.range.to), this.lane,
      el("div", { class: "zoom" }, ...this.zooms));
    this.size.observe(this.lane);
  }

  pictures(filmstrip: Filmstrip | null): void {
    this.strip.show(filmstrip);
    this.hover.show(filmstrip);
    this.draw();
  }

  hear(sound: Sound): void {
    this.wave.show(sound, silences(sound));
  }

  show(masks: Masks, picked: number | null): void {
    this.masks = masks;
    this.picked = picked;
    this.place();
  }

  at(ms: number, playing: boolean): void {
    this.now_ms = ms;
    if (playing && this.view.follow(ms)) this.draw();
    this.head.hidden = !this.view.shows(ms);
    this.head.style.left = `${this.view.place(ms) * 100}%`;
  }

  /** Brings a span into view. */
  reveal([start_ms, end_ms]: Pair): void {
    if (this.view.reveal({ start_ms, end_ms })) this.draw();
  }

  private zoom(factor: number): void {
    if (factor === Infinity) this.view.whole();
    else this.view.zoom(factor, this.now_ms);
    this.draw();
  }

  private draw(): void {
    const { view, zooms } = this;
    this.wave.draw();
    this.strip.draw();
    this.place();
    this.at(this.now_ms, false);
    say(this.range.from, clock(view.from_ms));
    say(this.range.to, view.to_ms >= this.duration_ms ? lengthOf(view.to_ms) : clock(view.to_ms));
    zooms[0]!.disabled = view.isLeast;
    zooms[1]!.disabled = zooms[2]!.disabled = view.isWhole;
  }

  private place(): void {
    const { kept, muted } = this.masks;
    this.put(this.away[0], [0, kept[0]]);
    this.put(this.away[1], [kept[1], this.duration_ms]);
    while (this.blocks.childElementCount > muted.length) this.blocks.lastElementChild!.remove();
    while (this.blocks.childElementCount < muted.length) this.blocks.append(this.block(this.blocks.childElementCount));
    muted.forEach((span, n) => {
      const block = this.blocks.children[n] as HTMLElement;
      const says = fill(this.texts, "privacy_check.silent_part", { from: clock(span[0]), to: clock(span[1]) });
      attribute(block, "aria-label", says);
      attribute(block, "title", says);
      attribute(block, "aria-current", n === this.picked ? "true" : undefined);
      this.put(block, span);
    });
    const mute = this.picked === null ? null : muted[this.picked] ?? null;
    const edges: Record<Grip, number | null> = {
      from: kept[0], to: kept[1], mute_from: mute && mute[0], mute_to: mute && mute[1],
    };
    for (const grip of GRIPS) this.putGrip(grip, edges[grip]);
  }

  private put(part: HTMLElement, [start_ms, end_ms]: Pair): void {
    const left = Math.max(0, this.view.place(start_ms));
    const right = Math.min(1, this.view.place(end_ms));
    part.hidden = right <= left;
    part.style.left = `${left * 100}%`;
    part.style.width = `${(right - left) * 100}%`;
  }

  private putGrip(grip: Grip, ms: number | null): void {
    const handle = this.grips[grip];
    handle.hidden = ms === null || !this.view.shows(ms);
    if (ms === null) return;
    handle.style.left = `${this.view.place(ms) * 100}%`;
    attribute(handle, "aria-valuenow", ms);
    attribute(handle, "aria-valuetext", spoken(ms, this.texts));
  }

  private block(n: number): HTMLElement {
    const block = el("button", { type: "button", class: "silent_part" });
    block.addEventListener("click", () => this.wants.pick(n));
    return block;
  }

  private grip(grip: Grip): HTMLElement {
    const says = fill(this.texts, `privacy_check.grip.${grip}`);
    const side = grip.endsWith("from") ? "start" : "end";
    const handle = el("div", {
      class: `handle ${side} ${grip}`, role: "slider", tabindex: 0, hidden: true, "aria-label": says,
      "aria-valuemin": 0, "aria-valuemax": this.duration_ms, "aria-valuenow": 0, title: says,
    });
    handle.addEventListener("pointerdown", (event) => this.pull(grip, handle, event));
    handle.addEventListener("keydown", (event) => {
      const by = STEPS[event.key];
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const now = Number(handle.getAttribute("aria-valuenow"));
      this.wants.move(grip, now + (event.shiftKey ? by * 10 : by), !event.repeat);
      this.wants.drop();
    });
    return handle;
  }

  private pull(grip: Grip, handle: HTMLElement, event: PointerEvent): void {
    event.preventDefault();
    pull(handle, event, (moved, first) => this.wants.move(grip, this.timeAt(moved), first), (pulled) => {
      if (pulled) this.wants.drop();
    });
  }

  private timeAt(event: PointerEvent): number {
    return this.view.at(along(this.lane, event));
  }

  leave(): void {
    this.size.disconnect();
  }
}
