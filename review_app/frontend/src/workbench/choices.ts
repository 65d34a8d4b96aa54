/** One choice out of a few, as radios that look like tags. */

import { attribute, el, newId, say, show } from "../common/dom";

export interface Choice {
  key: string;
  name: string;
  /** A longer word about it, shown under the row when it is chosen. */
  says: string;
  icon: SVGSVGElement | null;
  /** The key that chooses it. */
  digit: string | null;
  foundation?: string;
}

export class Choices {
  readonly element: HTMLFieldSetElement;
  private readonly row = el("div", { class: "tags" });
  private readonly explains = el("p", { class: "soft explains" });
  private readonly name = newId("choice");
  private choices: readonly Choice[] = [];
  private radios = new Map<string, HTMLInputElement>();
  private shown = "";

  constructor(legend: string, private readonly pick: (key: string) => void) {
    this.element = el("fieldset", { class: "choices" }, el("legend", {}, legend), this.row, this.explains);
  }

  /** Offers these choices; the radios are made again only when they are others. */
  offer(choices: readonly Choice[]): void {
    const fresh = choices.map((choice) => choice.key).join(" ");
    show(this.element, choices.length > 0);
    if (fresh === this.shown) return;
    this.shown = fresh;
    this.choices = choices;
    this.radios = new Map();
    this.row.replaceChildren(...choices.map((choice) => this.tag(choice)));
  }

  private tag(choice: Choice): HTMLElement {
    const radio = el("input", { type: "radio", name: this.name, value: choice.key, class: "unseen" });
    radio.addEventListener("change", () => this.pick(choice.key));
    this.radios.set(choice.key, radio);
    const tag = el("label", { class: "tag", title: choice.says || undefined }, radio, choice.icon, el("span", {}, choice.name),
      choice.digit ? el("kbd", { "aria-hidden": "true" }, choice.digit) : null);
    attribute(tag, "data-foundation", choice.foundation);
    return tag;
  }

  /** Shows which one is chosen. */
  chosen(key: string | null): void {
    for (const [one, radio] of this.radios) radio.checked = one === key;
    const says = this.choices.find((choice) => choice.key === key)?.says ?? "";
    say(this.explains, says);
    show(this.explains, says !== "");
  }
}
