/** Which film is on the screen: as it is, or as it becomes. */

import { attribute, el, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Film } from "../player/film";
import type { Span } from "../player/frames";
import type { Data, State } from "./contract";

export class Which {
  readonly element: HTMLElement;
  /** It is the film as it becomes. */
  masked = false;
  private readonly sides: readonly HTMLButtonElement[];

  constructor(private readonly texts: Texts, private readonly choose: (masked: boolean) => void) {
    this.sides = [this.side(false), this.side(true)];
    this.element = el("div", { class: "row which", role: "group", "aria-label": fill(texts, "privacy_check.which") },
      ...this.sides);
  }

  private side(masked: boolean): HTMLButtonElement {
    const key = masked ? "privacy_check.see_masked" : "privacy_check.see_whole";
    const button = el("button", { type: "button", "aria-pressed": "false" }, fill(this.texts, key));
    button.addEventListener("click", () => this.choose(masked));
    return button;
  }

  show(can: boolean): void {
    show(this.element, can);
    this.sides.forEach((button, n) => attribute(button, "aria-pressed", String(this.masked === (n === 1))));
  }

  film(data: Data, { mark, made_ms }: State): Film {
    if (!this.masked || made_ms === null) return data;
    const place = (name: string): string => `${data.masked}/${name}?${mark}`;
    return {
      ...data, src: place("proxy.mp4"), saver: data.saver && place("data-saver.mp4"), poster: place("poster.jpg"),
      captions: data.captions.map((one) => ({ ...one, src: place("captions.vtt") })), duration_ms: made_ms,
    };
  }

  /** What was watched, on the clock of the whole film. */
  onWhole({ start_ms, end_ms }: Span, begins_ms: number): Span {
    const by = this.masked ? begins_ms : 0;
    return { start_ms: start_ms + by, end_ms: end_ms + by };
  }
}
