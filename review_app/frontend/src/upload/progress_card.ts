// The card of a film on its way: how far, in words and as a bar, and what can be done about it.
import { attribute, el, say, show } from "../common/dom";
import { icon } from "../common/icon";
import { size } from "./figures";
import { percent, timeLeft } from "./pace";
import type { Phase, Sending } from "./sending";

interface Language {
  words(key: string, fields?: Record<string, string | number>): string;
  lang: string;
  /** Where to sign in, in another tab. */
  signIn: string;
}

interface Choices {
  again(): void;
  other(): void;
}

const MOVING: readonly Phase[] = ["sending", "checking", "again", "busy"];

export function progressCard(sending: Sending, { words, lang, signIn }: Language, choices: Choices) {
  const name = el("strong", { class: "name" }, sending.film.name);
  const total = el("span", { class: "soft times" }, size(sending.film.size, lang));
  const bar = el("progress", { max: 100, "aria-label": words("progress") });
  const state = el("p", { class: "state times" });
  const spoken = el("p", { class: "unseen", role: "status" });
  const pace = el("p", { class: "soft times" });
  const safe = el("p", { class: "soft" }, words("safe"));
  const sentence = el("p", { class: "alert", role: "alert" });

  const signInLink = el(
    "a",
    { class: "button primary", href: signIn, target: "_blank", rel: "noopener" },
    words("sign_in_again"),
  );
  const goOn = el("button", { type: "button" }, words("go_on"));
  const again = el("button", { type: "button", class: "primary" }, words("again_now"));
  const other = el("button", { type: "button" }, words("other_film"));
  const stop = el("button", { type: "button", class: "quiet" }, words("stop"));
  goOn.onclick = () => sending.goOn();
  again.onclick = () => choices.again();
  other.onclick = () => choices.other();

  const sure = confirmation(words, () => void sending.cancel(), () => stop.focus());
  stop.onclick = () => sure.ask();

  const buttons = el("div", { class: "row" }, signInLink, goOn, again, other, stop);
  const root = el(
    "div",
    { class: "sheet" },
    el("p", { class: "row" }, icon("film"), name, total),
    bar,
    el("div", { class: "figures" }, state, pace),
    spoken,
    sentence,
    safe,
    buttons,
    sure.root,
  );

  let told = "";
  let drawnAt = 0;

  function stateWords(): string {
    const done = percent(sending.sent, sending.film.size, sending.phase === "done");
    // "No connection" would not be true where the server did answer.
    const answered = sending.phase === "again" && sending.sentence !== "";
    return words(answered ? "state.patience" : `state.${sending.phase}`, { percent: done });
  }

  function paceWords(): string {
    if (sending.phase !== "sending") return "";
    const speed = sending.pace.speed;
    const left = timeLeft(sending.pace.secondsTo(sending.film.size));
    if (speed === null || left === null) return "";
    return words("pace", { speed: size(speed, lang), left: words(left.key, { n: left.n }) });
  }

  /** Read aloud when the phase changes and at every tenth part, not at every per cent. */
  function speak(done: number): void {
    const turn = `${sending.phase}.${Math.floor(done / 10)}`;
    if (turn === told) return;
    told = turn;
    say(spoken, stateWords());
  }

  function update(): void {
    const at = Date.now();
    const done = percent(sending.sent, sending.film.size, sending.phase === "done");
    // Four times a second is enough for eyes; a change of phase shows at once.
    if (told.startsWith(`${sending.phase}.`) && sending.phase === "sending" && at - drawnAt < 250) {
      return;
    }
    drawnAt = at;
    attribute(bar, "value", done);
    say(state, stateWords());
    speak(done);
    say(pace, paceWords());
    const { phase } = sending;
    const why = phase === "refused" ? words(sending.why) : "";
    const no = phase === "sign_in" ? "" : sending.sentence || why;
    show(sentence, no !== "");
    say(sentence, no);
    show(safe, MOVING.includes(phase));
    show(signInLink, phase === "sign_in");
    show(goOn, phase === "sign_in" || phase === "again");
    show(again, phase === "refused");
    show(other, phase === "refused");
    show(stop, sending.active);
    if (!sending.active) sure.close();
  }

  return { root, update };
}

function confirmation(words: Language["words"], yes: () => void, no: () => void) {
  const sureButton = el("button", { type: "button" }, words("stop_yes"));
  const keep = el("button", { type: "button" }, words("stop_no"));
  const root = el(
    "div",
    { class: "note sure", role: "group", "aria-label": words("stop"), hidden: true },
    el("p", {}, words("stop_sure")),
    el("div", { class: "row" }, keep, sureButton),
  );
  const close = (): void => show(root, false);
  sureButton.onclick = () => {
    close();
    yes();
  };
  keep.onclick = () => {
    close();
    no();
  };
  return {
    root,
    close,
    ask(): void {
      show(root, true);
      keep.focus();
    },
  };
}
