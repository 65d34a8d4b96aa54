/** Two panels, one shown at a time, with the keys people know from tabs. */

import { attribute, el, newId, show } from "../common/dom";

export class Tabs {
  readonly element = el("div", { class: "tabs" });
  private readonly tabs: HTMLButtonElement[];

  constructor(
    label: string, names: readonly string[], private readonly panels: readonly HTMLElement[],
    private readonly chose: (n: number) => void,
  ) {
    this.tabs = names.map((name, n) => {
      const panel = panels[n]!;
      panel.id = newId("panel");
      const tab = el("button", { type: "button", role: "tab", id: newId("tab"), "aria-controls": panel.id }, name);
      attribute(panel, "role", "tabpanel");
      attribute(panel, "aria-labelledby", tab.id);
      tab.addEventListener("click", () => this.choose(n));
      tab.addEventListener("keydown", (event) => this.pressed(event, n));
      return tab;
    });
    this.element.append(el("div", { class: "tablist", role: "tablist", "aria-label": label }, ...this.tabs), ...panels);
  }

  private pressed(event: KeyboardEvent, n: number): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (n + by + this.tabs.length) % this.tabs.length;
    this.choose(next);
    this.tabs[next]!.focus();
  }

  choose(chosen: number): void {
    this.tabs.forEach((tab, n) => {
      attribute(tab, "aria-selected", String(n === chosen));
      attribute(tab, "tabindex", n === chosen ? undefined : -1);
      show(this.panels[n]!, n === chosen);
    });
    this.chose(chosen);
  }

  rename(n: number, name: string): void {
    const tab = this.tabs[n]!;
    if (tab.textContent !== name) tab.textContent = name;
  }
}
