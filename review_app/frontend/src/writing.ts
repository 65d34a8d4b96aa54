// A text box that saves as you type. The words live in this tab until Python says they are kept: a
// rerun, a page change or a lost connection takes none of them.
import "./common/look.css";
import "./writing.css";
import { attribute, el, newId, say, show } from "./common/dom";
import { type Given, mounting } from "./common/mount";
import { fill, type Texts } from "./common/texts";
import {
  chosen,
  type Draft,
  type Kept,
  opened,
  sending,
  told,
  toSend,
  typing,
  unheard,
  unkept,
} from "./writing/draft";
import { holdClicks, type Words } from "./writing/hold";

const PAUSE_MS = 600;
const NO_ANSWER_MS = 10_000;

interface Writing {
  /** What this text is, unique in the app: the words of two boxes never mix. */
  of: string;
  texts: Texts;
  label: string;
  hint: string;
  text: string;
  version: number;
  /** When it was kept, in words ("14:02"), or empty. */
  at: string;
  /** The `at` of the last draft that Python received. */
  heard: string;
  max_length: number;
  rows: number;
  /** Why the last draft was not kept, a sentence, or empty. */
  refused: string;
  /** The other's text, when both wrote. */
  conflict: { theirs: string } | null;
}

// Both outlive the component: see common/mount.ts.
const drafts = new Map<string, Draft>();
const boxes = new Set<Words>();

holdClicks({
  pending: () => [...boxes].some((box) => box.pending()),
  flush: () => boxes.forEach((box) => box.flush()),
});

// The tab warns before it closes while words are not kept yet, and only then.
window.addEventListener("beforeunload", (event) => {
  if ([...drafts.values()].some(unkept)) event.preventDefault();
});

function build(given: Given<Writing>, root: HTMLElement) {
  const id = newId("writing");
  const label = el("label", { for: id });
  const hint = el("p", { class: "soft", id: `${id}-hint` });
  const box = el("textarea", { id, "aria-describedby": `${id}-hint ${id}-left` });
  const kept = el("p", { class: "soft times", role: "status" });
  const left = el("p", { class: "soft times", id: `${id}-left` });
  const refused = el("p", { class: "alert", role: "alert" });
  const conflict = el("div", { class: "conflict" });
  root.append(
    el(
      "div",
      { class: "field" },
      label,
      hint,
      box,
      el("div", { class: "under" }, kept, left),
      refused,
      conflict,
    ),
  );
  let now = given;
  let data = given.data;
  let pause = 0;
  let silence = 0;
  let shownConflict = "";

  const draft = (): Draft => drafts.get(data.of) ?? opened(data);
  const put = (next: Draft): void => {
    drafts.set(data.of, next);
  };

  function send(): void {
    window.clearTimeout(pause);
    if (data.conflict !== null) return;
    const out = toSend(draft(), new Date().toISOString());
    if (out === null) return;
    put(sending(draft(), out));
    now.setTriggerValue("draft", out);
    window.clearTimeout(silence);
    silence = window.setTimeout(() => {
      put(unheard(draft()));
      say(kept, fill(data.texts, "no_answer"));
      send();
    }, NO_ANSWER_MS);
  }

  function sendSoon(): void {
    window.clearTimeout(pause);
    pause = window.setTimeout(send, PAUSE_MS);
  }

  function tell(): void {
    const length = box.value.length;
    const room = data.max_length - length;
    show(left, room < data.max_length / 5);
    if (!left.hidden) say(left, fill(data.texts, "left", { n: room }));
    if (stuck()) say(kept, fill(data.texts, "not_kept"));
    else if (unkept(draft())) say(kept, fill(data.texts, "keeping"));
    else if (data.at !== "") say(kept, fill(data.texts, "kept", { at: data.at }));
    else say(kept, "");
  }

  function choose(text: string, choice: "mine" | "theirs"): void {
    const other: Kept = { text: data.text, version: data.version };
    put(chosen(other, text));
    box.value = text;
    data = { ...data, conflict: null };
    drawConflict();
    now.setTriggerValue("chosen", { choice, text, version: other.version });
    tell();
  }

  function drawConflict(): void {
    const theirs = data.conflict?.theirs;
    show(conflict, theirs !== undefined);
    attribute(box, "readonly", theirs !== undefined);
    const signature = theirs === undefined ? "" : `.${theirs}`;
    if (signature === shownConflict) return;
    shownConflict = signature;
    if (theirs === undefined) return conflict.replaceChildren();
    const mine = draft().typed;
    const keepMine = el("button", { type: "button" }, fill(data.texts, "keep_mine"));
    const takeTheirs = el("button", { type: "button" }, fill(data.texts, "take_theirs"));
    keepMine.onclick = () => (choose(mine, "mine"), box.focus());
    takeTheirs.onclick = () => (choose(theirs, "theirs"), box.focus());
    conflict.replaceChildren(
      el("p", { class: "note", role: "alert" }, fill(data.texts, "both_wrote")),
      el("p", { class: "whose" }, fill(data.texts, "mine")),
      el("p", { class: "words" }, mine),
      keepMine,
      el("p", { class: "whose" }, fill(data.texts, "theirs")),
      el("p", { class: "words" }, theirs),
      takeTheirs,
    );
  }

  box.oninput = () => {
    put(typing(draft(), box.value));
    tell();
    sendSoon();
  };
  box.onblur = send;
  const hidden = (): void => {
    if (document.visibilityState === "hidden") send();
  };
  document.addEventListener("visibilitychange", hidden);
  const stuck = (): boolean => data.conflict !== null || data.refused !== "";
  const words: Words = { pending: () => unkept(draft()) && !stuck(), flush: send };
  boxes.add(words);

  function update(next: Given<Writing>): void {
    const moved = next.data.of !== data.of;
    now = next;
    data = next.data;
    put(told(draft(), { text: data.text, version: data.version }, data.heard));
    if (draft().sent === null) window.clearTimeout(silence);
    say(label, data.label);
    say(hint, data.hint);
    show(hint, data.hint !== "");
    attribute(box, "maxlength", data.max_length);
    attribute(box, "rows", data.rows);
    // Setting the same value would still move the caret.
    if (moved || box.value !== draft().typed) box.value = draft().typed;
    // A conflict with a text of our own, whose answer got lost, is none.
    const theirs = data.conflict?.theirs;
    if (theirs !== undefined && draft().lately.includes(theirs)) choose(draft().typed, "mine");
    show(refused, data.refused !== "");
    say(refused, data.refused);
    drawConflict();
    tell();
    if (data.refused === "") sendSoon();
  }

  function unmount(): void {
    send();
    window.clearTimeout(pause);
    window.clearTimeout(silence);
    document.removeEventListener("visibilitychange", hidden);
    boxes.delete(words);
    // On its way when the page changed: whoever comes back asks again rather than waits.
    put(unheard(draft()));
  }

  return { update, unmount };
}

export default mounting<Writing>(build);
