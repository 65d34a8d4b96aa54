/** Two tabs changed the same clip: both texts, and the choice between them. */

import { el, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import type { Data } from "./contract";
import type { Fields, Name, Shown } from "./words";

export class Apart {
  readonly element = el("div", { class: "note apart", role: "alert", hidden: true });
  private drawn = "";

  constructor(
    private readonly texts: Texts, private readonly data: () => Data,
    private readonly choose: (whose: "mine" | "theirs") => void,
  ) {}

  /** Shows what the other tab wrote, or nothing when there is nothing to choose. */
  show(clip: Shown | null): void {
    const apart = clip?.apart ?? null;
    show(this.element, apart !== null);
    const fresh = JSON.stringify(apart);
    if (fresh === this.drawn) return;
    this.drawn = fresh;
    if (!apart) {
      this.element.replaceChildren();
      return;
    }
    const t = (key: string): string => fill(this.texts, `workbench.${key}`);
    const button = (key: string, whose: "mine" | "theirs"): HTMLButtonElement => {
      const made = el("button", { type: "button", class: whose }, t(key));
      made.addEventListener("click", () => this.choose(whose));
      return made;
    };
    this.element.replaceChildren(
      el("p", {}, el("strong", {}, t("apart")), " ", t("apart_hint")),
      el("dl", {}, ...this.rows(apart.theirs, apart.names).flatMap(([says, words]) => [
        el("dt", { class: "soft" }, says), el("dd", {}, words),
      ])),
      el("div", { class: "row" }, button("keep_mine", "mine"), button("take_theirs", "theirs")));
    this.element.scrollIntoView({ block: "nearest" }); // whoever is typing further down must see it
  }

  private rows(theirs: Fields, names: readonly Name[]): [string, string][] {
    const { foundations, prompt_kinds } = this.data();
    const t = (key: string): string => fill(this.texts, `workbench.${key}`);
    const foundation = foundations.find((one) => one.key === theirs.foundation);
    const dimension = foundation?.dimensions.find((one) => one.key === theirs.dimension);
    const words: Record<Name, [string, string] | null> = {
      start_ms: [t("clip"), `${clock(theirs.start_ms)} – ${clock(theirs.end_ms)}`],
      end_ms: null,
      foundation: [t("foundation"), [foundation?.name, dimension?.name].filter(Boolean).join(", ")],
      dimension: null,
      prompt_kind: [t("kind"), prompt_kinds.find((one) => one.key === theirs.prompt_kind)?.name ?? ""],
      fact: [t("fact"), theirs.fact],
      question: [t("question"), theirs.question],
    };
    const first: Partial<Record<Name, Name>> = { end_ms: "start_ms", dimension: "foundation" };
    const wanted = [...new Set(names.map((name) => first[name] ?? name))];
    return wanted.map((name) => words[name]!).map(([says, said]) => [says, said || t("nothing_there")]);
  }
}
