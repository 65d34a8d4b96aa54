/** The clips of this film so far, how they are spread, and the way back after a removal. */

import { attribute, el, inOrder, say, show } from "../common/dom";
import { fill, fillCount, type Texts } from "../common/texts";
import { iconButton } from "../player/bar";
import { clock } from "../player/clock";
import { foundationIcon } from "./blocks";
import type { Data } from "./contract";
import { kindIcon } from "./kind_icon";
import type { Shown } from "./words";

export interface ListWants {
  open(client_id: string): void;
  play(client_id: string): void;
  remove(client_id: string): void;
  undo(): void;
}

export class ClipList {
  readonly element = el("div", { class: "clips" });
  private readonly list = el("ul", {});
  private readonly empty = el("p", { class: "soft" });
  private readonly count = el("p", { class: "soft" });
  private readonly back: HTMLElement;
  private readonly backSays = el("span", {});
  private readonly rows = new Map<string, { fresh: string; row: HTMLElement }>();
  private drawn = "";

  constructor(private readonly texts: Texts, private readonly wants: ListWants) {
    const undo = el("button", { type: "button", class: "small" }, fill(texts, "workbench.undo"));
    undo.addEventListener("click", wants.undo);
    this.back = el("div", { class: "note back", role: "status", hidden: true }, this.backSays, undo);
    say(this.empty, fill(texts, "workbench.empty"));
    this.element.append(this.count, this.back, this.empty, this.list);
  }

  /** Offers to put back what was just taken away, or no longer. */
  offer(key: "removed" | "reverted" | null, clip: Shown | null): void {
    show(this.back, key !== null && clip !== null);
    say(this.backSays, key && clip ? fill(this.texts, `workbench.${key}`, {
      start: clock(clip.start_ms), end: clock(clip.end_ms),
    }) : "");
  }

  show(clips: readonly Shown[], open: string | null, data: Data): void {
    const fresh = JSON.stringify([clips, open]);
    if (fresh === this.drawn) return;
    this.drawn = fresh;
    show(this.empty, clips.length === 0);
    say(this.count, fillCount(this.texts, "workbench.count", clips.length, { most: data.limits.clips_max }));
    const focused = this.focused();
    const here = new Set(clips.map((clip) => clip.client_id));
    for (const [id, { row }] of this.rows) {
      if (here.has(id)) continue;
      row.remove();
      this.rows.delete(id);
    }
    inOrder(this.list, clips.map((clip) => this.rowOf(clip, clip.client_id === open, data)));
    if (focused && !this.list.querySelector(":focus")) this.list.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
  }

  /** Where the focus is, so that drawing again does not lose it. */
  private focused(): string | null {
    const at = this.list.querySelector(":focus");
    const row = at?.closest("li");
    return row ? `li[data-clip="${row.dataset["clip"]}"] .${at!.classList[at!.classList.length - 1]}` : null;
  }

  /** The row of a clip as it is; made anew only when something of it changed. */
  private rowOf(clip: Shown, open: boolean, data: Data): HTMLElement {
    const fresh = JSON.stringify([clip, open]);
    const present = this.rows.get(clip.client_id);
    if (present?.fresh === fresh) return present.row;
    present?.row.remove();
    const row = this.row(clip, open, data);
    this.rows.set(clip.client_id, { fresh, row });
    return row;
  }

  private row(clip: Shown, open: boolean, data: Data): HTMLElement {
    const foundation = data.foundations.find((one) => one.key === clip.foundation);
    const dimension = foundation?.dimensions.find((one) => one.key === clip.dimension);
    const kind = data.prompt_kinds.find((one) => one.key === clip.prompt_kind);
    const which = { start: clock(clip.start_ms), end: clock(clip.end_ms) };
    const named = (key: string): string => fill(this.texts, `workbench.${key}`, which);
    const mark = el("span", { class: "mark" }, foundationIcon(clip.foundation));
    attribute(mark, "data-foundation", clip.foundation ?? undefined);
    const body = el("button", { type: "button", class: "open", "aria-current": open ? "true" : undefined },
      el("span", { class: "unseen" }, named("open_clip")), mark,
      el("span", { class: "about" },
        el("span", { class: "times" }, `${which.start} – ${which.end}`),
        el("span", { class: "name" }, dimension?.name ?? foundation?.name ?? fill(this.texts, "workbench.no_foundation")),
        el("span", { class: "fact soft" }, clip.fact || clip.question || fill(this.texts, "workbench.no_words"))));
    body.addEventListener("click", () => this.wants.open(clip.client_id));
    const row = el("li", { "data-clip": clip.client_id, class: open ? "open_now" : undefined }, body,
      kind ? el("span", { class: "kind soft", title: kind.name }, kindIcon(kind.key, data.prompt_kinds), el("span", { class: "unseen" }, kind.name)) : null,
      iconButton("play", named("play_one"), () => this.wants.play(clip.client_id), "play_one"),
      iconButton("edit", named("edit"), () => this.wants.open(clip.client_id), "edit"),
      iconButton("remove", named("remove_one"), () => this.wants.remove(clip.client_id), "remove_one"));
    const held = clip.apart ? fill(this.texts, "workbench.apart") : clip.refused;
    if (held) row.append(el("p", { class: "mistake" }, held));
    return row;
  }
}
