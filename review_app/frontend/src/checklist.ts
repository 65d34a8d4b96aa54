// What is there and what is still missing, one line each, with a way to what is missing.
import "./common/look.css";
import "./checklist.css";
import { el } from "./common/dom";
import { icon } from "./common/icon";
import { mounting } from "./common/mount";

interface Check {
  met: boolean;
  says: string;
  /** Said to who cannot see the sign before it. */
  state: string;
  /** Where the way leads: a clip by its number, the note, or nowhere. */
  to: number | "note" | null;
  way: string;
}

interface Checklist {
  checks: Check[];
}

/** The first element in a part of this page, wherever its component draws. */
function inside(key: string, what: string, at = 0): HTMLElement | undefined {
  const hosts = document.querySelectorAll<HTMLElement>(`.st-key-${key} *`);
  for (const host of hosts) {
    const found = (host.shadowRoot ?? host).querySelectorAll<HTMLElement>(what);
    if (found.length > at) return found[at];
  }
  return undefined;
}

function jump(to: number | "note"): void {
  if (to === "note") {
    inside("publishing-note", "textarea")?.focus();
    return;
  }
  inside("workbench-desk", "[role=tab]", 1)?.click(); // the clips lie behind it
  const clip = (): HTMLElement | undefined => inside("workbench-desk", ".clips button.open", to - 1);
  clip()?.click();
  (clip() ?? inside("workbench-desk", "[role=tab]", 1))?.focus(); // opening drew the list anew
}

function line({ met, says, state, to, way }: Check): HTMLElement {
  const sign = met ? icon("check") : el("span", { class: "open", "aria-hidden": "true" });
  const button = met || to === null ? null : el("button", { type: "button", class: "quiet" }, way);
  if (button && to !== null) button.onclick = () => jump(to);
  const words = el("span", { class: "words" }, el("span", { class: "unseen" }, `${state}: `), says);
  return el("li", { class: met ? "met" : "unmet" }, sign, words, button);
}

export default mounting<Checklist>((_given, root) => {
  let drawn = "";
  return {
    update({ data }) {
      // Drawing anew would drop the focus from a way; only do so when something changed.
      const wanted = JSON.stringify(data);
      if (wanted === drawn) return;
      drawn = wanted;
      root.replaceChildren(el("ul", { class: "checklist", role: "list" }, ...data.checks.map(line)));
    },
  };
});
