/** Sends what the desk wants to tell, one act at a time, and says how that is going. */

import { el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Span } from "../player/frames";
import { merged } from "../player/spans";
import { askFor } from "./asking";
import type { Answer } from "./lying";
import type { Queue, Telling } from "./queue";

/** Between two words to the screen: one that is still on its way would be pushed out. */
const GAP_MS = 300;
/** Once nothing was done for so long, the rest of the page may be drawn anew. */
const REST_MS = 1000;

export class Sending {
  readonly element: HTMLElement;
  private readonly busy: HTMLElement;
  private readonly line = el("span", { role: "status" });
  private timer = 0;
  private watched: Span[] = [];
  private was_saving = false;
  private free_at = 0;
  /** When to tell that the desk is at rest; Infinity when there is nothing new to tell of. */
  private rest_at = Number.POSITIVE_INFINITY;

  constructor(
    private readonly desk: Queue, private readonly texts: Texts, private readonly address: string,
    private readonly answered: (answer: Answer) => void,
    private readonly trigger: (name: string, says: unknown) => void,
  ) {
    this.busy = el("span", { "aria-hidden": "true", hidden: true }, fill(texts, "workbench.saving"));
    this.element = el("p", { class: "saved soft" }, this.busy, this.line);
  }

  /** Tells once that somebody came to look. */
  opened(): void {
    this.trigger("opened", true);
    this.free_at = Date.now() + GAP_MS;
  }

  /** What was watched waits until no act is under way: the screen that follows would hold up its answer. */
  tell(spans: Span[]): void {
    this.watched = merged([...this.watched, ...spans]);
    this.pump();
  }

  pump(): void {
    window.clearTimeout(this.timer);
    const now = Date.now();
    const act = this.desk.nextAct(now);
    if (act) {
      this.rest_at = now + REST_MS;
      void this.ask(act);
    } else if (this.watched.length > 0 && !this.desk.saving() && now >= this.free_at) {
      this.trigger("watched", { spans: this.watched });
      this.watched = [];
      this.free_at = now + GAP_MS;
    } else if (now >= this.rest_at && !this.desk.saving() && now >= this.free_at) {
      this.trigger("rested", true);
      this.rest_at = Number.POSITIVE_INFINITY;
      this.free_at = now + GAP_MS;
    }
    const waits = Math.min(
      this.desk.waits(now) ?? Number.POSITIVE_INFINITY,
      this.watched.length > 0 ? GAP_MS : Number.POSITIVE_INFINITY,
      this.rest_at - now,
    );
    if (waits < Number.POSITIVE_INFINITY) {
      const gap = Math.max(waits, this.free_at - now, 20);
      this.timer = window.setTimeout(() => this.pump(), gap);
    }
    this.report();
  }

  /** An act that got no answer is sent again by the desk; where nothing is left, the screen says so. */
  private async ask(act: Telling): Promise<void> {
    const came = await askFor(this.address, act);
    if (came === "gone") this.trigger("rested", true);
    else if (came !== "lost") this.answered(came);
  }

  /**
   * What is heard is what is kept, once a minute at most; that it is on its way is only seen. While
   * somebody types, every few words are saved, and a screen reader must not tell that each time.
   */
  private report(): void {
    const { desk, texts } = this;
    const saving = desk.saving();
    const late = saving && desk.late();
    show(this.busy, saving && !late);
    this.line.classList.toggle("unseen", saving && !late);
    if (late) say(this.line, fill(texts, "workbench.late"));
    else if (!saving && desk.unsaved()) say(this.line, fill(texts, "workbench.unsaved"));
    else if (!saving && this.was_saving) say(this.line, fill(texts, "workbench.saved", { at: timeOfDay() }));
    else if (!saving && this.line.textContent === fill(texts, "workbench.unsaved")) say(this.line, "");
    this.was_saving = saving;
  }

  /** Whoever leaves the tab does not lose the last words. */
  hurry(): void {
    this.desk.hurry();
    this.pump();
  }

  leave(): void {
    window.clearTimeout(this.timer);
  }
}

function timeOfDay(): string {
  return new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
}
