// The six steps of a cycle as a thin path, and a year as a strip of cycles. A state is told by shape
// and words; colour only underlines it.
import "./common/look.css";
import "./cycle_path.css";
import { el } from "./common/dom";
import { icon, type IconName } from "./common/icon";
import { type Given, mounting } from "./common/mount";
import { fill, type Texts } from "./common/texts";

type StepState = "done" | "now" | "later";

interface Step {
  key: IconName;
  word: string;
  state: StepState;
}

interface CyclePath {
  variant: "cycle";
  texts: Texts;
  steps: Step[];
  /** Whose turn it is, a sentence, or empty. */
  turn: string;
  mine: boolean;
  /** When the film disappears, or that it has; a sentence, or empty. */
  film: string;
  gone: boolean;
}

interface YearCycle {
  id: string;
  number: number;
  state: "planned" | "open" | "completed" | "partial" | "stopped";
  /** How many of the six steps are done. */
  done: number;
  /** The state in words. */
  word: string;
  when: string;
}

interface YearPath {
  variant: "year";
  texts: Texts;
  cycles: YearCycle[];
}

function stepItem(step: Step, number: number, texts: Texts): HTMLElement {
  const dot = el("span", { class: "dot" }, icon(step.state === "done" ? "check" : step.key));
  return el(
    "li",
    { "data-state": step.state, "aria-current": step.state === "now" ? "step" : undefined },
    dot,
    el("span", { class: "unseen" }, `${fill(texts, "number", { n: number })} `),
    el("span", { class: "word" }, step.word),
    el("span", { class: "unseen" }, `, ${fill(texts, `state.${step.state}`)}`),
  );
}

function drawCycle(root: HTMLElement, data: CyclePath): void {
  const at = data.steps.findIndex((step) => step.state === "now");
  const present = data.steps[at];
  const here =
    present === undefined
      ? null
      : el(
          "p",
          { class: "here", "aria-hidden": "true" },
          fill(data.texts, "here", { n: at + 1, word: present.word }),
        );
  const turnClass = data.mine ? "turn mine" : "turn";
  const turn = data.turn === "" ? null : el("p", { class: turnClass }, data.turn);
  const sign = icon(data.gone ? "check" : "clock");
  const film = data.film === "" ? null : el("p", { class: "soft row" }, sign, data.film);
  root.replaceChildren(
    el(
      "div",
      { class: "path" },
      el(
        "ol",
        { "aria-label": fill(data.texts, "label") },
        ...data.steps.map((step, index) => stepItem(step, index + 1, data.texts)),
      ),
      here,
    ),
    el("div", { class: "below" }, turn, film),
  );
}

function tile(cycle: YearCycle, given: Given<CyclePath | YearPath>, texts: Texts): HTMLElement {
  const bars = Array.from({ length: 6 }, (_, index) =>
    el("i", { class: index < cycle.done ? "bar full" : "bar" }),
  );
  const inside = [
    el("span", { class: "number" }, fill(texts, "cycle", { n: cycle.number })),
    el("span", { class: "bars", "aria-hidden": "true" }, ...bars),
    el("span", { class: "soft" }, cycle.word),
    cycle.when === "" ? null : el("span", { class: "soft" }, cycle.when),
  ];
  if (cycle.id === "") return el("div", { class: "tile" }, ...inside);
  const button = el("button", { type: "button", class: "tile" }, ...inside);
  button.onclick = () => given.setTriggerValue("opened", cycle.id);
  return button;
}

function drawYear(root: HTMLElement, data: YearPath, given: Given<CyclePath | YearPath>): void {
  root.replaceChildren(
    el(
      "ol",
      { class: "year", "aria-label": fill(data.texts, "year") },
      ...data.cycles.map((cycle) =>
        el("li", { "data-state": cycle.state }, tile(cycle, given, data.texts)),
      ),
    ),
  );
}

export default mounting<CyclePath | YearPath>((_given, root) => {
  let drawn = "";
  return {
    update(given) {
      // Drawing anew would drop the focus from a tile; only do so when something changed.
      const wanted = JSON.stringify(given.data);
      if (wanted === drawn) return;
      drawn = wanted;
      if (given.data.variant === "year") drawYear(root, given.data, given);
      else drawCycle(root, given.data);
    },
  };
});
