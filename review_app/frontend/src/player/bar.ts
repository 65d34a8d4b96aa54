/** The bar under the film: every control a button, a slider or a list with a name of its own. */

import { attribute, el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock, lengthOf, spoken } from "./clock";
import type { Span } from "./frames";
import { type Icon, icon } from "./icons";
import type { Place } from "./remember";
import { RATES, type Stage } from "./stage";

/** A button with an icon; `says` is its name and its tooltip. */
export function iconButton(name: Icon, says: string, act: () => void, extra = ""): HTMLButtonElement {
  const button = el("button", { type: "button", class: `tool ${extra}`, "aria-label": says, title: says });
  button.append(icon(name));
  button.addEventListener("click", act);
  return button;
}

/** Renames a button and, when asked, gives it another icon. */
export function renamed(button: HTMLButtonElement, says: string, name?: Icon): void {
  if (button.getAttribute("aria-label") !== says) {
    attribute(button, "aria-label", says);
    attribute(button, "title", says);
  }
  if (name && button.dataset["icon"] !== name) {
    button.dataset["icon"] = name;
    button.replaceChildren(icon(name));
  }
}

export interface Asks {
  sheet(): void;
  fullScreen(): void;
}

export class Bar {
  readonly element: HTMLElement;
  readonly seek: HTMLInputElement;
  private readonly play: HTMLButtonElement;
  private readonly sound: HTMLButtonElement;
  private readonly cc: HTMLButtonElement;
  private readonly skip: HTMLButtonElement;
  private readonly saver: HTMLButtonElement;
  private readonly now = el("span", { class: "now" });
  private readonly long = el("span", { class: "long" });
  private readonly speed: HTMLSelectElement;
  private readonly loud: HTMLInputElement;
  private readonly decimal: string;
  private told = -1;
  private span: Span = { start_ms: 0, end_ms: 1 };

  constructor(
    private readonly stage: Stage,
    private readonly place: Place,
    private readonly texts: Texts,
    asks: Asks,
  ) {
    const t = (key: string): string => fill(texts, key);
    this.decimal = t("player.decimal");
    this.seek = el("input", {
      type: "range", class: "seek", min: 0, max: 1000, step: "any", "aria-label": t("player.seek"),
    });
    this.seek.addEventListener("input", () => stage.jump(this.span.start_ms + Number(this.seek.value)));
    this.play = iconButton("play", t("player.play"), () => stage.toggle(), "main");
    this.sound = iconButton("sound", t("player.mute"), () => stage.mute());
    this.cc = iconButton("captions", t("player.captions"), () => stage.toggleCaptions(), "cc");
    this.skip = iconButton("skip", t("player.skip"), () => stage.toggleSkips(), "skip");
    this.saver = iconButton("saver", t("player.saver"), () => stage.toggleSaver(), "saver");
    show(this.skip, false);
    show(this.saver, false);
    this.loud = el("input", {
      type: "range", class: "loud", min: 0, max: 1, step: 0.05, "aria-label": t("player.volume"),
    });
    this.loud.addEventListener("input", () => stage.setVolume(Number(this.loud.value)));
    this.speed = this.speeds();
    this.element = el("div", { class: "bar" },
      this.seek,
      el("span", { class: "clock" }, this.now, el("span", { class: "of" }, " / "), this.long),
      el("div", { class: "moves", role: "group", "aria-label": t("player.moves") },
        iconButton("frame_back", t("player.frame_back"), () => stage.step(-1)),
        iconButton("back", t("player.back"), () => this.jump(-5000)),
        this.play,
        iconButton("forward", t("player.forward"), () => this.jump(5000)),
        iconButton("frame_forward", t("player.frame_forward"), () => stage.step(1))),
      el("div", { class: "ways", role: "group", "aria-label": t("player.ways") },
        this.speed, this.skip, this.saver, this.cc, this.sound, this.loud,
        iconButton("keys", t("player.keys"), asks.sheet, "keys"),
        iconButton("full", t("player.full_screen"), asks.fullScreen)));
  }

  private speeds(): HTMLSelectElement {
    const speed = el("select", { class: "speed", "aria-label": fill(this.texts, "player.speed") },
      ...RATES.map((rate) => el("option", { value: rate }, `${String(rate).replace(".", this.decimal)}×`)));
    speed.addEventListener("change", () => this.stage.setRate(Number(speed.value)));
    return speed;
  }

  /** Five seconds on or back, inside the part that is shown. */
  jump(by_ms: number): void {
    const to = this.stage.seconds * 1000 + by_ms;
    this.stage.jump(Math.min(this.span.end_ms - 1, Math.max(this.span.start_ms, to)));
  }

  /** The language of the captions there are to show, null when there are none. */
  captions(language: string | null): void {
    show(this.cc, language !== null);
    const name = fill(this.texts, "player.captions");
    renamed(this.cc, language ? `${name}: ${language}` : name);
  }

  /** Whether there are silences to skip. */
  silences(are: boolean): void {
    show(this.skip, are);
  }

  /** Whether the film is also there in a size that asks less of the line. */
  savers(are: boolean): void {
    show(this.saver, are);
  }

  /** The part of the film this bar runs over. */
  over(span: Span): void {
    this.span = span;
    this.seek.max = String(span.end_ms - span.start_ms);
    say(this.long, lengthOf(span.end_ms - span.start_ms));
  }

  /** The playhead is at `ms` of the film. */
  at(ms: number): void {
    const here = Math.max(0, Math.min(ms, this.span.end_ms) - this.span.start_ms);
    const length = this.span.end_ms - this.span.start_ms;
    this.seek.value = String(here);
    this.seek.style.setProperty("--at", `${(100 * here) / length}%`);
    // While playing a screen reader hears where we are every five seconds, not ten times a second.
    const told = this.stage.paused ? here : Math.floor(here / 5000) * 5000;
    if (told !== this.told) attribute(this.seek, "aria-valuetext", spoken(told, this.texts));
    this.told = told;
    say(this.now, clock(here, this.decimal));
  }

  /** Buttons as the film now is. */
  state(): void {
    const { paused, media } = this.stage;
    renamed(this.play, fill(this.texts, paused ? "player.play" : "player.pause"),
      paused ? "play" : "pause");
    renamed(this.sound, fill(this.texts, media.muted ? "player.unmute" : "player.mute"),
      media.muted ? "mute" : "sound");
    attribute(this.cc, "aria-pressed", String(this.place.captions));
    attribute(this.skip, "aria-pressed", String(this.place.skips));
    attribute(this.saver, "aria-pressed", String(this.stage.saves));
    this.loud.value = String(media.muted ? 0 : media.volume);
    this.loud.style.setProperty("--at", `${media.muted ? 0 : media.volume * 100}%`);
    this.speed.value = String(this.place.rate);
  }
}
