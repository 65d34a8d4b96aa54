/** The workbench: one person, one film, and the clips that come out of it. */

import { el } from "../common/dom";
import { fill, fillCount } from "../common/texts";
import type { Span } from "../player/frames";
import { silences, type Sound } from "../player/pauses";
import { Room } from "../player/room";
import type { Came } from "../player/transcript/choosing";
import type { Stage } from "../player/stage";
import { Transcript } from "../player/transcript";
import { Watching } from "../player/watching";
import { Balance } from "./balance";
import { ClipList } from "./clip_list";
import { Clips } from "./clips";
import { carryOut } from "./commands";
import type { Composer } from "./composer";
import type { Data } from "./contract";
import { Edges } from "./edges";
import type { Hands } from "./hands";
import { Hearing } from "./hearing";
import { keep, type Kept } from "./kept";
import { cutOut, Line } from "./line";
import { type Answer, type Lying, Newest } from "./lying";
import type { Marking } from "./marking";
import { Notes } from "./notes";
import { composerOf, markingOf, timelineOf } from "./parts";
import { together } from "./queue";
import { Sending } from "./sending";
import { Tabs } from "./tabs";
import type { Timeline } from "./timeline";
import type { Refusal } from "./wish";
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
  private readonly line: Line;
  private readonly element: HTMLElement;
  private readonly asked = el("div", { class: "asked soft" });
  private readonly newest = new Newest();
  private at_ms = 0;
  private keeping = 0;

  constructor(
    root: HTMLElement, private present: Data, readonly kept: Kept,
    trigger: (name: string, says: unknown) => void,
  ) {
    const { texts } = present;
    this.line = new Line(texts);
    this.sending = new Sending(together(kept.desk, kept.notes.desk), texts, present.acts,
      (answer) => this.answered(answer), trigger);
    const { edges, clips } = this;
    const seek = (ms: number): void => this.seek(ms);
    this.timeline = timelineOf(present, edges, clips, seek,
      (count) => this.element.style.setProperty("--lanes", String(count)));
    this.marking = markingOf(present, edges, clips);
    this.composer = composerOf(() => this.present, kept, clips, seek);
    this.list = new ClipList(texts, {
      open: (id) => this.clips.open(id, true),
      play: (id) => {
        this.clips.open(id, false);
        this.clips.alone.play();
      },
      remove: (id) => this.clips.remove(id),
      undo: () => this.clips.putBack(),
    });
    this.transcript = new Transcript(texts, {
      jump: seek,
      choose: (span) => this.sentences(span),
      changed: () => this.draw(),
      corrected: () => this.stage.captionAnew(),
      leave: () => this.focusFilm(),
    });
    this.notes = new Notes(this, {
      jump: seek,
      clip: (at_ms, fact) => this.clips.about(at_ms, fact),
      show: () => this.tabs.choose(2),
    });
    this.balance = new Balance(texts);
    this.tabs = this.makeTabs();
    this.room = this.makeRoom(root);
    this.element = el("div", { class: "bench" },
      el("div", { class: "watch" }, this.room.element, this.timeline.element, this.notes.writer,
        el("div", { class: "lines" }, this.line.element, this.sending.element)),
      el("div", { class: "write" }, this.asked, this.composer.element, this.balance.element,
        this.tabs.element));
    root.append(this.element);
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
    }, this.marking.element);
  }

  private makeTabs(): Tabs {
    const { texts } = this.present;
    const panel = (one: HTMLElement): HTMLElement => el("div", { class: "panel" }, one);
    return new Tabs(fill(texts, "workbench.panels"), [
      { name: fill(texts, "workbench.transcript"), panel: panel(this.transcript.element), place: 1 },
      { name: "", panel: panel(this.list.element), place: 0 },
      { name: "", panel: panel(this.notes.list.element), place: 2 },
    ], (n) => {
      this.kept.tab = n;
      if (n === 0) this.transcript.seen();
    });
  }

  /** New data from Python: what changed is shown, and the film is left alone. */
  update(data: Data): void {
    this.present = data;
    this.receive(data.desk);
    this.room.show(data);
    this.timeline.update(data);
    void this.hearing.listen(data.peaks);
    this.transcript.update(data.lines);
    this.asked.replaceChildren(...data.asked.map((words) => el("p", {}, words)));
    this.after();
  }

  /** What came of an act: the film, the sound and the words are left alone. */
  private answered(answer: Answer): void {
    this.receive(answer, [answer.answered], answer.refusal);
    this.after();
  }

  private receive(came: Lying, answered: readonly string[] = [], refusal: Refusal | null = null): void {
    const { kept } = this;
    const desk = this.newest.of(came);
    kept.desk.receive(desk.clips, answered, refusal);
    this.notes.receive(desk.notes, answered, refusal);
    if (kept.open && !kept.desk.one(kept.open)) this.clips.close();
    const apart = kept.desk.shown().find((clip) => clip.apart);
    if (apart && !kept.open) this.clips.open(apart.client_id, false);
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
    this.tabs.rename(1, fillCount(data.texts, "workbench.clips", shown.length));
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
    this.clips.alone.leave();
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
    this.line.tell(fillCount(this.present.texts, key, Number(fields["n"] ?? 0), fields));
  }

  made(client_id: string): void {
    this.timeline.light(client_id);
    this.line.tell(cutOut(this.present.texts, this.kept.desk.one(client_id)),
      () => this.clips.uncut(client_id));
  }

  /** Chosen sentences become a clip; tells what came of it. */
  private sentences(raw: Span): Came {
    const client_id = this.clips.sentences(raw);
    if (!client_id) return { says: this.clips.refusal };
    return {
      says: cutOut(this.present.texts, this.kept.desk.one(client_id)),
      undo: () => this.clips.uncut(client_id),
      write: () => this.focusBox("fact"),
    };
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
    this.line.leave();
    this.tabs.leave();
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
