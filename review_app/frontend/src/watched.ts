// A film as a line for each person, with the parts that were sent to them: to look at, not to read.
// The same is said in words for who cannot see it.
import "./common/look.css";
import "./watched.css";
import { el } from "./common/dom";
import { type Given, mounting } from "./common/mount";

type Part = [start_ms: number, end_ms: number];

interface Row {
  name: string;
  /** How much of the film that is, beside the line. */
  much: string;
  /** Everything the line shows, in words. */
  says: string;
  sent: Part[];
  played: Part[];
}

interface Watched {
  title: string;
  length_ms: number;
  /** Places along the line, each with its word. */
  ticks: { at_ms: number; word: string }[];
  rows: Row[];
}

function along(ms: number, length_ms: number): string {
  return `${(100 * Math.min(Math.max(ms, 0), length_ms)) / length_ms}%`;
}

function piece(kind: string, [start, end]: Part, length_ms: number): HTMLElement {
  const drawn = el("span", { class: kind });
  drawn.style.insetInlineStart = along(start, length_ms);
  drawn.style.inlineSize = along(Math.min(end, length_ms) - start, length_ms);
  return drawn;
}

function row({ name, much, says, sent, played }: Row, length_ms: number): HTMLElement {
  const line = el("span", { class: "line", "aria-hidden": "true" },
    ...sent.map((part) => piece("sent", part, length_ms)),
    ...played.map((part) => piece("played", part, length_ms)));
  const words = el("span", { class: "words", "aria-hidden": "true" },
    el("span", { class: "name" }, name), el("span", { class: "soft times" }, much));
  return el("li", {}, words, line, el("span", { class: "unseen" }, says));
}

function scale({ ticks, length_ms }: Watched): HTMLElement {
  const marks = ticks.map(({ at_ms, word }) => {
    const mark = el("span", { class: "times" }, word);
    mark.style.insetInlineStart = along(at_ms, length_ms);
    return mark;
  });
  return el("div", { class: "scale soft", "aria-hidden": "true" }, ...marks);
}

export default mounting<Watched>((_given, root) => {
  let drawn = "";
  return {
    update({ data }: Given<Watched>) {
      const wanted = JSON.stringify(data);
      if (wanted === drawn) return;
      drawn = wanted;
      root.replaceChildren(el("div", { class: "watched" },
        el("ul", { "aria-label": data.title }, ...data.rows.map((each) => row(each, data.length_ms))),
        scale(data)));
    },
  };
});
