/** Small pictures of the film in a row, cut out of one sprite. */

import { el } from "../common/dom";
import type { Filmstrip } from "./contract";
import type { View } from "./view";

export class Strip {
  readonly element = el("div", { class: "strip", "aria-hidden": "true" });
  private filmstrip: Filmstrip | null = null;

  constructor(private readonly view: View) {}

  show(filmstrip: Filmstrip | null): void {
    this.filmstrip = filmstrip;
    this.element.hidden = filmstrip === null;
  }

  draw(): void {
    const strip = this.filmstrip;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!strip || width === 0 || height === 0) return;
    const scale = height / strip.height;
    const wide = strip.width * scale;
    const count = Math.ceil(width / wide);
    while (this.element.childElementCount < count) this.element.append(el("span"));
    [...this.element.children].forEach((child, n) => {
      const tile = child as HTMLElement;
      tile.hidden = n >= count;
      const middle = this.view.at(((n + 0.5) * wide) / width);
      const still = Math.min(strip.count - 1, Math.max(0, Math.floor(middle / strip.step_ms)));
      const x = (still % strip.columns) * wide;
      const y = Math.floor(still / strip.columns) * height;
      Object.assign(tile.style, {
        width: `${wide}px`,
        backgroundImage: `url(${JSON.stringify(strip.src)})`,
        backgroundPosition: `-${x}px -${y}px`,
        backgroundSize: `${strip.columns * wide}px auto`,
      });
    });
  }
}
