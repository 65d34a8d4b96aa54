/** The workbench: one person, one film, and the clips that come out of it. */

import { el, say } from "../common/dom";
import { fill } from "../common/texts";
import type { Span } from "../player/frames";
import { silences, type Sound } from "../player/pauses";
import { Room } from "../player/room";
import type { Stage } from "../player/stage";
import { Transcript } from "../player/transcript";
import { Watching } from "../player/watching";
import { Balance } from "./balance";
import { ClipList } from "./clip_list";
import { Clips } from "./clips";
import { carryOut } from "./commands";
import { Composer, kindIcon } from "./composer";
import type { Data } from "./contract";
import { Edges } from "./edges";
import type { Hands } from "./hands";
import { Hearing } from "./hearing";
import { keep, type Kept } from "./kept";
import { Marking } from "./marking";
import { Notes } from "./notes";
import { together } from "./queue";
import { Sending } from "./sending";
import { Tabs } from "./tabs";
import { Timeline } from "./timeline";
import type { Shown } from "./words";

export class Bench implements Hands {
  readonly sending: Sending;
  private readonly edges = new Edges(this);
  private readonly clips = new Clips(this, this.edges);
  private readonly watching = new Watching((spans) => this.sending.tell(spans));
  private readonly room: Room;
  private readonly timeline: Timeline;
  private readonly marking: Marking;
  private readonly composer: Composer;
  private readonly list: ClipList;
  private readonly notes: Notes;
  private readonly balance: Balance;
  private readonly transcript: Transcript;
  private readonly tabs: Tabs;
  private readonly hearing = new Hearing((sound) => this.heard(sound));
  private readonly line = el("p", { class: "line soft", role: "status" });
  private at_ms = 0;
  private fading = 0;
  private keeping = 0;

  constructor(
    root: HTMLElement, private present: Data, readonly kept: Kept,
    trigger: (name: string, says: unknown) => void,
  ) {
    const { texts } = present;
    this.sending = new Sending(together(kept.desk, kept.notes.desk), texts, trigger);
    this.timeline = this.makeTimeline();
    this.marking = this.makeMarking();
    this.composer = this.makeComposer();
    this.list = new ClipList(texts, {
      open: (id) => this.clips.open(id, true),
      play: (id) => {
        this.clips.open(id, false);
        this.clips.play();
      },
      remove: (id) => this.clips.remove(id),
      undo: () => this.clips.putBack(),
    });
    this.transcript = new Transcript(texts, {
      jump: (ms) => this.seek(ms),
      choose: (span) => this.clips.sentences(span),
      changed: () => this.draw(),
      corrected: () => this.stage.captionAnew(),
      leave: () => this.focusFilm(),
    });
    this.notes = new Notes(this, {
      jump: (ms) => this.seek(ms),
      clip: (at_ms, fact) => this.clips.about(at_ms, fact),
      show: () => this.tabs.choose(2),
    });
    this.balance = new Balance(texts, kindIcon);
    this.tabs = this.makeTabs();
    this.room = this.makeRoom(root);
    root.append(el("div", { class: "bench" },
      el("div", { class: "watch" }, this.room.element, this.timeline.element, this.marking.element,
        this.notes.writer,        el("div", { class: "lines" }, this.line, this.sending.element)),
      el("div", { class: "write" }, this.composer.element, this.balance.element, this.tabs.element)));
    this.tabs.choose(kept.tab);
  }

  private makeRoom(root: HTMLElement): Room {
    return new Room(root, this.kept.place, this.present.texts, this.present, {
      scope: "workbench",
      time: (ms, playing) => this.time(ms, playing),
      state: (paused) => {
        if (paused) this.watching.now();
        if (paused && !this.stage.loop) this.stage.only = null;
        this.marking.looping(this.stage.loop);
      },
      command: (command) => carryOut(command, this.edges, this.clips, this.kept, this),
    });
  }

  private makeTimeline(): Timeline {
    const { edges } = this;
    return new Timeline(this.present.texts, this.present.duration_ms, {
      seek: (ms) => this.seek(ms),
      take: (edge) => edges.take(edge),
      drag: (edge, ms) => edges.drag(edge, ms),
      drop: (edge) => edges.marked(edge),
      step: (edge, by, far) => edges.nudge(edge, by * (far ? 1000 : 1)),
      open: (id) => this.clips.open(id, true),
    });
  }

  private makeMarking(): Marking {
    const { edges, clips } = this;
    return new Marking(this.present.texts, this.present.limits, {
      here: (edge) => edges.here(edge),
      typed: (edge, ms) => edges.typed(edge, ms),
      step: (edge, by) => edges.nudge(edge, by * 100),
      moment: () => clips.moment(),
      make: () => clips.make(false),
      playClip: () => clips.play(),
      loop: () => clips.loop(),
    });
  }

  private makeComposer(): Composer {
    const { clips } = this;
    return new Composer(this.present.texts, () => this.present, {
      begin: () => clips.begin(),
      change: (part) => clips.change(part),
      typing: (field) => clips.typing(field),
      save: () => clips.save(),
      cancel: () => clips.cancel(),
      remove: () => this.kept.open && clips.remove(this.kept.open),
      jump: (ms) => this.seek(ms),
      choose: (whose) => clips.choose(whose),
    });
  }

  private makeTabs(): Tabs {
    const { texts } = this.present;
    const panels = [this.transcript.element, this.list.element, this.notes.list.element]
      .map((one) => el("div", { class: "panel" }, one));
    return new Tabs(fill(texts, "workbench.panels"), [fill(texts, "workbench.transcript"), "", ""],
      panels, (n) => {
        this.kept.tab = n;
        if (n === 0) this.transcript.seen();
      });
  }

  /** New data from Python: what changed is shown, and the film is left alone. */
  update(data: Data): void {
    this.present = data;
    const { kept } = this;
    kept.desk.receive(data.clips, data.answered, data.refusal);
    this.notes.receive(data.notes, data.answered, data.refusal);
    if (kept.open && !kept.desk.one(kept.open)) this.clips.close();
    this.room.show(data);
    this.timeline.update(data);
    void this.hearing.listen(data.peaks);
    this.transcript.update(data.lines);
    const apart = kept.desk.shown().find((clip) => clip.apart);
    if (apart && !kept.open) this.clips.open(apart.client_id, false);
    this.after();
  }

  private heard(sound: Sound): void {
    const silent = silences(sound);
    this.timeline.hear(sound, silent);
    this.room.silences(silent);
  }

  private draw(): void {
    const { kept, present: data } = this;
    const shown = kept.desk.shown();
    const open = kept.open ? kept.desk.one(kept.open) : null;
    const names = new Map(data.foundations.map(({ key, name }) => [key, name]));
    this.timeline.clips(shown, kept.open, names);
    this.dragged();
    this.composer.show(open, kept.held_ms, this.at_ms, this.transcript.lines, this.clips.isFull);
    this.list.show(shown, kept.open, data);
    this.balance.show(shown, data);
    this.transcript.chosen(this.edges.span);
    this.tabs.rename(1, fill(data.texts, "workbench.clips", { n: shown.length }));
    const notes = this.notes.draw();
    this.timeline.notes(notes);
    this.tabs.rename(2, fill(data.texts, "notes.panel", { n: notes.length }));
  }

  private time(ms: number, playing: boolean): void {
    this.at_ms = ms;
    this.watching.time(ms, playing);
    this.timeline.at(ms, playing);
    this.transcript.at(ms);
    if (!this.kept.open) this.composer.at(ms);
  }

  private seek(ms: number): void {
    this.clips.leaveLoop();
    this.stage.seek(ms);
    this.marking.looping(false);
  }

  // What edges and clips ask of us

  get stage(): Stage {
    return this.room.stage;
  }

  get sound(): Sound | null {
    return this.hearing.sound;
  }

  /** To the words of the lesson. */
  search(): void {
    this.tabs.choose(0);
    this.transcript.focusSearch();
  }

  note(): void {
    this.notes.begin();
  }

  data(): Data {
    return this.present;
  }

  after(): void {
    this.sending.pump();
    this.draw();
    window.clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.keep(), 250);
  }

  /** For a page that is drawn anew. */
  keep(): void {
    keep(this.present.keep, this.kept);
  }

  dragged(): void {
    const { kept: { pick, open } } = this;
    this.timeline.mark(pick.marks, pick.edge);
    this.marking.update(pick.marks, pick.edge, open !== null, this.clips.isFull);
    this.marking.looping(this.stage.loop);
  }

  tell(key: string, fields: Record<string, string | number> = {}): void {
    const words = fill(this.present.texts, key, fields);
    say(this.line, words);
    window.clearTimeout(this.fading);
    this.fading = window.setTimeout(() => {
      if (this.line.textContent === words) say(this.line, "");
    }, 8000);
  }

  reveal(span: Span): void {
    this.timeline.reveal(span.start_ms, span.end_ms);
  }

  toComposer(): void {
    this.composer.element.scrollIntoView({ block: "nearest" });
  }

  focusFilm(): void {
    this.room.focus();
  }

  focusBox(field: "fact" | "question"): void {
    this.composer.focus(field);
  }

  offer(key: "removed" | "reverted" | null, clip: Shown | null): void {
    this.list.offer(key, clip);
    if (key) this.tabs.choose(1);
  }

  /** Back in the box where somebody was typing when the page was drawn again. */
  takeUp(): void {
    const { caret, open } = this.kept;
    if (caret && open && Date.now() - caret.when < 3000) this.focusBox(caret.field);
  }

  leave(): void {
    window.clearTimeout(this.fading);
    window.clearTimeout(this.keeping);
    this.keep();
    this.watching.now();
    this.sending.hurry();
    this.sending.leave();
    this.timeline.leave();
    this.transcript.leave();
    this.stage.leave();
  }
}
