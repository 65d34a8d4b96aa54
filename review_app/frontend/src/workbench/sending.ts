/** Sends what the desk wants to tell, one act at a time, and says how that is going. */

import { el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Span } from "../player/frames";
import { merged } from "../player/spans";
import type { Queue } from "./queue";

export class Sending {
  readonly element: HTMLElement;
  private readonly busy: HTMLElement;
  private readonly line = el("span", { role: "status" });
  private timer = 0;
  private watched: Span[] = [];
  private was_saving = false;
  private free_at = 0;

  constructor(
    private readonly desk: Queue, private readonly texts: Texts,
    private readonly trigger: (name: string, says: unknown) => void,
  ) {
    this.busy = el("span", { "aria-hidden": "true", hidden: true }, fill(texts, "workbench.saving"));
    this.element = el("p", { class: "saved soft" }, this.busy, this.line);
  }

  /** Tells once that somebody came to look. */
  opened(): void {
    this.trigger("opened", true);
    this.free_at = Date.now() + 1000;
  }

  /** What was watched waits until no act is under way: a later trigger would push an earlier one out. */
  tell(spans: Span[]): void {
    this.watched = merged([...this.watched, ...spans]);
    this.pump();
  }

  pump(): void {
    window.clearTimeout(this.timer);
    const now = Date.now();
    const act = now >= this.free_at ? this.desk.nextAct(now) : null;
    if (act) this.trigger(act.name, act.says);
    else if (this.watched.length > 0 && !this.desk.saving() && now >= this.free_at) {
      this.trigger("watched", { spans: this.watched });
      this.watched = [];
      this.free_at = now + 1000;
    }
    const waits = this.desk.waits(now) ?? (this.watched.length > 0 ? 1000 : null);
    if (waits !== null) {
      const gap = Math.max(waits, this.free_at - now, 20);
      this.timer = window.setTimeout(() => this.pump(), gap);
    }
    this.report();
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
