/** The timeline: pictures, sound, clips, the playhead, and two handles one can drag or step. */

import { attribute, el, say } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock, lengthOf, spoken } from "../player/clock";
import type { Span } from "../player/frames";
import type { Sound } from "../player/pauses";
import type { Edge, Marks } from "../player/spans";
import { Blocks } from "./blocks";
import type { Data } from "./contract";
import { Flags } from "./flags";
import type { ShownNote } from "./note_desk";
import type { Shown } from "./words";
import { Hover } from "./hover";
import { along, pull, scrub } from "./pointer";
import { Strip } from "./strip";
import { View } from "./view";
import { Wave } from "./wave";

export interface TimelineWants {
  seek(ms: number): void;
  /** An edge is taken in hand; a drag begins. */
  take(edge: Edge): void;
  drag(edge: Edge, ms: number): void;
  /** The drag is over. */
  drop(edge: Edge): void;
  step(edge: Edge, direction: number, far: boolean): void;
  open(client_id: string): void;
  /** The clips need so many lanes under each other. */
  lanes(count: number): void;
}

const EDGES = ["start", "end"] as const;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1, ArrowDown: -1, PageDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 1,
};

export class Timeline {
  readonly element: HTMLElement;
  readonly view: View;
  private readonly wave: Wave;
  private readonly strip: Strip;
  private readonly blocks: Blocks;
  private readonly flags: Flags;
  private readonly hover: Hover;
  private readonly lane = el("div", { class: "lane" });
  private readonly chosen = el("div", { class: "chosen", hidden: true });
  private readonly head = el("div", { class: "head" });
  private readonly range = { from: el("span", {}), to: el("span", {}) };
  private readonly handles: Record<Edge, HTMLElement>;
  private readonly zooms: Record<"in" | "out" | "whole", HTMLButtonElement>;
  private readonly size = new ResizeObserver(() => this.draw());
  private marks: Marks = { start_ms: null, end_ms: null };
  private now_ms = 0;
  private dragging = false;
  private shown = "";

  constructor(
    private readonly texts: Texts, private readonly duration_ms: number,
    private readonly wants: TimelineWants,
  ) {
    this.view = new View(duration_ms);
    this.wave = new Wave(this.view);
    this.strip = new Strip(this.view);
    this.blocks = new Blocks(this.view, texts, wants.open, wants.lanes);
    this.flags = new Flags(this.view, wants.seek);
    this.handles = { start: this.handle("start"), end: this.handle("end") };
    this.zooms = {
      out: iconButton("minus", fill(texts, "workbench.zoom_out"), () => this.zoom(2)),
      in: iconButton("plus", fill(texts, "workbench.zoom_in"), () => this.zoom(0.5)),
      whole: iconButton("whole", fill(texts, "workbench.zoom_whole"), () => this.zoom(Infinity)),
    };
    this.lane.append(this.strip.element, this.wave.element, this.chosen, this.blocks.element,
      this.flags.element, this.head, this.handles.start, this.handles.end);
    this.hover = new Hover(this.lane, (event) => this.timeAt(event));
    this.lane.append(this.hover.element);
    const seek = (moved: PointerEvent): void => this.wants.seek(this.timeAt(moved));
    this.lane.addEventListener("pointerdown", (event) => scrub(this.lane, event, seek));
    this.element = el("div", { class: "timeline", role: "group", "aria-label": fill(texts, "workbench.timeline") },
      el("div", { class: "range times soft" }, this.range.from, this.range.to), this.lane,
      el("div", { class: "zoom" }, this.zooms.in, this.zooms.out, this.zooms.whole));
    this.size.observe(this.lane);
  }

  /** Draws anew what a new answer can change: the pictures, and colours with the theme. */
  update(data: Data): void {
    const look = this.element.closest<HTMLElement>("[data-look]")?.dataset["look"];
    const fresh = JSON.stringify([data.filmstrip, look]);
    if (fresh === this.shown) return;
    this.shown = fresh;
    this.strip.show(data.filmstrip);
    this.hover.show(data.filmstrip);
    this.draw();
  }

  private zoom(factor: number): void {
    if (factor === Infinity) this.view.whole();
    else this.view.zoom(factor, this.marks.start_ms ?? this.now_ms);
    this.draw();
  }

  /** Draws everything for the part of the film that is in view. */
  draw(): void {
    const { view, zooms } = this;
    this.wave.draw();
    this.strip.draw();
    this.blocks.measure();
    this.blocks.place();
    this.flags.place();
    this.place(this.marks);
    this.at(this.now_ms, false);
    say(this.range.from, clock(view.from_ms));
    say(this.range.to, view.to_ms >= this.duration_ms ? lengthOf(view.to_ms) : clock(view.to_ms));
    zooms.in.disabled = view.isLeast;
    zooms.out.disabled = zooms.whole.disabled = view.isWhole;
  }

  at(ms: number, playing: boolean): void {
    this.now_ms = ms;
    if (playing && this.view.follow(ms)) {
      this.draw();
      return;
    }
    this.head.hidden = !this.view.shows(ms);
    this.head.style.left = `${this.view.place(ms) * 100}%`;
  }

  clips(clips: readonly Shown[], open: string | null, names: ReadonlyMap<string, string>): void {
    this.blocks.show(clips, open, names);
  }

  /** A clip was just cut. */
  light(client_id: string): void {
    this.blocks.light(client_id);
  }

  notes(notes: readonly ShownNote[]): void {
    this.flags.show(notes);
  }

  /** Shows the marks; `edge` is the one in hand. */
  mark(marks: Marks, edge: Edge): void {
    this.marks = marks;
    for (const one of EDGES) this.handles[one].classList.toggle("in_hand", one === edge);
    this.place(marks);
  }

  /** The sound of the film is known. */
  hear(sound: Sound, silent: readonly Span[]): void {
    this.wave.show(sound, silent);
  }

  /** Brings a span into view. */
  reveal(start_ms: number, end_ms: number): void {
    if (!this.dragging && this.view.reveal({ start_ms, end_ms })) this.draw();
  }

  private place(marks: Marks): void {
    for (const edge of EDGES) {
      const ms = edge === "start" ? marks.start_ms : marks.end_ms;
      const handle = this.handles[edge];
      handle.hidden = ms === null || !this.view.shows(ms);
      if (ms === null) continue;
      handle.style.left = `${this.view.place(ms) * 100}%`;
      attribute(handle, "aria-valuenow", ms);
      attribute(handle, "aria-valuetext", `${fill(this.texts, `workbench.${edge}`)} ${spoken(ms, this.texts)}`);
    }
    const { start_ms, end_ms } = marks;
    this.chosen.hidden = start_ms === null || end_ms === null || end_ms <= start_ms;
    if (this.chosen.hidden) return;
    const left = Math.max(0, this.view.place(start_ms!));
    const right = Math.min(1, this.view.place(end_ms!));
    this.chosen.hidden = right <= left;
    this.chosen.style.left = `${left * 100}%`;
    this.chosen.style.width = `${(right - left) * 100}%`;
  }

  private handle(edge: Edge): HTMLElement {
    const says = fill(this.texts, `workbench.${edge}`);
    const handle = el("div", {
      class: `handle ${edge}`, role: "slider", tabindex: 0, hidden: true, "aria-label": says,
      "aria-valuemin": 0, "aria-valuemax": this.duration_ms, "aria-valuenow": 0, title: says,
    });
    handle.addEventListener("focus", () => this.wants.take(edge));
    handle.addEventListener("pointerdown", (event) => this.pull(edge, handle, event));
    handle.addEventListener("keydown", (event) => {
      const direction = STEPS[event.key];
      if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.wants.step(edge, direction, event.shiftKey || event.key.startsWith("Page"));
    });
    return handle;
  }

  private pull(edge: Edge, handle: HTMLElement, event: PointerEvent): void {
    pull(handle, event, (moved) => this.wants.drag(edge, this.timeAt(moved)), (pulled) => {
      this.dragging = false;
      if (pulled) this.wants.drop(edge);
    });
    this.dragging = true;
    this.wants.take(edge);
  }

  private timeAt(event: PointerEvent): number {
    return this.view.at(along(this.lane, event));
  }

  leave(): void {
    this.size.disconnect();
  }
}
