/** Clips: cut, opened, written about, saved, left, removed and put back. */

import type { Span } from "../player/frames";
import { momentAround } from "../player/spans";
import { type Fields, fieldsOf, same, type Shown } from "./words";
import type { Edges } from "./edges";
import type { Hands } from "./hands";
import { Digits } from "./pick";

export class Clips {
  private readonly digits = new Digits();
  /** What `putBack` puts back: a clip that was removed, or words that were left unsaved. */
  private last: Shown | null = null;

  constructor(private readonly hands: Hands, private readonly edges: Edges) {}

  private get moment_span(): Span {
    const { fps, duration_ms } = this.hands.data();
    return momentAround(Math.round(this.hands.stage.seconds * 1000), fps, duration_ms);
  }

  get isFull(): boolean {
    return this.hands.kept.desk.shown().length >= this.hands.data().limits.drafts_max;
  }

  /** The moment on screen, 15 s to both sides, in one press. */
  moment(): void {
    if (this.cut(this.moment_span)) this.hands.focusFilm();
  }

  /** A clip of the marks; `write` puts the cursor where one writes about it. */
  make(write: boolean): void {
    const { span } = this.edges;
    if (!span || !this.cut(span)) return;
    if (write) this.hands.focusBox("fact");
    else this.hands.focusFilm();
  }

  private cut(span: Span): boolean {
    const { kept } = this.hands;
    if (this.isFull) {
      this.hands.tell("workbench.full", { most: this.hands.data().limits.drafts_max });
      return false;
    }
    kept.desk.hurry();
    this.forget();
    this.open(kept.desk.cut(span), false);
    return true;
  }

  open(client_id: string, jump: boolean): void {
    const { kept, stage } = this.hands;
    const clip = kept.desk.one(client_id);
    if (!clip) return;
    kept.desk.hurry();
    Object.assign(kept, { open: client_id, before: clip, begun: false });
    kept.pick.take(clip);
    this.hands.reveal(clip);
    if (jump) {
      stage.pause();
      this.leaveLoop();
      stage.seek(clip.start_ms);
    }
    this.hands.after();
    if (jump) this.hands.toComposer();
  }

  /** Nothing is open any more. */
  close(): void {
    const { kept } = this.hands;
    Object.assign(kept, { open: null, before: null, begun: false, resume: false, caret: null });
    kept.pick.take(null);
    this.leaveLoop();
  }

  /** Somebody writes without a clip: it is about the marks, or about the moment on screen. */
  begin(): void {
    if (this.cut(this.edges.span ?? this.moment_span)) this.hands.kept.begun = true;
  }

  /** Typing holds the film still. */
  typing(field: "fact" | "question"): void {
    const { kept, stage } = this.hands;
    kept.caret = { field, when: Date.now() };
    if (stage.paused) return;
    kept.resume = true;
    stage.pause();
  }

  change(part: Partial<Fields>): void {
    const { kept } = this.hands;
    if (!kept.open) return;
    kept.desk.change(kept.open, part, Date.now());
    this.hands.after();
  }

  save(): void {
    this.hands.kept.desk.hurry();
    this.leave();
  }

  /** Everything as it was when the clip was opened; the words can still be put back. */
  cancel(): void {
    const { open, before, begun, desk } = this.hands.kept;
    const now = open ? desk.one(open) : null;
    if (now && begun) {
      this.remove(now.client_id);
    } else if (now && before && !same(now, before)) {
      this.last = now;
      this.hands.offer("reverted", now);
      desk.change(now.client_id, fieldsOf(before), Number.NEGATIVE_INFINITY);
    }
    this.leave();
  }

  private leave(): void {
    const { resume } = this.hands.kept;
    this.close();
    this.hands.after();
    this.hands.focusFilm();
    if (resume) void this.hands.stage.play();
  }

  remove(client_id: string): void {
    const { kept } = this.hands;
    this.last = kept.desk.one(client_id);
    kept.desk.remove(client_id);
    if (kept.open === client_id) this.close();
    this.hands.offer("removed", this.last);
    this.hands.after();
  }

  putBack(): void {
    if (!this.last) return;
    this.hands.kept.desk.restore(this.last.client_id, fieldsOf(this.last));
    this.forget();
    this.hands.after();
    this.hands.focusFilm();
  }

  private forget(): void {
    this.last = null;
    this.hands.offer(null, null);
  }

  // Playing

  play(): void {
    const { span } = this.edges;
    if (span) this.hands.stage.playOnly(span, this.hands.stage.loop);
  }

  loop(): void {
    const { span } = this.edges;
    if (this.hands.stage.loop || !span) this.leaveLoop();
    else this.hands.stage.playOnly(span, true);
    this.hands.after();
  }

  leaveLoop(): void {
    this.hands.stage.only = null;
    this.hands.stage.loop = false;
  }

  /** 1, 2 or 3 names the foundation, a second digit soon after its dimension. */
  digit(n: number): void {
    const { kept } = this.hands;
    if (!kept.open) this.make(false);
    const clip = kept.open ? kept.desk.one(kept.open) : null;
    if (!clip) {
      if (!this.isFull) this.hands.tell("workbench.marks_first");
      return;
    }
    const { foundations } = this.hands.data();
    const present = foundations.find((one) => one.key === clip.foundation);
    if (this.digits.means(performance.now()) === "dimension" && present) {
      const dimension = present.dimensions[n - 1];
      if (dimension) this.change({ dimension: dimension.key });
      return;
    }
    const chosen = foundations[n - 1];
    if (chosen) this.change({ foundation: chosen.key, dimension: null });
  }

  /** Enter outside the composer: go and write, about a new clip when the marks make one. */
  write(): void {
    if (!this.hands.kept.open && this.edges.span) this.make(true);
    else this.hands.focusBox("fact");
  }
}
