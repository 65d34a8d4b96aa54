/** Sends what the desk wants to tell, one act at a time, and says how that is going. */

import { say } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Span } from "../player/frames";
import { merged } from "../player/spans";
import type { Desk } from "./desk";

export class Sending {
  private timer = 0;
  private watched: Span[] = [];
  private was_saving = false;
  private free_at = 0;

  constructor(
    private readonly desk: Desk, private readonly texts: Texts, private readonly line: HTMLElement,
    private readonly trigger: (name: string, says: unknown) => void,
  ) {}

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

  private report(): void {
    const saving = this.desk.saving();
    if (saving) {
      say(this.line, fill(this.texts, this.desk.late() ? "workbench.late" : "workbench.saving"));
    } else if (this.was_saving) {
      const at = new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
      const refused = this.desk.unsaved();
      say(this.line, fill(this.texts, refused ? "workbench.unsaved" : "workbench.saved", { at }));
    }
    const left = fill(this.texts, "workbench.unsaved");
    if (!saving && this.line.textContent === left && !this.desk.unsaved()) say(this.line, "");
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
