/** Where the coach writes: what one saw, the question, and the words of the framework beside it. */

import { attribute, el, newId, say, show } from "../common/dom";
import { fill, fillCount, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock } from "../player/clock";
import { type Segment, within } from "../player/follow";
import { foundationIcon } from "./blocks";
import { Apart } from "./apart";
import { type Choice, Choices } from "./choices";
import type { Data } from "./contract";
import { kindIcon } from "./kind_icon";
import { LookFors } from "./look_fors";
import type { Fields, Shown } from "./words";
import { hintOn, words } from "./pick";

export interface ComposerWants {
  /** Somebody begins to write while no clip is open. */
  begin(): void;
  change(part: Partial<Fields>): void;
  typing(field: "fact" | "question"): void;
  save(): void;
  cancel(): void;
  remove(): void;
  jump(ms: number): void;
  choose(whose: "mine" | "theirs"): void;
}

export class Composer {
  readonly element: HTMLElement;
  private readonly title = el("h2", { id: newId("composer") });
  private readonly chip: HTMLButtonElement;
  private readonly close: HTMLButtonElement;
  private readonly quote = el("blockquote", { class: "quote soft" });
  private readonly foundations: Choices;
  private readonly dimensions: Choices;
  private readonly kinds: Choices;
  private readonly boxes: Record<"fact" | "question", HTMLTextAreaElement>;
  private readonly hints: Record<"fact" | "question", HTMLElement>;
  private readonly held = el("span", { class: "soft times" });
  private readonly apart: Apart;
  private readonly lookFors: LookFors;
  private readonly refused = el("p", { class: "alert", role: "alert", hidden: true });
  private readonly details: HTMLElement[];
  private clip: Shown | null = null;
  private held_ms: number | null = null;

  constructor(private readonly texts: Texts, private readonly data: () => Data, private readonly wants: ComposerWants) {
    const t = (key: string): string => fill(texts, `workbench.${key}`);
    this.chip = el("button", { type: "button", class: "chip times" });
    this.chip.addEventListener("click", () => this.clip && wants.jump(this.held_ms ?? this.clip.start_ms));
    this.apart = new Apart(texts, data, wants.choose);
    this.lookFors = new LookFors(texts);
    this.close = iconButton("close", t("close"), wants.save);
    this.foundations = new Choices(t("foundation"), (foundation) =>
      wants.change({ foundation, dimension: null }));
    this.dimensions = new Choices(t("dimension"), (dimension) => wants.change({ dimension }));
    this.kinds = new Choices(t("kind"), (prompt_kind) => wants.change({ prompt_kind }));
    this.boxes = { fact: this.box("fact"), question: this.box("question") };
    this.hints = { fact: this.hint("fact"), question: this.hint("question") };
    const question = this.field("question");
    const verbs = this.verbs();
    this.details = [
      this.quote, this.foundations.element, this.dimensions.element, this.kinds.element, question, verbs,
    ];
    this.element = el("section", { class: "composer card", "aria-labelledby": this.title.id },
      el("div", { class: "heading" }, this.title, this.chip, this.held, this.close),
      this.refused, this.apart.element, this.quote, this.field("fact"), question, this.kinds.element,
      this.foundations.element, this.dimensions.element, this.lookFors.element, verbs);
    this.kinds.element.classList.add("in_row");
    this.foundations.element.classList.add("in_columns");
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.offer();
  }

  private box(name: "fact" | "question"): HTMLTextAreaElement {
    const box = el("textarea", {
      rows: 2, id: newId(name), "aria-describedby": newId(`${name}-hint`),
      maxlength: this.data().limits.text_max,
    });
    attribute(box, "placeholder", fill(this.texts, `workbench.${name}_example`));
    box.addEventListener("input", () => {
      const { value } = box;
      if (!this.clip) this.wants.begin();
      box.value = value;
      this.wants.typing(name);
      this.wants.change({ [name]: value });
      this.count();
    });
    return box;
  }

  private hint(name: "fact" | "question"): HTMLElement {
    return el("p", { class: "soft hint", id: this.boxes[name].getAttribute("aria-describedby") ?? "" });
  }

  private field(name: "fact" | "question"): HTMLElement {
    return el("div", { class: "field" },
      el("label", { for: this.boxes[name].id }, fill(this.texts, `workbench.${name}`)),
      this.boxes[name], this.hints[name]);
  }

  private verbs(): HTMLElement {
    const verb = (key: string, act: () => void, kind: string, hint: string): HTMLButtonElement => {
      const button = el("button", { type: "button", class: kind }, fill(this.texts, `workbench.${key}`),
        el("kbd", { "aria-hidden": "true" }, hint));
      button.addEventListener("click", act);
      return button;
    };
    return el("div", { class: "row verbs" },
      verb("save", this.wants.save, "primary", "Enter"),
      verb("cancel", this.wants.cancel, "plain", "Esc"),
      iconButton("remove", fill(this.texts, "workbench.remove"), this.wants.remove));
  }

  /** Enter saves and Shift+Enter is a new line; Esc leaves everything as it was. */
  private pressed(event: KeyboardEvent): void {
    const at = event.composedPath()[0];
    const writing = at === this.boxes.fact || at === this.boxes.question;
    if (event.isComposing) return;
    if (event.key === "Escape" && this.clip) this.wants.cancel();
    else if (event.key === "Enter" && writing && !event.shiftKey && this.clip) this.wants.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private offer(): void {
    const { foundations, prompt_kinds } = this.data();
    this.foundations.offer(foundations.map(({ key, name }, n): Choice => ({
      key, name, says: "", icon: foundationIcon(key), digit: String(n + 1), foundation: key,
    })));
    this.kinds.offer(prompt_kinds.map(({ key, name, help }): Choice => ({
      key, name, says: help, icon: kindIcon(key, prompt_kinds), digit: null,
    })));
  }

  /** Shows this clip, or the empty composer that is about the moment `now_ms`. */
  show(clip: Shown | null, held_ms: number | null, now_ms: number, segments: readonly Segment[], full: boolean): void {
    const other = clip?.client_id !== this.clip?.client_id;
    this.clip = clip;
    this.held_ms = held_ms;
    this.apart.show(clip);
    this.offer();
    for (const detail of this.details) show(detail, clip !== null);
    show(this.close, clip !== null);
    show(this.chip, clip !== null);
    show(this.held, clip !== null && held_ms !== null);
    if (clip) say(this.title, fill(this.texts, "workbench.clip"));
    else this.at(now_ms);
    say(this.refused, clip?.refused ?? "");
    show(this.refused, Boolean(clip?.refused));
    this.write("fact", clip?.fact ?? "", other);
    this.write("question", clip?.question ?? "", other);
    this.count();
    this.lookFors.show(clip?.dimension ?? null, this.data().foundations, this.data().notes.guide);
    if (clip) this.about(clip, segments);
    this.boxes.fact.disabled = clip === null && full;
    if (this.boxes.fact.disabled) {
      say(this.hints.fact, fill(this.texts, "workbench.full", { most: this.data().limits.drafts_max }));
    }
  }

  /** Nothing is open, and the film is at `ms`. */
  at(ms: number): void {
    say(this.title, fill(this.texts, "workbench.at", { at: clock(ms) }));
  }

  private about(clip: Shown, segments: readonly Segment[]): void {
    const span = `${clock(clip.start_ms)} – ${clock(clip.end_ms)}`;
    const held = this.held_ms === null ? null : clock(this.held_ms);
    say(this.chip, held ?? span);
    say(this.held, span);
    const says = held === null ? fill(this.texts, "workbench.to_clip")
      : fill(this.texts, "workbench.to_held", { at: held });
    attribute(this.chip, "title", says);
    attribute(this.chip, "aria-label", `${held ?? span}. ${says}`);
    const said = within(segments, clip).map((s) => s.text).join(" ");
    say(this.quote, said.length > 280 ? `${said.slice(0, 280).replace(/\s+\S*$/, "")} …` : said);
    show(this.quote, said !== "");
    const foundation = this.data().foundations.find((one) => one.key === clip.foundation);
    this.dimensions.offer((foundation?.dimensions ?? []).map(({ key, name }, n): Choice => ({
      key, name, says: "", icon: null, digit: n < 9 ? String(n + 1) : null, foundation: foundation!.key,
    })));
    this.foundations.chosen(clip.foundation);
    this.dimensions.chosen(clip.dimension);
    this.kinds.chosen(clip.prompt_kind);
  }

  /** Never touches words that are being typed. */
  private write(name: "fact" | "question", value: string, other: boolean): void {
    const box = this.boxes[name];
    if (box.value !== value && (other || !box.matches(":focus"))) box.value = value;
  }

  private count(): void {
    const most = this.data().limits.advice_words;
    const fact = words(this.boxes.fact.value);
    say(this.hints.fact, fact === 0 ? fill(this.texts, "workbench.fact_hint")
      : fillCount(this.texts, fact > most ? "workbench.words.many_words" : "workbench.words", fact, { most }));
    const question = this.boxes.question.value;
    const hint = hintOn(question, most);
    const n = words(question);
    say(this.hints.question, n === 0 ? fill(this.texts, "workbench.question_hint")
      : fillCount(this.texts, hint ? `workbench.words.${hint}` : "workbench.words", n, { most }));
  }

  /** Puts the cursor in a box, at its end. */
  focus(name: "fact" | "question" = "fact"): void {
    const box = this.boxes[name];
    box.focus({ preventScroll: false });
    box.setSelectionRange(box.value.length, box.value.length);
  }
}
