/** A list of stretches of the film, each with its times in boxes and a way to hear and to remove it. */

import { el, say } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock, parseClock } from "../player/clock";
import type { Pair } from "./contract";

/** A time in a box; typed anew and left, it is told. */
export function timeBox(texts: Texts, says: string, typed: (ms: number) => void): HTMLInputElement {
  const box = el("input", { type: "text", inputmode: "decimal", class: "time", "aria-label": says, autocomplete: "off" });
  const put = (): void => {
    const ms = parseClock(box.value);
    box.setAttribute("aria-invalid", String(ms === null));
    if (ms !== null) typed(ms);
    else box.title = fill(texts, "privacy_check.no_time");
  };
  box.addEventListener("change", put);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") put();
  });
  return box;
}

/** Shows a time, unless somebody is typing in the box. */
export function showTime(box: HTMLInputElement, ms: number, decimal: string): void {
  if (box.matches(":focus")) return;
  box.value = clock(ms, decimal);
  box.setAttribute("aria-invalid", "false");
}

export interface SpansWants {
  change(n: number, span: Pair): void;
  play(n: number): void;
  remove(n: number): void;
}

interface Row {
  element: HTMLElement;
  from: HTMLInputElement;
  to: HTMLInputElement;
  name: HTMLElement;
}

export class Spans {
  readonly element = el("ul", { class: "spans" });
  private readonly rows: Row[] = [];
  private shown: readonly Pair[] = [];

  constructor(private readonly texts: Texts, private readonly wants: SpansWants) {}

  show(spans: readonly Pair[], picked: number | null): void {
    this.shown = spans;
    while (this.rows.length > spans.length) this.rows.pop()!.element.remove();
    while (this.rows.length < spans.length) this.rows.push(this.row(this.rows.length));
    const decimal = fill(this.texts, "player.decimal");
    spans.forEach(([from, to], n) => {
      const row = this.rows[n]!;
      showTime(row.from, from, decimal);
      showTime(row.to, to, decimal);
      say(row.name, fill(this.texts, "privacy_check.silence", { n: n + 1 }));
      row.element.classList.toggle("picked", n === picked);
    });
  }

  private row(n: number): Row {
    const t = (key: string): string => fill(this.texts, key, { n: n + 1 });
    const from = timeBox(this.texts, t("privacy_check.silence_from"), (ms) => this.wants.change(n, [ms, this.shown[n]![1]]));
    const to = timeBox(this.texts, t("privacy_check.silence_to"), (ms) => this.wants.change(n, [this.shown[n]![0], ms]));
    const name = el("span", { class: "unseen" });
    const element = el("li", {}, name, from, el("span", { "aria-hidden": "true" }, "–"), to,
      iconButton("play", t("privacy_check.silence_play"), () => this.wants.play(n)),
      iconButton("remove", t("privacy_check.silence_remove"), () => this.wants.remove(n)));
    this.element.append(element);
    return { element, from, to, name };
  }
}
