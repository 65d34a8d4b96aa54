/** The look-fors of the chosen dimension, beside the box where the coach writes what there is to see. */

import { attribute, el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Foundation } from "./contract";

/** Which observation guide the look-fors come from. */
export interface Guide {
  /** A sentence with its name and version. */
  source: string;
  /** The dimension the pair agreed to look at in this cycle. */
  focus: string | null;
}

/** One look-for each; the texts have them in one line, with semicolons. */
export function lookFors(see: string): string[] {
  return see.split(";").map((one) => one.trim()).filter((one) => one !== "");
}

export class LookFors {
  readonly element: HTMLElement;
  private readonly title = el("summary", {});
  private readonly list = el("ul", {});
  private readonly source = el("p", { class: "soft" });

  constructor(private readonly texts: Texts) {
    this.element = el("details", { class: "look_fors", hidden: true }, this.title, this.list, this.source);
  }

  /** Shows those of `dimension`; before one is chosen those of the focus of this cycle. */
  show(dimension: string | null, foundations: readonly Foundation[], guide: Guide | null): void {
    const wanted = dimension ?? guide?.focus ?? null;
    const home = foundations.find((one) => one.dimensions.some(({ key }) => key === wanted));
    const found = home?.dimensions.find(({ key }) => key === wanted);
    show(this.element, found !== undefined);
    if (!home || !found) return;
    attribute(this.element, "data-foundation", home.key);
    say(this.title, fill(this.texts, dimension ? "notes.look_fors" : "notes.look_fors_focus", { dimension: found.name }));
    const fresh = lookFors(found.see);
    if (fresh.join() !== [...this.list.children].map((item) => item.textContent).join()) {
      this.list.replaceChildren(...fresh.map((one) => el("li", {}, one)));
    }
    say(this.source, guide?.source ?? "");
    show(this.source, guide !== null);
  }
}
