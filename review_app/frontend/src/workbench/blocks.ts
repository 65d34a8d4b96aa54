/** The clips on the timeline: a block each, in the hue and with the icon of its foundation. */

import { attribute, el, inOrder } from "../common/dom";
import { icon as sharedIcon, type IconName } from "../common/icon";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import { icon } from "../player/icons";
import { FOUNDATIONS } from "../common/foundation";
import { countOf, drawn, lanesOf } from "./lanes";
import type { Shown } from "./words";
import type { View } from "./view";

/** The icon of a foundation, or scissors while none has been chosen. */
export function foundationIcon(key: string | null): SVGSVGElement {
  const known = (FOUNDATIONS as readonly string[]).includes(key ?? "");
  return known ? sharedIcon(key as IconName) : icon("scissors");
}

export class Blocks {
  readonly element = el("div", { class: "blocks" });
  private readonly made = new Map<string, { block: HTMLButtonElement; clip: Shown }>();
  /** The narrowest a block may be, as a part of the timeline. */
  private least = 0;

  constructor(
    private readonly view: View, private readonly texts: Texts,
    private readonly open: (client_id: string) => void,
    /** So many lanes are needed from now on. */
    private readonly lanes: (count: number) => void,
  ) {}

  show(clips: readonly Shown[], open: string | null, names: ReadonlyMap<string, string>): void {
    const here = new Set(clips.map((clip) => clip.client_id));
    for (const [id, { block }] of this.made) {
      if (here.has(id)) continue;
      block.remove();
      this.made.delete(id);
    }
    for (const clip of clips) {
      const { block } = this.made.get(clip.client_id) ?? { block: this.block(clip.client_id) };
      this.made.set(clip.client_id, { block, clip });
      const named = clip.foundation ? names.get(clip.foundation) ?? "" : fill(this.texts, "workbench.no_foundation");
      const says = fill(this.texts, "workbench.block", {
        start: clock(clip.start_ms), end: clock(clip.end_ms), foundation: named,
      });
      attribute(block, "aria-label", says);
      attribute(block, "title", says);
      attribute(block, "data-foundation", clip.foundation ?? undefined);
      attribute(block, "aria-current", clip.client_id === open ? "true" : undefined);
      if (block.dataset["shows"] !== String(clip.foundation)) {
        block.dataset["shows"] = String(clip.foundation);
        block.replaceChildren(foundationIcon(clip.foundation));
      }
    }
    this.inOrder(clips);
    this.place();
  }

  /** Tab walks along the clips in the order of the film; the one that has the focus keeps it. */
  private inOrder(clips: readonly Shown[]): void {
    const focused = this.element.querySelector<HTMLElement>(":focus");
    inOrder(this.element, clips.map(({ client_id }) => this.made.get(client_id)!.block));
    if (focused?.isConnected && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  }

  /** A clip was just cut: its block lights up for a moment. */
  light(client_id: string): void {
    const block = this.made.get(client_id)?.block;
    block?.classList.remove("fresh");
    void block?.offsetWidth; // begins the animation anew
    block?.classList.add("fresh");
  }

  private block(client_id: string): HTMLButtonElement {
    const block = el("button", { type: "button", class: "block" });
    block.addEventListener("click", () => this.open(client_id));
    this.element.append(block);
    return block;
  }

  /** Looks how wide the timeline is now. Not at every change of a clip: asking makes the page lay itself out. */
  measure(): void {
    const wide = this.element.clientWidth;
    this.least = wide > 0 ? Math.min(1, this.leastWidth() / wide) : 0;
  }

  place(): void {
    const all = [...this.made.values()];
    const places = all.map(({ clip }) => drawn({
      from: this.view.place(clip.start_ms), to: this.view.place(clip.end_ms),
    }, this.least));
    const lanes = lanesOf(places);
    all.forEach(({ block }, n) => {
      const { from, to } = places[n]!;
      block.hidden = to <= 0 || from >= 1;
      block.style.left = `${from * 100}%`;
      block.style.width = `${(to - from) * 100}%`;
      block.style.setProperty("--lane", String(lanes[n]));
    });
    this.lanes(countOf(lanes));
  }

  /** What a finger or a mouse can hit, in pixels; the style sheet knows. */
  private leastWidth(): number {
    return Number.parseFloat(getComputedStyle(this.element).getPropertyValue("--least")) || 0;
  }
}
