/**
 * A few panels: in a wide window one shown at a time, with the keys people know from tabs; on a phone
 * under each other, each with its name above it.
 */

import { attribute, el, newId, say, show } from "../common/dom";

/** A tab, and where its panel stands when all of them stand under each other. */
export interface Tab {
  name: string;
  panel: HTMLElement;
  place: number;
}

interface Made {
  tab: HTMLButtonElement;
  panel: HTMLElement;
  name: HTMLElement;
}

const PHONE = "(max-width: 36rem)";

export class Tabs {
  readonly element = el("div", { class: "tabs" });
  private readonly made: Made[];
  private readonly list: HTMLElement;
  private readonly phone = matchMedia(PHONE);
  private readonly gone = new AbortController();
  private chosen = 0;

  constructor(label: string, tabs: readonly Tab[], private readonly chose: (n: number) => void) {
    this.made = tabs.map(({ name, panel }, n) => this.make(name, panel, n));
    this.list = el("div", { class: "tablist", role: "tablist", "aria-label": label },
      ...this.made.map(({ tab }) => tab));
    const placed = [...tabs].sort((one, other) => one.place - other.place);
    this.element.append(this.list, ...placed.map(({ panel }) => panel));
    this.phone.addEventListener("change", () => this.draw(), { signal: this.gone.signal });
  }

  private make(words: string, panel: HTMLElement, n: number): Made {
    panel.id = newId("panel");
    const tab = el("button", { type: "button", role: "tab", id: newId("tab"), "aria-controls": panel.id }, words);
    tab.addEventListener("click", () => this.choose(n));
    tab.addEventListener("keydown", (event) => this.pressed(event, n));
    const name = el("h2", { id: newId("name"), class: "panel_name" }, words);
    panel.prepend(name);
    return { tab, panel, name };
  }

  private pressed(event: KeyboardEvent, n: number): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (n + by + this.made.length) % this.made.length;
    this.choose(next);
    this.made[next]!.tab.focus();
  }

  choose(chosen: number): void {
    this.chosen = chosen;
    this.draw();
    this.chose(chosen);
  }

  private draw(): void {
    const all = this.phone.matches;
    show(this.list, !all);
    this.made.forEach(({ tab, panel, name }, n) => {
      attribute(tab, "aria-selected", String(n === this.chosen));
      attribute(tab, "tabindex", n === this.chosen ? undefined : -1);
      show(name, all);
      show(panel, all || n === this.chosen);
      attribute(panel, "role", all ? "region" : "tabpanel");
      attribute(panel, "aria-labelledby", all ? name.id : tab.id);
    });
  }

  rename(n: number, words: string): void {
    say(this.made[n]!.tab, words);
    say(this.made[n]!.name, words);
  }

  leave(): void {
    this.gone.abort();
  }
}
