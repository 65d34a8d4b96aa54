/** The clips on the timeline: a block each, in the hue and with the icon of its foundation. */

import { attribute, el } from "../common/dom";
import { icon as sharedIcon, type IconName } from "../common/icon";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import { icon } from "../player/icons";
import { FOUNDATIONS } from "../common/foundation";
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

  constructor(
    private readonly view: View, private readonly texts: Texts,
    private readonly open: (client_id: string) => void,
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
    this.place();
  }

  private block(client_id: string): HTMLButtonElement {
    const block = el("button", { type: "button", class: "block" });
    block.addEventListener("click", () => this.open(client_id));
    this.element.append(block);
    return block;
  }

  place(): void {
    for (const { block, clip } of this.made.values()) {
      const left = Math.max(0, this.view.place(clip.start_ms));
      const right = Math.min(1, this.view.place(clip.end_ms));
      block.hidden = right <= 0 || left >= 1;
      block.style.left = `${left * 100}%`;
      block.style.width = `${Math.max(0, right - left) * 100}%`;
    }
  }
}
