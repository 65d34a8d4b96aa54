/** Typing over a line in its place. Enter saves, Escape leaves it as it was. */

import { el, newId, say, show } from "../../common/dom";
import { fill, type Texts } from "../../common/texts";
import { clock } from "../clock";
import { type Draft, draftOf } from "./drafts";
import { type Outcome, putRight, type Said } from "./said";

export interface Editing {
  /** The line was saved, and stood like this before. */
  saved(line: Said, before: string): void;
  /** The line changed meanwhile: it stands like this now. */
  fresh(line: Said): void;
  /** Done; the focus goes back to the line. */
  closed(): void;
}

export class Editor {
  readonly element = el("div", { class: "editor" });
  private readonly box: HTMLTextAreaElement;
  private readonly says = el("p", { class: "soft", role: "status" });
  private readonly save: HTMLButtonElement;
  private readonly theirs: HTMLButtonElement;
  private busy = false;

  constructor(
    private readonly texts: Texts, private line: Said, readonly draft: Draft, private readonly on: Editing,
  ) {
    const id = newId("line");
    const at = clock(line.start_ms);
    this.box = el("textarea", { id, rows: 1, maxlength: 1000, "aria-label": fill(texts, "transcript.text", { at }) });
    this.box.value = draft.text;
    this.box.addEventListener("input", () => (draft.text = this.box.value));
    this.box.addEventListener("keydown", (event) => this.typed(event));
    this.save = this.button("transcript.save", () => void this.keep(this.draft.text), "primary");
    this.theirs = this.button("transcript.take_theirs", () => this.close());
    const buttons = [this.save, this.button("transcript.cancel", () => this.close()), this.theirs];
    show(this.theirs, false);
    if (line.original !== null) {
      buttons.push(this.button("transcript.put_back", () => void this.keep(null)));
      say(this.says, fill(texts, "transcript.heard", { text: line.original }));
    }
    this.element.append(this.says, this.box, el("div", { class: "row" }, ...buttons));
    this.element.addEventListener("click", (event) => event.stopPropagation());
  }

  private button(key: string, press: () => void, look = ""): HTMLButtonElement {
    const made = el("button", { type: "button", class: `small ${look}` }, fill(this.texts, key));
    made.addEventListener("click", press);
    return made;
  }

  focus(): void {
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
    this.element.scrollIntoView({ block: "nearest" });
  }

  get hasFocus(): boolean {
    return this.box.matches(":focus");
  }

  private typed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter") void this.keep(this.draft.text);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private close(): void {
    this.on.closed();
  }

  /** Saves these words, or with null gives the line back as it was heard. */
  private async keep(text: string | null): Promise<void> {
    if (this.busy) return;
    if (text !== null && text.trim() === this.line.text) {
      this.close();
      return;
    }
    this.busy = true;
    say(this.says, fill(this.texts, "transcript.saving"));
    const before = this.line.text;
    const came = await putRight({ ...this.line, version: this.draft.version }, text);
    this.busy = false;
    this.answer(came, before);
  }

  private answer(came: Outcome, before: string): void {
    if (came.kind === "saved") {
      this.on.saved(came.line, before);
      this.on.closed();
    } else if (came.kind === "changed") {
      this.line = came.line;
      Object.assign(this.draft, { ...draftOf(came.line), text: this.draft.text });
      this.on.fresh(came.line);
      this.box.focus();
      say(this.says, fill(this.texts, "transcript.changed", { theirs: came.line.text }));
      say(this.save, fill(this.texts, "transcript.keep_mine"));
      show(this.theirs, true);
    } else {
      say(this.says, came.kind === "refused" ? came.sentence : fill(this.texts, "transcript.not_saved"));
    }
  }
}
