/** Clips: cut, opened, written about, saved, left, removed and put back. */

import { inPointMs, snap, type Span } from "../player/frames";
import { snapToPauses } from "../player/pauses";
import { complaint, type Marks, momentAround, NO_MARKS } from "../player/spans";
import type { Edges } from "./edges";
import type { Hands } from "./hands";
import { Digits } from "./pick";
import { type Deed, noted, stands, takeBack } from "./undo";
import { type Fields, fieldsOf, same, type Shown } from "./words";

export class Clips {
  private readonly digits = new Digits();
  /** What `putBack` puts back: a clip that was removed, or words that were left unsaved. */
  private last: Shown | null = null;

  constructor(private readonly hands: Hands, private readonly edges: Edges) {}

  private get moment_span(): Span {
    const { fps, duration_ms } = this.hands.data();
    return momentAround(inPointMs(this.hands.stage.seconds, fps), fps, duration_ms);
  }

  get isFull(): boolean {
    return this.hands.kept.desk.shown().length >= this.hands.data().limits.drafts_max;
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

  /** Chosen sentences are the clip, its edges in the pauses around them. */
  sentences(raw: Span): void {
    const { fps, duration_ms, limits } = this.hands.data();
    const span = snap(snapToPauses(raw, this.hands.sound, duration_ms), fps, duration_ms);
    if (complaint(span, limits)) {
      if (this.hands.kept.open) this.close();
      this.hands.kept.pick.set(span);
      this.edges.marked("end");
    } else if (this.cut(span, true)) {
      this.hands.stage.seek(span.start_ms);
      this.hands.focusFilm();
    }
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
      this.leaveLoop();
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
    this.leaveLoop();
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

  // Playing

  play(): void {
    const { span } = this.edges;
    if (span) this.hands.stage.playOnly(span, this.hands.stage.loop);
    else this.hands.tell("workbench.marks_first");
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
    if (this.digits.waits(performance.now()) && present) {
      const dimension = present.dimensions[n - 1];
      if (!dimension) return;
      this.digits.done();
      this.change({ dimension: dimension.key });
      this.hands.tell("workbench.named_dimension", { name: dimension.name });
      return;
    }
    const chosen = foundations[n - 1];
    if (!chosen) return;
    this.digits.begin(performance.now());
    this.change({ foundation: chosen.key, dimension: null });
    this.hands.tell("workbench.named_foundation", { name: chosen.name, n: chosen.dimensions.length });
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
