// What the teacher fills in before a film goes: what to look at, three ticks, and the film itself.
// What is filled in is kept per cycle for as long as the tab lives.
import { el, newId, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { size } from "./figures";
import { fingerprint, gigabytes, refusal } from "./film";
import { type Lesson, type LessonAsked, lessonFields } from "./lesson_fields";
import { dayAt, madeAt } from "./made_on";
import { Remembered } from "./remembered";

const TICKS = ["parents", "register", "camera"] as const;

/** What Python gives for the form. */
export interface Asked extends LessonAsked {
  texts: Texts;
  lang: string;
  cycle: string;
  limit_bytes: number;
  endings: string[];
  intention: string;
  most_intention: number;
  /** The time zone of the school. */
  zone: string;
}

interface Form {
  intention: string;
  /** Which lesson it is, as far as it is told; a day that is not told is the film's own. */
  lesson: Lesson;
  madeOn: string;
  ticks: Set<string>;
  /** Why everything is asked although a film was begun: another was chosen, or that one is gone. */
  asksAll: "" | "other" | "gone";
}

const forms = new Map<string, Form>();

/** What is filled in now, for this cycle. */
export function filledIn(data: Asked): Form {
  const form: Form = forms.get(data.cycle) ?? {
    intention: data.intention, lesson: { group: "", day: "" }, madeOn: "", ticks: new Set<string>(),
    asksAll: "",
  };
  forms.set(data.cycle, form);
  return form;
}

/** The film is in: its form has done its work. */
export function forget(cycle: string): void {
  forms.delete(cycle);
}

function remembered(data: Asked): Remembered {
  return new Remembered(data.cycle, window.localStorage);
}

interface Tick {
  tick: (typeof TICKS)[number];
  box: HTMLInputElement;
  words: HTMLElement;
  row: HTMLElement;
}

function tickRow(tick: Tick["tick"], form: Form, changed: () => void): Tick {
  const box = el("input", { type: "checkbox", checked: form.ticks.has(tick) });
  const words = el("span");
  box.onchange = () => {
    if (box.checked) form.ticks.add(tick);
    else form.ticks.delete(tick);
    changed();
  };
  return { tick, box, words, row: el("label", { class: "tick" }, box, words) };
}

function intentionField(data: Asked, form: Form) {
  const id = newId("intention");
  const label = el("label", { for: id });
  const hint = el("p", { class: "soft", id: `${id}-hint` });
  const box = el("textarea", {
    id,
    rows: 2,
    maxlength: data.most_intention,
    "aria-describedby": `${id}-hint`,
  });
  box.value = form.intention;
  box.oninput = () => (form.intention = box.value);
  return { row: el("div", { class: "field" }, label, hint, box), label, hint };
}

/** A button that opens the file picker, in a place where a film can be dropped too. */
function dropZone(data: Asked, ready: () => boolean, take: (film: File | undefined) => void) {
  const picker = el("input", {
    type: "file",
    accept: ["video/*", ...data.endings].join(","),
    hidden: true,
  });
  const choose = el("button", { type: "button", class: "primary" });
  const hint = el("p", { class: "soft drop-hint" });
  const limit = el("p", { class: "soft" });
  const zone = el("div", { class: "drop" }, choose, picker, hint, limit);
  choose.onclick = () => {
    if (ready()) picker.click();
  };
  picker.onchange = () => {
    const film = picker.files?.[0];
    picker.value = ""; // Choosing the same film once more counts as choosing.
    take(film);
  };
  zone.ondragover = (event) => {
    event.preventDefault();
    zone.classList.add("over");
  };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer?.files[0]);
  };
  return { zone, choose, hint, limit };
}

/** What to do with a film, the fingerprint it is known by, and whether it was begun here before. */
export type Begin = (film: File, mark: string, resumed: boolean) => void;

/**
 * The form. `begin` gets a film that may go, once all ticks are set; `resumed` when it is the one
 * that was begun here before, whose words and ticks the server already has.
 */
export function filmForm(first: Asked, begin: Begin) {
  let data = first;
  const words = (key: string, fields = {}): string => fill(data.texts, key, fields);
  const form = filledIn(first);
  const before = el("p", { class: "note" });
  const intention = intentionField(first, form);
  const lesson = lessonFields(first, form.lesson);
  const legend = el("legend");
  const ticks = TICKS.map((tick) => tickRow(tick, form, ticked));
  const mistake = el("p", { class: "alert", role: "alert", hidden: true });
  const drop = dropZone(first, ready, (film) => void take(film));
  const attestation = el("fieldset", {}, legend, ...ticks.map(({ row }) => row));
  const root = el(
    "div",
    { class: "sheet" },
    before,
    intention.row,
    lesson.row,
    attestation,
    mistake,
    drop.zone,
  );

  function tell(sentence: string): void {
    show(mistake, sentence !== "");
    say(mistake, sentence);
  }

  function ticked(): void {
    if (form.ticks.size === TICKS.length) tell("");
  }

  /** A film was begun here, and nothing speaks against going on with it. */
  function isShort(): boolean {
    return form.asksAll === "" && remembered(data).begun() !== null;
  }

  /** Whether a film may be chosen now: the one that was begun may be, whatever is filled in. */
  function ready(): boolean {
    return (form.asksAll !== "gone" && remembered(data).begun() !== null) || isTicked();
  }

  function isTicked(): boolean {
    const missing = ticks.find(({ box }) => !box.checked);
    tell(missing === undefined ? "" : words("tick_first"));
    missing?.box.focus();
    return missing === undefined;
  }

  async function take(film: File | undefined): Promise<void> {
    if (film === undefined || !ready()) return;
    const no = refusal(film, { bytes: data.limit_bytes, endings: data.endings });
    if (no !== null) return tell(words(`refusals.${no.key}`, no.fields));
    const mark = await fingerprint(film).catch(() => null);
    if (mark === null) return tell(words("unreadable"));
    const made = await madeAt(film, Date.now()).catch(() => null);
    form.madeOn = dayAt(made ?? Date.now(), data.zone);
    // What was begun is known by its own mark: choosing another film by mistake loses nothing of it.
    const known = form.asksAll !== "gone" && remembered(data).knows(mark);
    if (known) return begin(film, mark, form.ticks.size < TICKS.length);
    if (!isShort()) return isTicked() ? begin(film, mark, false) : undefined;
    form.asksAll = "other";
    update(data);
    tell(words("not_the_same"));
  }

  function update(next: Asked): void {
    data = next;
    const begun = form.asksAll === "gone" ? null : remembered(data).begun();
    show(before, begun !== null);
    show(intention.row, !isShort());
    show(lesson.row, !isShort());
    show(attestation, !isShort());
    if (begun !== null) say(before, words("begun_before", { size: size(begun.size, data.lang) }));
    say(intention.label, words("intention"));
    say(intention.hint, words("intention_hint"));
    lesson.speak(words);
    say(legend, words("attestation"));
    for (const tick of ticks) say(tick.words, words(`attest.${tick.tick}`));
    say(drop.choose, words(isShort() ? "choose_again" : "choose"));
    say(drop.hint, words("drop"));
    say(drop.limit, words("limit", { gigabytes: gigabytes(data.limit_bytes) }));
  }

  return { root, update, focus: () => drop.choose.focus() };
}
