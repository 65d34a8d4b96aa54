/** Clips: cut, opened, written about, saved, left, removed and put back. */

import { fill } from "../common/texts";
import { inPointMs, snap, type Span } from "../player/frames";
import { snapToPauses } from "../player/pauses";
import { complaint, type Marks, momentAround, NO_MARKS } from "../player/spans";
import { Alone } from "./alone";
import type { Edges } from "./edges";
import type { Hands } from "./hands";
import { Tagging } from "./tagging";
import { type Deed, noted, stands, takeBack } from "./undo";
import { type Fields, fieldsOf, same, type Shown } from "./words";

export class Clips {
  /** The open clip or the marks, played without the rest of the film. */
  readonly alone: Alone;
  readonly tagging: Tagging;
  /** What `putBack` puts back: a clip that was removed, or words that were left unsaved. */
  private last: Shown | null = null;

  constructor(private readonly hands: Hands, private readonly edges: Edges) {
    this.alone = new Alone(hands, edges);
    this.tagging = new Tagging(hands, this);
  }

  private get moment_span(): Span {
    const { fps, duration_ms } = this.hands.data();
    return momentAround(inPointMs(this.hands.stage.seconds, fps), fps, duration_ms);
  }

  get isFull(): boolean {
    return this.hands.kept.desk.shown().length >= this.hands.data().limits.drafts_max;
  }

  /** Why nothing was cut just now: the marks are wrong, or there is no room. */
  get refusal(): string {
    const { texts, limits } = this.hands.data();
    const wrong = this.isFull ? null : complaint(this.hands.kept.pick.marks, limits);
    return wrong ? fill(texts, `workbench.wrong.${wrong}`) : fill(texts, "workbench.full", { most: limits.drafts_max });
  }

  /** The moment on screen, 15 s to both sides, in one press. Marks that were set wait meanwhile. */
  moment(): void {
    if (this.cut(this.moment_span, true)) this.hands.focusFilm();
  }

  /** A clip of the marks; `write` puts the cursor where one writes about it. */
  make(write: boolean): void {
    const { span } = this.edges;
    const { deeds } = this.hands.kept;
    if (!span || !this.cut(span, false)) return;
    const { kept } = this.hands;
    if (write && kept.deeds !== deeds) kept.entered = kept.open;
    if (write) this.hands.focusBox("fact");
    else this.hands.focusFilm();
  }

  /** A clip around a moment that was noted, with the note as what there is to see. */
  about(at_ms: number, fact: string): boolean {
    const { fps, duration_ms } = this.hands.data();
    if (!this.cut(momentAround(at_ms, fps, duration_ms), true)) return false;
    const { open, desk } = this.hands.kept;
    if (open && desk.one(open)?.fact === "") this.change({ fact });
    this.hands.toComposer();
    return true;
  }

  /** Chosen sentences are the clip, its edges in the pauses around them; null when they make none. */
  sentences(raw: Span): string | null {
    const { fps, duration_ms, limits } = this.hands.data();
    const span = snap(snapToPauses(raw, this.hands.sound, duration_ms), fps, duration_ms);
    if (complaint(span, limits)) {
      if (this.hands.kept.open) this.close();
      this.hands.kept.pick.set(span);
      this.edges.marked("end");
      return null;
    }
    if (!this.cut(span, true)) return null;
    this.hands.stage.seek(span.start_ms);
    this.hands.focusFilm();
    return this.hands.kept.open;
  }

  private cut(span: Span, aside: boolean): boolean {
    const { kept } = this.hands;
    const there = kept.desk.shown().find((one) => one.start_ms === span.start_ms && one.end_ms === span.end_ms);
    if (there) {
      this.open(there.client_id, false);
      return true;
    }
    if (this.isFull) {
      this.hands.tell("workbench.full", { most: this.hands.data().limits.drafts_max });
      return false;
    }
    kept.desk.hurry();
    this.forget();
    const marks = kept.open ? NO_MARKS : kept.pick.marks;
    const client_id = kept.desk.cut(span);
    this.note({ what: "cut", client_id, marks });
    if (!aside && !kept.open) kept.pick.take(null);
    this.open(client_id, false);
    this.hands.made(client_id);
    return true;
  }

  private note(deed: Deed): void {
    this.hands.kept.deeds = noted(this.hands.kept.deeds, deed);
  }

  open(client_id: string, jump: boolean): void {
    const { kept, stage } = this.hands;
    const clip = kept.desk.one(client_id);
    if (!clip) return;
    kept.desk.hurry();
    if (!kept.open && set(kept.pick.marks)) kept.aside = kept.pick.marks;
    Object.assign(kept, { open: client_id, before: clip, begun: false, held_ms: null });
    kept.pick.take(clip);
    this.hands.reveal(clip);
    if (jump) {
      stage.pause();
      this.alone.leave();
      stage.seek(clip.start_ms);
    }
    this.hands.after();
    if (jump) this.hands.toComposer();
  }

  /** Nothing is open any more; marks that waited are back. */
  close(): void {
    const { kept } = this.hands;
    const { aside } = kept;
    Object.assign(kept, {
      open: null, before: null, begun: false, held_ms: null, resume: false, caret: null, aside: null,
    });
    kept.pick.take(null);
    if (aside) kept.pick.marks = aside;
    this.alone.leave();
  }

  /** Somebody writes without a clip: it is about the marks, or about the moment on screen. */
  begin(): void {
    const { kept, stage } = this.hands;
    const at = Math.round(stage.seconds * 1000);
    const { span } = this.edges;
    if (this.cut(span ?? this.moment_span, span === null)) Object.assign(kept, { begun: true, held_ms: at });
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
    const { open, desk } = this.hands.kept;
    const clip = open ? desk.one(open) : null;
    if (!clip) return;
    const { client_id, foundation, dimension } = clip;
    if ("foundation" in part || "dimension" in part) {
      this.note({ what: "tagged", client_id, tags: { foundation, dimension } });
    }
    desk.change(client_id, part, Date.now());
    this.hands.after();
  }

  save(): void {
    this.hands.kept.desk.hurry();
    this.leave(this.hands.kept.resume);
  }

  /** Everything as it was when the clip was opened; the words can still be put back. */
  cancel(): void {
    const { open, before, begun, desk, resume } = this.hands.kept;
    const now = open ? desk.one(open) : null;
    if (now && begun) {
      this.remove(now.client_id);
    } else if (now && before && same(now, before) && this.unmade(now)) {
      this.hands.tell("workbench.undone.cut");
    } else if (now && before && !same(now, before)) {
      this.last = now;
      this.hands.offer("reverted", now);
      desk.change(now.client_id, fieldsOf(before), Number.NEGATIVE_INFINITY);
    }
    this.leave(resume);
  }

  /** A clip that Enter made of the marks is marks again; false when it is another clip. */
  private unmade({ client_id }: Shown): boolean {
    const { kept } = this.hands;
    const deed = kept.deeds.at(-1);
    if (kept.entered !== client_id || deed?.what !== "cut" || deed.client_id !== client_id) return false;
    kept.deeds.pop();
    takeBack(deed, kept.desk, Date.now());
    this.close();
    kept.pick.marks = deed.marks;
    return true;
  }

  private leave(resume: boolean): void {
    if (this.hands.kept.open) this.close();
    this.hands.after();
    this.hands.focusFilm();
    if (resume) void this.hands.stage.play();
  }

  remove(client_id: string): void {
    const { kept } = this.hands;
    this.last = kept.desk.one(client_id);
    if (!this.last) return;
    this.note({ what: "removed", client_id, clip: this.last });
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

  /** Of two tabs' texts the coach keeps one. */
  choose(whose: "mine" | "theirs"): void {
    const { kept } = this.hands;
    if (!kept.open) return;
    kept.desk.choose(kept.open, whose);
    const clip = kept.desk.one(kept.open);
    if (clip) kept.pick.take(clip);
    this.hands.after();
    this.hands.focusBox("fact");
  }

  /** Ctrl+Z: first the marks, step by step, then what was last done with clips. */
  undo(): void {
    const { kept } = this.hands;
    if (this.edges.undo()) return;
    let deed = kept.deeds.pop();
    while (deed && !stands(deed, kept.desk)) deed = kept.deeds.pop();
    if (!deed) {
      this.hands.tell("workbench.nothing_to_undo");
      return;
    }
    this.revert(deed);
  }

  /** Takes this cut back, whatever was done after it; a clip one wrote about is removed instead. */
  uncut(client_id: string): void {
    const { kept } = this.hands;
    const deed = kept.deeds.find((one) => one.what === "cut" && one.client_id === client_id);
    if (!deed || !stands(deed, kept.desk)) {
      this.remove(client_id);
      return;
    }
    kept.deeds = kept.deeds.filter((one) => one.client_id !== client_id);
    this.revert(deed);
  }

  private revert(deed: Deed): void {
    const { kept } = this.hands;
    takeBack(deed, kept.desk, Date.now());
    if (deed.what === "cut" && kept.open === deed.client_id) this.close();
    if (deed.what === "cut" && set(deed.marks)) kept.pick.marks = deed.marks;
    if (deed.what === "removed") this.forget();
    this.hands.tell(`workbench.undone.${deed.what}`);
    this.hands.after();
  }

  private forget(): void {
    this.last = null;
    this.hands.offer(null, null);
  }

  /** The clip that a digit names: the open one, or one made of the marks; null when there is none. */
  toName(): Shown | null {
    const { kept } = this.hands;
    if (!kept.open) this.make(false);
    const clip = kept.open ? kept.desk.one(kept.open) : null;
    if (!clip && !this.isFull) this.hands.tell("workbench.marks_first");
    return clip;
  }

  /** Enter outside the composer: go and write, about a new clip when the marks make one. */
  write(): void {
    if (!this.hands.kept.open && this.edges.span) this.make(true);
    else this.hands.focusBox("fact");
  }
}

function set(marks: Marks): boolean {
  return marks.start_ms !== null || marks.end_ms !== null;
}
