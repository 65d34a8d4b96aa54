/** The steps beside the film: ends, sound, places, faces, and looking at what it becomes. */

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, fillCount, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock, lengthOf } from "../player/clock";
import type { Face, Masks, Pair, State, Working } from "./contract";
import { Faces } from "./faces";
import { showTime, Spans, timeBox } from "./spans";

export interface SectionsWant {
  /** The film begins or ends where it is now. */
  here(edge: 0 | 1): void;
  typed(edge: 0 | 1, ms: number): void;
  whole(): void;
  mute(): void;
  muted(n: number, span: Pair): void;
  playMuted(n: number): void;
  unmute(n: number): void;
  /** By key there is no drawing: a place is put down in the middle. */
  place(by_key: boolean): void;
  unplace(n: number): void;
  lookAtPlace(n: number): void;
  /** A place for the whole film, or only around this moment. */
  when(n: number, always: boolean): void;
  placeTime(n: number, edge: 0 | 1, ms: number): void;
  find(): void;
  coverFaces(): void;
  withoutFaces(): void;
  choose(face: Face, leave: boolean): void;
  seek(ms: number): void;
  make(): void;
  stopMaking(): void;
  agree(): void;
}

export class Sections {
  readonly element: HTMLElement;
  readonly spans: Spans;
  readonly faces: Faces;
  private readonly decimal: string;
  private readonly from: HTMLInputElement;
  private readonly to: HTMLInputElement;
  private readonly whole: HTMLButtonElement;
  private readonly length = el("p", { class: "soft" });
  private readonly muting: HTMLButtonElement;
  private readonly drawing: HTMLButtonElement;
  private readonly places = el("ul", { class: "spans zones" });
  private readonly finding: HTMLElement;
  private readonly found = el("p", { role: "status" });
  private readonly search: HTMLButtonElement;
  private readonly cover: HTMLButtonElement;
  private readonly without: HTMLButtonElement;
  private readonly bars = { finding: bar(), making: bar() };
  private readonly make: HTMLButtonElement;
  private readonly stop: HTMLButtonElement;
  private readonly agree: HTMLButtonElement;
  private readonly end = el("p", { role: "status" });

  constructor(private readonly texts: Texts, src: string, private readonly wants: SectionsWant) {
    const t = (key: string): string => fill(texts, `privacy_check.${key}`);
    this.decimal = fill(texts, "player.decimal");
    this.from = timeBox(texts, t("from"), (ms) => wants.typed(0, ms));
    this.to = timeBox(texts, t("to"), (ms) => wants.typed(1, ms));
    this.whole = this.button(t("whole"), "quiet", () => wants.whole());
    this.muting = this.button(t("mute_from"), "", () => wants.mute());
    this.spans = new Spans(texts, {
      change: (n, span) => wants.muted(n, span),
      play: (n) => wants.playMuted(n),
      remove: (n) => wants.unmute(n),
    });
    this.drawing = el("button", { type: "button", "aria-pressed": "false" }, t("place_add"));
    this.drawing.addEventListener("click", (event) => wants.place(event.detail === 0));
    this.faces = new Faces(texts, src, wants);
    this.search = this.button(t("faces_find"), "", () => wants.find());
    this.cover = this.button(t("faces_cover"), "", () => wants.coverFaces());
    this.without = this.button(t("faces_without"), "quiet", () => wants.withoutFaces());
    this.finding = el("div", { class: "work" }, this.bars.finding.element,
      el("div", { class: "row" }, this.search, this.without));
    this.make = this.button(t("make"), "primary", () => wants.make());
    this.stop = this.button(t("make_stop"), "quiet", () => wants.stopMaking());
    this.agree = this.button(t("agree"), "primary", () => wants.agree());
    this.element = el("div", { class: "sections" },
      this.section("ends", t("ends_means"),
        el("div", { class: "row" },
          el("div", { class: "row" }, this.button(t("from_here"), "", () => wants.here(0)), this.from),
          el("div", { class: "row" }, this.button(t("to_here"), "", () => wants.here(1)), this.to),
          this.whole), this.length),
      this.section("sound", t("sound_means"), el("div", { class: "row" }, this.muting), this.spans.element),
      this.section("places", t("places_means"), el("div", { class: "row" }, this.drawing), this.places),
      this.section("faces", t("faces_means"), this.found, el("div", { class: "row" }, this.cover),
        this.faces.element, this.finding),
      this.section("result", t("result_means"), this.end, this.bars.making.element,
        el("div", { class: "row" }, this.make, this.agree, this.stop)));
  }

  private button(says: string, look: string, act: () => void): HTMLButtonElement {
    const button = el("button", { type: "button", class: look }, says);
    button.addEventListener("click", act);
    return button;
  }

  private section(noun: string, means: string, ...parts: HTMLElement[]): HTMLElement {
    const id = newId(noun);
    return el("section", { class: "part", "aria-labelledby": id },
      el("h2", { id }, fill(this.texts, `privacy_check.${noun}`)), el("p", { class: "soft" }, means), ...parts);
  }

  show(state: State, masks: Masks, picked: number | null, saving: boolean): void {
    const { kept } = masks;
    showTime(this.from, kept[0], this.decimal);
    showTime(this.to, kept[1], this.decimal);
    const trimmed = kept[0] > 0 || kept[1] < state.length_ms;
    show(this.whole, trimmed);
    say(this.length, fill(this.texts, trimmed ? "privacy_check.ends_cut" : "privacy_check.ends_whole", {
      length: lengthOf(kept[1] - kept[0]), of: lengthOf(state.length_ms),
    }));
    this.spans.show(masks.muted, picked);
    this.showPlaces(masks.zones);
    this.showFaces(state, masks);
    this.showEnd(state, masks, trimmed, saving);
  }

  /** A silent part was begun at this moment, or there is none open. */
  mutingFrom(ms: number | null): void {
    say(this.muting, ms === null ? fill(this.texts, "privacy_check.mute_from")
      : fill(this.texts, "privacy_check.mute_to", { from: clock(ms) }));
    this.muting.classList.toggle("going", ms !== null);
  }

  drawingNow(on: boolean): void {
    attribute(this.drawing, "aria-pressed", String(on));
    say(this.drawing, fill(this.texts, on ? "privacy_check.place_draw" : "privacy_check.place_add"));
  }

  private showPlaces(zones: Masks["zones"]): void {
    while (this.places.childElementCount > zones.length) this.places.lastElementChild!.remove();
    while (this.places.childElementCount < zones.length) this.places.append(this.placeRow(this.places.childElementCount));
    zones.forEach((zone, n) => {
      const row = this.places.children[n]!;
      const [from, to] = zone.slice(4);
      const [select, begin, end] = [row.querySelector("select")!, ...row.querySelectorAll("input")];
      select.value = from === undefined ? "always" : "while";
      for (const box of [begin!, end!]) show(box, from !== undefined);
      if (from !== undefined) showTime(begin!, from, this.decimal);
      if (to !== undefined) showTime(end!, to, this.decimal);
    });
  }

  private placeRow(n: number): HTMLElement {
    const t = (key: string): string => fill(this.texts, `privacy_check.${key}`, { n: n + 1 });
    const look = this.button(t("place"), "quiet", () => this.wants.lookAtPlace(n));
    const select = el("select", { "aria-label": t("place_when") },
      el("option", { value: "always" }, t("place_always")), el("option", { value: "while" }, t("place_while")));
    select.addEventListener("change", () => this.wants.when(n, select.value === "always"));
    return el("li", {}, look, select,
      timeBox(this.texts, t("place_from"), (ms) => this.wants.placeTime(n, 0, ms)),
      timeBox(this.texts, t("place_to"), (ms) => this.wants.placeTime(n, 1, ms)),
      iconButton("remove", t("place_remove"), () => this.wants.unplace(n)));
  }

  private showFaces({ faces, finding }: State, masks: Masks): void {
    const busy = finding !== null && !finding.failed;
    this.bars.finding.show(finding, this.texts, "faces");
    say(this.search, fill(this.texts, faces === null ? "privacy_check.faces_find" : "privacy_check.faces_again"));
    show(this.search, !busy);
    const offered = faces !== null && faces.length > 0 && !masks.blur_faces && !busy;
    show(this.cover, offered);
    show(this.without, busy || masks.blur_faces);
    say(this.without, fill(this.texts, busy ? "privacy_check.faces_stop" : "privacy_check.faces_without"));
    show(this.faces.element, faces !== null && faces.length > 0 && !busy);
    this.faces.show(faces ?? [], masks);
    say(this.found, busy ? "" : finding?.failed ? fill(this.texts, "privacy_check.faces_failed")
      : faces === null ? "" : faces.length === 0 ? fill(this.texts, "privacy_check.faces_none")
      : fillCount(this.texts, offered ? "privacy_check.faces_offered" : "privacy_check.faces_found", faces.length));
  }

  private showEnd(state: State, masks: Masks, trimmed: boolean, saving: boolean): void {
    const { making, made_ms, reviewed } = state;
    const takes = trimmed || masks.muted.length > 0 || masks.zones.length > 0 || masks.blur_faces;
    const busy = making !== null && !making.failed;
    const ready = !takes || (made_ms !== null && !saving);
    this.bars.making.show(making, this.texts, "make");
    show(this.stop, busy);
    show(this.make, takes && !ready && !busy);
    show(this.agree, ready && !busy);
    say(this.agree, fill(this.texts, takes ? "privacy_check.agree" : "privacy_check.nothing"));
    const word = busy ? "" : making?.failed ? "make_failed" : !takes ? "end_nothing"
      : !ready ? "end_not_made" : reviewed ? "end_agreed" : "end_look";
    say(this.end, word ? fill(this.texts, `privacy_check.${word}`) : "");
  }

  leave(): void {
    this.faces.leave();
  }
}

/** How far the machine is, as a bar with words. */
function bar(): { element: HTMLElement; show(work: Working | null, texts: Texts, noun: string): void } {
  const progress = el("progress", { max: 100 });
  const says = el("span", { class: "soft" });
  const element = el("div", { class: "going_on", hidden: true }, progress, says);
  return {
    element,
    show(work, texts, noun) {
      show(element, work !== null && !work.failed);
      if (!work || work.failed) return;
      const words = fill(texts, work.percent === null ? "privacy_check.in_line" : `privacy_check.${noun}_busy`, { n: work.percent ?? 0 });
      attribute(progress, "aria-label", words);
      if (work.percent === null) progress.removeAttribute("value");
      else progress.value = work.percent;
      say(says, words);
    },
  };
}
