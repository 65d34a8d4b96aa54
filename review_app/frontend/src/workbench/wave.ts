/** The sound of the film as a drawing, fetched once. */

import type { View } from "./view";
import { columnsOf, loudestOf } from "./view";

interface Peaks {
  version: number;
  per_second: number;
  peaks: number[];
}

const COLUMN = 3;

export class Wave {
  readonly element = document.createElement("canvas");
  private peaks: Peaks | null = null;
  private loudest = 127;
  private src: string | null = null;

  constructor(private readonly view: View) {
    this.element.className = "wave";
    this.element.setAttribute("aria-hidden", "true");
  }

  /** Fetches the drawing's figures; without them the timeline simply has no wave. */
  async show(src: string | null): Promise<void> {
    if (src === null || src === this.src) return;
    this.src = src;
    const answer = await fetch(src, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      this.src = null;
      return;
    }
    this.peaks = (await answer.json()) as Peaks;
    this.loudest = loudestOf(this.peaks.peaks);
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
    if (!this.peaks) {
      pen.fillRect(0, height / 2, width, 1);
      return;
    }
    const { from_ms: start_ms, to_ms: end_ms } = this.view;
    const columns = columnsOf(this.peaks.peaks, this.peaks.per_second, { start_ms, end_ms },
      Math.max(1, Math.floor(width / COLUMN)), this.loudest);
    columns.forEach((loud, n) => {
      const tall = Math.max(1.5, loud ** 0.8 * (height - 6));
      pen.beginPath();
      pen.roundRect(n * COLUMN, (height - tall) / 2, COLUMN - 1, tall, 1);
      pen.fill();
    });
  }
}
