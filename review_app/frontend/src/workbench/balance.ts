/** How the clips are spread: a small picture that counts, and neither judges nor points anywhere. */

import { attribute, el } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { foundationIcon } from "./blocks";
import type { Data, PromptKind } from "./contract";
import { kindIcon } from "./kind_icon";

/** What of a clip is counted. */
export interface Counted {
  foundation: string | null;
  prompt_kind: string | null;
}

/** The clips of one foundation, or those that have none yet. */
export interface Row {
  foundation: string | null;
  kinds: (string | null)[];
}

/** One row per foundation, empty ones too; clips without one come last, when there are any. */
export function rowsOf(clips: readonly Counted[], foundations: readonly string[]): Row[] {
  const of = (foundation: string | null): Row => ({
    foundation,
    kinds: clips.filter((clip) => clip.foundation === foundation).map((clip) => clip.prompt_kind),
  });
  const loose = of(null);
  return [...foundations.map(of), ...(loose.kinds.length > 0 ? [loose] : [])];
}

export class Balance {
  readonly element: HTMLElement;
  private readonly rows = el("ul", { class: "spread" });
  private readonly kinds = el("ul", { class: "kinds" });
  private drawn = "";

  constructor(private readonly texts: Texts) {
    this.element = el("section", { class: "balance", "aria-label": fill(texts, "workbench.balance") },
      this.rows, this.kinds);
  }

  show(clips: readonly Counted[], { foundations, prompt_kinds }: Pick<Data, "foundations" | "prompt_kinds">): void {
    const fresh = JSON.stringify(clips.map(({ foundation, prompt_kind }) => [foundation, prompt_kind]));
    if (fresh === this.drawn) return;
    this.drawn = fresh;
    const names = new Map(foundations.map(({ key, name }) => [key, name]));
    this.rows.replaceChildren(...rowsOf(clips, [...names.keys()]).map((row) =>
      this.row(row, prompt_kinds, names.get(row.foundation ?? "") ?? fill(this.texts, "workbench.no_foundation"))));
    this.kinds.replaceChildren(...prompt_kinds.map(({ key, name }) => el("li", {},
      kindIcon(key, prompt_kinds), el("span", { class: "name" }, name),
      el("strong", { class: "times" }, String(clips.filter((clip) => clip.prompt_kind === key).length)))));
  }

  /** A tile per clip, in the hue of its foundation and with the icon of its kind. */
  private row({ foundation, kinds }: Row, all: readonly PromptKind[], name: string): HTMLElement {
    const tiles = kinds.map((kind) => el("i", {}, kind ? kindIcon(kind, all) : null));
    const item = el("li", {}, foundationIcon(foundation), el("span", { class: "name" }, name),
      el("strong", { class: "times" }, String(kinds.length)),
      el("span", { class: "tiles", "aria-hidden": "true" }, ...tiles));
    attribute(item, "data-foundation", foundation ?? undefined);
    return item;
  }
}
