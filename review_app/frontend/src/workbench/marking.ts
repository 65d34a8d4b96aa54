/** Beside the film: in and out by button, by typing and by small steps, and the scissors. */

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton, renamed } from "../player/bar";
import { clock, parseClock } from "../player/clock";
import { type Icon, icon } from "../player/icons";
import { advice, complaint, type Edge, type Limits, type Marks } from "../player/spans";

export interface MarkingWants {
  here(edge: Edge): void;
  typed(edge: Edge, ms: number): void;
  step(edge: Edge, direction: number): void;
  moment(): void;
  make(): void;
  playClip(): void;
  loop(): void;
}

interface Side {
  element: HTMLElement;
  field: HTMLInputElement;
  mistake: HTMLElement;
  shown: string;
  /** Somebody is at it: what she typed is not written over, whatever else is drawn anew. */
  typing: boolean;
}

export class Marking {
  readonly element: HTMLElement;
  private readonly sides: Record<Edge, Side>;
  private readonly length = el("p", { class: "length" });
  private readonly play: HTMLButtonElement;
  private readonly loop: HTMLButtonElement;
  private readonly moment: HTMLButtonElement;
  private readonly make: HTMLButtonElement;
  private readonly decimal: string;
  private marks: Marks = { start_ms: null, end_ms: null };

  constructor(private readonly texts: Texts, private readonly limits: Limits, private readonly wants: MarkingWants) {
    const t = (key: string): string => fill(texts, `workbench.${key}`);
    this.decimal = fill(texts, "player.decimal");
    this.sides = { start: this.side("start"), end: this.side("end") };
    this.play = iconButton("play", t("play_clip"), wants.playClip);
    this.loop = iconButton("loop", t("loop"), wants.loop);
    this.moment = this.verb("scissors", t("moment"), wants.moment);
    this.moment.title = t("moment");
    this.moment.append(el("kbd", { "aria-hidden": "true" }, "X"));
    this.make = this.verb("plus", t("make"), wants.make);
    this.element = el("div", { class: "marking", role: "group", "aria-label": t("marking") },
      el("div", { class: "verbs" }, this.moment, this.make),
      this.sides.start.element,
      this.sides.end.element,
      el("div", { class: "span" }, this.length, this.play, this.loop));
  }

  private verb(name: Icon, says: string, act: () => void): HTMLButtonElement {
    const button = el("button", { type: "button", class: "verb" });
    button.append(icon(name), el("span", {}, says));
    button.addEventListener("click", act);
    return button;
  }

  private side(edge: Edge): Side {
    const t = (key: string): string => fill(this.texts, `workbench.${key}`);
    const wrong = newId("wrong");
    const mistake = el("p", { class: "mistake", id: wrong, role: "alert", hidden: true });
    const field = el("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", class: "time times", placeholder: "–:––",
      "aria-label": t(`${edge}_time`), "aria-describedby": wrong,
    });
    field.addEventListener("input", () => (this.sides[edge].typing = true));
    field.addEventListener("change", () => this.typed(edge));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") field.dispatchEvent(new Event("change"));
    });
    const here = this.verb(edge === "start" ? "in" : "out", t(`${edge}_here`), () => this.wants.here(edge));
    here.classList.add("here");
    here.append(el("kbd", { "aria-hidden": "true" }, edge === "start" ? "I" : "O"));
    const element = el("div", { class: `side ${edge}` }, here,
      el("div", { class: "stepper" },
        iconButton("minus", t(`${edge}_earlier`), () => this.wants.step(edge, -1)),
        field,
        iconButton("plus", t(`${edge}_later`), () => this.wants.step(edge, 1))),
      mistake);
    return { element, field, mistake, shown: "", typing: false };
  }

  private typed(edge: Edge): void {
    const side = this.sides[edge];
    side.typing = false;
    if (side.field.value === side.shown) return;
    const ms = parseClock(side.field.value);
    if (ms === null) this.wrong(edge, fill(this.texts, "workbench.no_time"));
    else this.wants.typed(edge, ms);
  }

  private wrong(edge: Edge, sentence: string): void {
    const { field, mistake } = this.sides[edge];
    attribute(field, "aria-invalid", sentence ? "true" : undefined);
    say(mistake, sentence);
    show(mistake, sentence !== "");
  }

  /** Shows the marks; what is wrong with them stands at the field that was changed last. */
  update(marks: Marks, edge: Edge, opened: boolean, full: boolean): void {
    this.marks = marks;
    for (const one of ["start", "end"] as const) {
      const ms = one === "start" ? marks.start_ms : marks.end_ms;
      const side = this.sides[one];
      side.shown = ms === null ? "" : clock(ms, this.decimal);
      if (!side.typing) side.field.value = side.shown;
      side.element.classList.toggle("in_hand", one === edge && ms !== null);
      this.wrong(one, "");
    }
    const wrong = complaint(marks, this.limits);
    if (wrong) this.wrong(edge, fill(this.texts, `workbench.wrong.${wrong}`));
    this.measure(wrong === null);
    const whole = marks.start_ms !== null && marks.end_ms !== null && wrong === null;
    this.play.disabled = this.loop.disabled = !whole;
    show(this.make, whole && !opened);
    this.make.classList.toggle("primary", whole && !opened);
    this.moment.classList.toggle("primary", !whole && !opened);
    this.moment.classList.toggle("compact", whole && !opened);
    this.moment.disabled = this.make.disabled = full;
  }

  private measure(sound: boolean): void {
    const { start_ms, end_ms } = this.marks;
    if (start_ms === null || end_ms === null || !sound) {
      say(this.length, sound ? fill(this.texts, "workbench.no_length") : "");
      return;
    }
    const kind = advice({ start_ms, end_ms }, this.limits) ?? "good";
    const length = clock(Math.round((end_ms - start_ms) / 100) * 100, this.decimal);
    say(this.length, fill(this.texts, `workbench.length.${kind}`, {
      length, least: clock(this.limits.advice_min_ms), most: clock(this.limits.advice_max_ms),
    }));
  }

  /** The loop button as the loop is. */
  looping(on: boolean): void {
    attribute(this.loop, "aria-pressed", String(on));
    renamed(this.loop, fill(this.texts, on ? "workbench.loop_off" : "workbench.loop"));
  }
}
