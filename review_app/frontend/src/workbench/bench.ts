/** The workbench: one person, one film, and the clips that come out of it. */

import { el, say } from "../common/dom";
import { fill } from "../common/texts";
import { inPointMs, outPointMs, snap, snapEndMs, snapStartMs, type Span } from "../player/frames";
import type { Command } from "../player/keys";
import { Room } from "../player/room";
import { type Edge, type Marks, momentAround, nudge, whole } from "../player/spans";
import { Transcript } from "../player/transcript";
import { Watching } from "../player/watching";
import { ClipList } from "./clip_list";
import { Composer } from "./composer";
import type { Data } from "./contract";
import type { Fields, Shown } from "./desk";
import type { Kept } from "./kept";
import { Marking } from "./marking";
import { Digits } from "./pick";
import { Sending } from "./sending";
import { Tabs } from "./tabs";
import { Timeline } from "./timeline";

export class Bench {
  readonly sending: Sending;
  private readonly room: Room;
  private readonly timeline: Timeline;
  private readonly marking: Marking;
  private readonly composer: Composer;
  private readonly list: ClipList;
  private readonly transcript: Transcript;
  private readonly tabs: Tabs;
  private readonly line = el("p", { class: "line soft", role: "status" });
  private readonly digits = new Digits();
  private names = new Map<string, string>();
  private removed: Shown | null = null;
  private at_ms = 0;

  constructor(
    root: HTMLElement, private data: Data, private readonly kept: Kept,
    trigger: (name: string, says: unknown) => void,
  ) {
    const { texts } = data;
    this.sending = new Sending(kept.desk, texts, this.line, trigger);
    const watching = new Watching((spans) => this.sending.tell(spans));
    this.timeline = new Timeline(texts, data.duration_ms, {
      seek: (ms) => this.seek(ms),
      take: (edge) => this.take(edge),
      drag: (edge, ms) => this.drag(edge, ms),
      drop: (edge) => this.marked(edge),
      step: (edge, by, far) => this.nudge(edge, by * (far ? 1000 : 1)),
      open: (id) => this.open(id, true),
    });
    this.marking = new Marking(texts, data.limits, {
      here: (edge) => this.here(edge),
      typed: (edge, ms) => this.typed(edge, ms),
      step: (edge, by) => this.nudge(edge, by * 100),
      moment: () => this.moment(),
      make: () => this.make(false),
      playClip: () => this.playClip(),
      loop: () => this.loop(),
    });
    this.composer = new Composer(texts, () => this.data, {
      begin: () => this.begin(),
      change: (part) => this.change(part),
      typing: (field) => this.typing(field),
      save: () => this.save(),
      cancel: () => this.cancel(),
      remove: () => kept.open && this.remove(kept.open),
      jump: (ms) => this.seek(ms),
    });
    this.list = new ClipList(texts, {
      open: (id) => this.open(id, true),
      play: (id) => this.playOne(id),
      remove: (id) => this.remove(id),
      undo: () => this.restore(),
    });
    this.transcript = new Transcript(texts, {
      jump: (ms) => this.seek(ms),
      pick: (span) => this.picked(span),
    }, () => this.data.duration_ms);
    const panels = [this.transcript.element, this.list.element].map((one) => el("div", { class: "panel" }, one));
    this.tabs = new Tabs(fill(texts, "workbench.panels"),
      [fill(texts, "workbench.transcript"), ""], panels, (n) => { kept.tab = n; });
    this.room = new Room(root, kept.place, texts, data, {
      scope: "workbench",
      time: (ms, playing) => {
        this.at_ms = ms;
        watching.time(ms, playing);
        this.timeline.at(ms, playing);
        this.transcript.at(ms);
        if (!kept.open) this.composer.show(null, ms, []);
      },
      state: (paused) => {
        if (paused) watching.now();
        if (paused && !this.room.stage.loop) this.room.stage.only = null;
      },
      command: (command) => this.command(command),
    });
    root.append(el("div", { class: "bench" },
      el("div", { class: "watch" }, this.room.element, this.timeline.element, this.marking.element),
      el("div", { class: "write" }, this.composer.element, this.tabs.element, this.line)));
    this.tabs.choose(kept.tab);
  }

  update(data: Data): void {
    this.data = data;
    this.names = new Map(data.foundations.map(({ key, name }) => [key, name]));
    this.kept.desk.receive(data.clips, data.answered, data.refusal);
    if (this.kept.open && !this.kept.desk.one(this.kept.open)) this.close();
    this.room.show(data);
    this.timeline.update(data);
    this.transcript.update(data.segments);
    this.draw();
    this.sending.pump();
  }

  /** Shows everything as it now is. */
  private draw(): void {
    const { kept, data } = this;
    const clips = kept.desk.shown();
    const { marks, edge } = kept.pick;
    const open = kept.open ? kept.desk.one(kept.open) : null;
    this.timeline.clips(clips, kept.open, this.names);
    this.timeline.mark(marks, edge);
    this.marking.update(marks, edge, open !== null, clips.length >= data.limits.clips_max);
    this.marking.looping(this.room.stage.loop);
    this.composer.show(open, this.at_ms, data.segments);
    this.list.show(clips, kept.open, data);
    this.transcript.chosen(whole(marks, data.limits));
    this.tabs.rename(1, fill(data.texts, "workbench.clips", { n: clips.length }));
  }

  private seek(ms: number): void {
    this.room.stage.only = null;
    this.room.stage.loop = false;
    this.room.stage.seek(ms);
    this.marking.looping(false);
  }

  // In and out

  private here(edge: Edge): void {
    const { seconds } = this.room.stage;
    const { fps, duration_ms } = this.data;
    this.kept.pick.mark(edge, edge === "start" ? inPointMs(seconds, fps) : outPointMs(seconds, fps, duration_ms));
    this.marked(edge);
  }

  private typed(edge: Edge, ms: number): void {
    const { fps, duration_ms } = this.data;
    const inside = Math.min(ms, duration_ms);
    this.kept.pick.mark(edge, edge === "start" ? snapStartMs(inside, fps) : snapEndMs(inside, fps, duration_ms));
    this.marked(edge);
    this.lookAt(edge);
  }

  private take(edge: Edge): void {
    this.kept.pick.edge = edge;
    this.timeline.mark(this.kept.pick.marks, edge);
  }

  private drag(edge: Edge, ms: number): void {
    const { pick } = this.kept;
    const { fps, duration_ms } = this.data;
    if (!this.kept.dragging) pick.remember();
    this.kept.dragging = true;
    const was = (edge === "start" ? pick.marks.start_ms : pick.marks.end_ms) ?? ms;
    pick.set(nudge(pick.marks, edge, ms - was || 0, fps, duration_ms), false);
    this.room.stage.pause();
    this.timeline.mark(pick.marks, edge);
    this.marking.update(pick.marks, edge, this.kept.open !== null, false);
    this.lookAt(edge);
  }

  /** By so many milliseconds (one of them is a frame), and a second of the film around the new edge. */
  private nudge(edge: Edge, by_ms: number): void {
    const { pick } = this.kept;
    pick.edge = edge;
    pick.set(nudge(pick.marks, edge, by_ms, this.data.fps, this.data.duration_ms));
    this.marked(edge);
    this.preview(edge);
  }

  private preview(edge: Edge): void {
    const { start_ms, end_ms } = this.kept.pick.marks;
    const at = edge === "start" ? start_ms : end_ms;
    if (at === null) return;
    const span = edge === "start" ? { start_ms: at, end_ms: at + 1000 } : { start_ms: Math.max(0, at - 1000), end_ms: at };
    this.room.stage.playOnly(span, false);
  }

  private lookAt(edge: Edge): void {
    const { start_ms, end_ms } = this.kept.pick.marks;
    if (edge === "start" && start_ms !== null) this.room.stage.seek(start_ms);
    if (edge === "end" && end_ms !== null) this.room.stage.seek(end_ms - 1);
  }

  /** The marks changed: an open clip changes along, as soon as they make a span. */
  private marked(edge: Edge): void {
    this.kept.dragging = false;
    this.kept.pick.edge = edge;
    const span = whole(this.kept.pick.marks, this.data.limits);
    if (span && this.kept.open) this.kept.desk.change(this.kept.open, span, Date.now());
    this.after();
  }

  private picked(marks: Marks): void {
    this.kept.pick.set(snap(marks as Span, this.data.fps, this.data.duration_ms));
    this.marked("start");
    const { start_ms, end_ms } = this.kept.pick.marks;
    this.timeline.reveal(start_ms!, end_ms!);
  }

  // Clips

  private moment(): void {
    if (this.isFull()) return;
    this.cut(momentAround(Math.round(this.room.stage.seconds * 1000), this.data.fps, this.data.duration_ms));
    this.room.focus();
  }

  private make(write: boolean): void {
    const span = whole(this.kept.pick.marks, this.data.limits);
    if (!span || this.isFull()) return;
    this.cut(span);
    if (write) this.composer.focus();
    else this.room.focus();
  }

  private isFull(): boolean {
    const full = this.kept.desk.shown().length >= this.data.limits.clips_max;
    if (full) say(this.line, fill(this.data.texts, "workbench.full", { most: this.data.limits.clips_max }));
    return full;
  }

  private cut(span: Span): void {
    const id = this.kept.desk.cut(span);
    this.removed = null;
    this.open(id, false);
    this.kept.before = null;
  }

  private open(client_id: string, jump: boolean): void {
    const clip = this.kept.desk.one(client_id);
    if (!clip) return;
    this.kept.open = client_id;
    this.kept.before = clip;
    this.kept.pick.take(clip);
    this.timeline.reveal(clip.start_ms, clip.end_ms);
    if (jump) {
      this.room.stage.pause();
      this.seek(clip.start_ms);
    }
    this.after();
  }

  private close(): void {
    this.kept.open = null;
    this.kept.before = null;
    this.kept.resume = false;
    this.kept.pick.take(null);
    if (this.room.stage.loop) this.seek(this.at_ms);
  }

  /** Somebody began to write without a clip: it is about the marks, or about the moment on screen. */
  private begin(): void {
    if (this.isFull()) return;
    const { pick } = this.kept;
    const span = whole(pick.marks, this.data.limits);
    this.cut(span ?? momentAround(this.at_ms, this.data.fps, this.data.duration_ms));
    this.kept.begun = true;
  }

  private change(part: Partial<Fields>): void {
    if (!this.kept.open) return;
    this.kept.desk.change(this.kept.open, part, Date.now());
    this.after();
  }

  private typing(field: "fact" | "question"): void {
    this.kept.caret = { field, when: Date.now() };
    if (this.room.stage.paused) return;
    this.kept.resume = true;
    this.room.stage.pause();
  }

  private save(): void {
    const { resume } = this.kept;
    this.kept.desk.hurry();
    this.leaveClip(resume);
  }

  private cancel(): void {
    const { open, before, begun, resume } = this.kept;
    if (open && begun) this.remove(open);
    else if (open && before) this.kept.desk.change(open, before, 0);
    this.leaveClip(resume);
  }

  private leaveClip(resume: boolean): void {
    this.kept.begun = false;
    this.kept.caret = null;
    this.close();
    this.after();
    this.room.focus();
    if (resume) void this.room.stage.play();
  }

  private remove(client_id: string): void {
    this.removed = this.kept.desk.one(client_id);
    this.kept.desk.remove(client_id);
    if (this.kept.open === client_id) this.close();
    this.list.removed(this.removed);
    this.tabs.choose(1);
    this.after();
  }

  private restore(): void {
    if (!this.removed) return;
    this.kept.desk.restore(this.removed.client_id, this.removed);
    this.removed = null;
    this.list.removed(null);
    this.room.focus();
    this.after();
  }

  private after(): void {
    this.draw();
    this.sending.pump();
  }

  // Playing a clip, and the keys

  private playClip(): void {
    const span = whole(this.kept.pick.marks, this.data.limits);
    if (span) this.room.stage.playOnly(span, this.room.stage.loop);
  }

  private playOne(client_id: string): void {
    this.open(client_id, false);
    this.playClip();
  }

  private loop(): void {
    const { stage } = this.room;
    const span = whole(this.kept.pick.marks, this.data.limits);
    if (stage.loop || !span) {
      stage.loop = false;
      stage.only = null;
    } else stage.playOnly(span, true);
    this.marking.looping(stage.loop);
  }

  private undo(): void {
    const undone = this.kept.pick.undo();
    const says = undone ? "workbench.undone" : "workbench.nothing_to_undo";
    if (undone) this.marked(this.kept.pick.edge);
    say(this.line, fill(this.data.texts, says));
  }

  private digit(n: number): void {
    if (!this.kept.open) this.make(false);
    const clip = this.kept.open ? this.kept.desk.one(this.kept.open) : null;
    if (!clip) {
      say(this.line, fill(this.data.texts, "workbench.marks_first"));
      return;
    }
    const foundation = this.data.foundations.find((one) => one.key === clip.foundation);
    if (this.digits.means(performance.now()) === "dimension" && foundation) {
      const dimension = foundation.dimensions[n - 1];
      if (dimension) this.change({ dimension: dimension.key });
      return;
    }
    const chosen = this.data.foundations[n - 1];
    if (chosen) this.change({ foundation: chosen.key, dimension: null });
  }

  private enter(): void {
    if (this.kept.open) this.composer.focus();
    else if (whole(this.kept.pick.marks, this.data.limits)) this.make(true);
    else this.composer.focus();
  }

  private escape(): void {
    if (this.kept.open) this.save();
    else {
      this.kept.pick.set({ start_ms: null, end_ms: null });
      this.after();
    }
  }

  private command(command: Command): boolean {
    const { pick } = this.kept;
    if (command.startsWith("digit_")) {
      this.digit(Number(command.slice(6)));
      return true;
    }
    const does: Partial<Record<Command, () => void>> = {
      in: () => this.here("start"),
      out: () => this.here("end"),
      to_in: () => this.lookAt("start"),
      to_out: () => this.lookAt("end"),
      earlier: () => this.nudge(pick.edge, -100),
      later: () => this.nudge(pick.edge, 100),
      much_earlier: () => this.nudge(pick.edge, -1000),
      much_later: () => this.nudge(pick.edge, 1000),
      play_clip: () => this.playClip(),
      loop: () => this.loop(),
      moment: () => this.moment(),
      compose: () => this.enter(),
      undo: () => this.undo(),
      cancel: () => this.escape(),
    };
    const act = does[command];
    act?.();
    return act !== undefined;
  }

  /** Back in the box where somebody was typing when the page was drawn again. */
  takeUp(): void {
    const { caret } = this.kept;
    if (caret && this.kept.open && Date.now() - caret.when < 3000) this.composer.focus(caret.field);
  }

  leave(): void {
    this.sending.hurry();
    this.sending.leave();
    this.timeline.leave();
    this.room.stage.leave();
  }
}
