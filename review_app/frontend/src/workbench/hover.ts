/** What lies under the mouse on the timeline: its time and, with a filmstrip, its picture. */

import { el, say, show } from "../common/dom";
import { clock } from "../player/clock";
import type { Filmstrip } from "./contract";

export class Hover {
  readonly element = el("div", { class: "hover", "aria-hidden": "true", hidden: true });
  private readonly picture = el("div", { class: "still" });
  private readonly time = el("span", { class: "times" });
  private filmstrip: Filmstrip | null = null;

  constructor(lane: HTMLElement, timeAt: (event: PointerEvent) => number) {
    this.element.append(this.picture, this.time);
    lane.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.at(event, lane, timeAt(event));
    });
    lane.addEventListener("pointerleave", () => show(this.element, false));
  }

  show(filmstrip: Filmstrip | null): void {
    this.filmstrip = filmstrip;
    show(this.picture, filmstrip !== null);
    if (!filmstrip) return;
    const { src, width, height } = filmstrip;
    Object.assign(this.picture.style, {
      width: `${width}px`, height: `${height}px`, backgroundImage: `url(${JSON.stringify(src)})`,
    });
  }

  private at(event: PointerEvent, lane: HTMLElement, ms: number): void {
    const box = lane.getBoundingClientRect();
    show(this.element, true);
    say(this.time, clock(ms));
    const half = this.element.offsetWidth / 2;
    const x = Math.min(box.width - half, Math.max(half, event.clientX - box.left));
    this.element.style.left = `${x}px`;
    if (!this.filmstrip) return;
    const { step_ms, columns, width, height, count } = this.filmstrip;
    const still = Math.min(count - 1, Math.max(0, Math.floor(ms / step_ms)));
    const left = (still % columns) * width;
    const top = Math.floor(still / columns) * height;
    this.picture.style.backgroundPosition = `-${left}px -${top}px`;
  }
}
