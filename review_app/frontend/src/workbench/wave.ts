/** The sound of the film as a drawing, fetched once. */

import { landing, type Sound } from "../player/pauses";
import type { Span } from "../player/frames";
import type { View } from "./view";
import { columnsOf, loudestOf } from "./view";

const COLUMN = 3;

export class Wave {
  readonly element = document.createElement("canvas");
  private sound: Sound | null = null;
  private silent: readonly Span[] = [];
  private loudest = 127;

  constructor(private readonly view: View) {
    this.element.className = "wave";
    this.element.setAttribute("aria-hidden", "true");
  }

  /** Draws this sound; what is silent is drawn paler, for that may be skipped. */
  show(sound: Sound, silent: readonly Span[]): void {
    Object.assign(this, { sound, silent, loudest: loudestOf(sound.peaks) });
    this.draw();
  }

  draw(): void {
    const canvas = this.element;
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (!pen || width === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    pen.scale(ratio, ratio);
    pen.fillStyle = getComputedStyle(canvas).color;
    if (!this.sound) {
      pen.fillRect(0, height / 2, width, 1);
      return;
    }
    const { from_ms: start_ms, to_ms: end_ms } = this.view;
    const columns = columnsOf(this.sound.peaks, this.sound.per_second, { start_ms, end_ms },
      Math.max(1, Math.floor(width / COLUMN)), this.loudest);
    columns.forEach((loud, n) => {
      const at = this.view.at((n + 0.5) / columns.length);
      pen.globalAlpha = landing(this.silent, at) === null ? 1 : 0.4;
      const tall = Math.max(1.5, loud ** 0.8 * (height - 6));
      pen.beginPath();
      pen.roundRect(n * COLUMN, (height - tall) / 2, COLUMN - 1, tall, 1);
      pen.fill();
    });
  }
}
