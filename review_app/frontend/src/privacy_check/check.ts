/** The privacy check: one person, her own film, and what goes out of it before anybody else sees it. */

import { el, say, show } from "../common/dom";
import { fill } from "../common/texts";
import { isTyping } from "../player/keys";
import type { Place } from "../player/remember";
import { Room } from "../player/room";
import { Transcript } from "../player/transcript";
import { Watching } from "../player/watching";
import { Hearing } from "../workbench/hearing";
import { Line } from "../workbench/line";
import { tell } from "./asking";
import type { Data, Pair, State } from "./contract";
import { Lane } from "./lane";
import { around, Places } from "./places";
import { Sections } from "./sections";
import { Sending } from "./sending";
import { Taking } from "./taking";
import { Which } from "./which";
import { Wishes } from "./wishes";

export interface CheckWants {
  agreed(): void;
  /** The film or the sign-in is no longer there. */
  gone(): void;
}

export class Check {
  readonly wishes: Wishes;
  readonly sending: Sending;
  private state: State;
  private readonly taking: Taking;
  private readonly room: Room;
  private readonly lane: Lane;
  private readonly places: Places;
  private readonly sections: Sections;
  private readonly transcript: Transcript;
  private readonly line: Line;
  private readonly saved = el("p", { class: "saved soft", role: "status" });
  private readonly undo: HTMLButtonElement;
  private readonly which: Which;
  private readonly hearing = new Hearing((sound) => this.lane.hear(sound));
  private readonly watching = new Watching((spans) =>
    void tell(this.data.acts, "watched", { spans: spans.map((span) => this.which.onWhole(span, this.wishes.now.kept[0])) }));
  private at_ms = 0;

  constructor(root: HTMLElement, private data: Data, place: Place, private readonly wants: CheckWants) {
    const { texts } = data;
    this.state = data.check;
    this.wishes = new Wishes(data.check.masks, data.check.version);
    this.line = new Line(texts);
    this.which = new Which(texts, (masked) => this.see(masked));
    this.sending = new Sending(data.acts, this.wishes, {
      stands: (state) => this.receive(state),
      refused: (sentence) => this.line.tell(sentence),
      lost: () => say(this.saved, fill(texts, "privacy_check.lost")),
      gone: () => this.wants.gone(),
      draw: () => this.draw(),
    });
    this.taking = new Taking(this.wishes, {
      duration_ms: data.duration_ms,
      now: () => this.whole_ms,
      seek: (ms) => this.seek(ms),
      after: () => this.after(),
      draw: () => this.draw(),
      reveal: (span) => this.lane.reveal(span),
      removed: () => this.line.tell(fill(texts, "privacy_check.removed"), () => this.back()),
    });
    this.lane = new Lane(texts, data.duration_ms, this.wishes.now, {
      seek: (ms) => this.seek(ms),
      move: (grip, ms, first) => this.taking.move(grip, ms, first),
      drop: () => this.after(),
      pick: (n) => this.pick(n),
    });
    this.transcript = new Transcript(texts, {
      jump: (ms) => this.seek(ms),
      choose: (span) => this.silenceSaid([span.start_ms, span.end_ms]),
      corrected: () => this.room.stage.captionAnew(),
      leave: () => this.room.focus(),
    });
    this.room = this.makeRoom(root, place);
    this.places = this.makePlaces();
    this.sections = this.makeSections();
    this.undo = el("button", { type: "button", class: "small" }, fill(texts, "privacy_check.undo"));
    this.undo.addEventListener("click", () => this.back());
    const said = el("details", { class: "said_all" },
      el("summary", {}, fill(texts, "privacy_check.said")), this.transcript.element);
    said.addEventListener("toggle", () => this.transcript.seen());
    root.append(el("div", { class: "bench check" },
      el("div", { class: "watch" }, this.which.element, this.room.element, this.lane.element,
        el("div", { class: "lines" }, this.undo, this.line.element, this.saved), said),
      this.sections.element));
    root.addEventListener("keydown", (event) => this.pressed(event));
  }

  private makeRoom(root: HTMLElement, place: Place): Room {
    return new Room(root, place, this.data.texts, this.data, {
      scope: "player",
      time: (ms, playing) => this.time(ms, playing),
      state: (paused) => {
        if (paused) this.watching.now();
      },
      command: (command) => {
        if (command === "search") this.transcript.focusSearch();
        return command === "search";
      },
    });
  }

  private makePlaces(): Places {
    const { media } = this.room.stage;
    const places = new Places(this.data.texts, media, {
      add: (zone) => this.addPlace(zone),
      change: (n, zone, first) => this.taking.dragPlace(n, zone, first),
      drop: () => this.after(),
      remove: (n) => this.taking.unplace(n),
      drawing: (on) => this.sections.drawingNow(on),
    });
    media.after(places.element);
    return places;
  }

  private makeSections(): Sections {
    const { taking, sending, data } = this;
    return new Sections(data.texts, data.saver ?? data.src, {
      here: (edge) => taking.end(edge, this.whole_ms),
      typed: (edge, ms) => taking.end(edge, ms),
      whole: () => taking.whole(),
      mute: () => taking.mute(),
      muted: (n, span) => taking.putMuted(n, span),
      playMuted: (n) => this.playMuted(n),
      unmute: (n) => taking.unmute(n),
      place: (by_key) => this.place(by_key),
      unplace: (n) => taking.unplace(n),
      lookAtPlace: (n) => this.lookAtPlace(n),
      when: (n, always) => taking.when(n, always),
      placeTime: (n, edge, ms) => taking.placeTime(n, edge, ms),
      find: () => void sending.ask("find_faces"),
      coverFaces: () => taking.coverAll(),
      withoutFaces: () => void sending.ask("leave_faces"),
      choose: (face, leave) => taking.choose(face, leave, this.state.faces ?? []),
      seek: (ms) => this.seek(ms),
      make: () => void this.make(),
      stopMaking: () => void sending.ask("stop_making"),
      agree: () => void this.agree(),
    });
  }

  update(data: Data): void {
    this.data = data;
    this.receive(data.check);
    this.lane.pictures(data.filmstrip);
    void this.hearing.listen(data.peaks);
    this.transcript.update(data.lines);
  }

  /** How things stand, as the server told last. */
  private receive(state: State): void {
    const was = this.state;
    if (state.version >= this.wishes.version) this.state = state;
    this.wishes.receive(state.masks, state.version);
    const { made_ms } = this.state;
    if (made_ms === null) this.see(false);
    this.film();
    if (made_ms !== null && was.made_ms === null && was.making !== null && !this.wishes.unsaved) {
      this.see(true);
      this.line.tell(fill(this.data.texts, "privacy_check.made"));
    }
    this.draw();
    this.sending.follow(this.state);
  }

  private film(): void {
    this.room.show(this.which.film(this.data, this.state));
    show(this.places.element, !this.which.masked);
  }

  private see(masked: boolean): void {
    if (masked === this.which.masked) return;
    this.watching.now();
    const at = this.whole_ms;
    this.which.masked = masked;
    this.film();
    this.room.stage.only = null;
    this.room.stage.seek(masked ? Math.max(0, at - this.wishes.now.kept[0]) : at);
    this.draw();
  }

  private draw(): void {
    const { now, unsaved, canUndo } = this.wishes;
    const busy = unsaved || this.sending.busy;
    this.lane.show(now, this.taking.picked);
    this.places.show(now);
    this.sections.show(this.state, now, this.taking.picked, busy);
    this.sections.mutingFrom(this.taking.muting);
    show(this.undo, canUndo);
    this.which.show(this.state.made_ms !== null && !unsaved);
    if (!busy && canUndo) say(this.saved, fill(this.data.texts, "privacy_check.saved"));
  }

  /** Where she is, on the clock of the whole film. */
  private get whole_ms(): number {
    return this.which.masked ? this.at_ms + this.wishes.now.kept[0] : this.at_ms;
  }

  private time(ms: number, playing: boolean): void {
    this.at_ms = ms;
    this.watching.time(ms, playing);
    this.lane.at(this.whole_ms, playing);
    this.transcript.at(this.whole_ms);
    this.places.at(this.whole_ms);
  }

  /** To a moment of the whole film: what she takes out is looked at there. */
  private seek(ms: number): void {
    this.see(false);
    this.room.stage.only = null;
    this.room.stage.seek(ms);
  }

  private after(): void {
    if (this.wishes.unsaved) this.see(false);
    this.draw();
    this.sending.changed();
  }

  private pick(n: number): void {
    this.taking.picked = n;
    const span = this.wishes.now.muted[n];
    if (span) this.seek(span[0]);
    this.draw();
  }

  private playMuted(n: number): void {
    const [from, to] = this.wishes.now.muted[n]!;
    this.pick(n);
    const end_ms = Math.min(this.data.duration_ms, to + 1000);
    this.room.stage.playOnly({ start_ms: Math.max(0, from - 1000), end_ms }, false);
  }

  /** Words that were chosen in the transcript. */
  private silenceSaid(span: Pair): { says: string; undo: () => void } {
    this.taking.addMuted(span);
    return { says: fill(this.data.texts, "privacy_check.said_muted"), undo: () => this.back() };
  }

  private place(by_key: boolean): void {
    this.see(false);
    this.room.stage.pause();
    if (by_key) this.addPlace(around(0.5, 0.5));
    else this.places.draw(!this.places.drawing);
  }

  private addPlace(zone: readonly number[]): void {
    this.taking.addPlace(zone);
    this.places.focus(this.wishes.now.zones.length - 1);
  }

  private lookAtPlace(n: number): void {
    const from = this.wishes.now.zones[n]?.[4];
    if (from === undefined) this.see(false);
    else this.seek(from);
    this.places.focus(n);
  }

  private back(): void {
    if (!this.wishes.undo()) return;
    this.taking.picked = null;
    this.line.tell(fill(this.data.texts, "privacy_check.undone"));
    this.after();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.places.drawing) this.places.draw(false);
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    const at = event.composedPath()[0] as HTMLInputElement;
    if (isTyping({ tagName: at.tagName, type: at.type, isContentEditable: at.isContentEditable })) return;
    event.preventDefault();
    this.back();
  }

  private async make(): Promise<void> {
    if (await this.sending.ask("make")) this.line.tell(fill(this.data.texts, "privacy_check.making"));
  }

  private async agree(): Promise<void> {
    if (await this.sending.ask("agree")) this.wants.agreed();
  }

  leave(): void {
    this.line.leave();
    this.watching.now();
    this.sending.leave();
    this.lane.leave();
    this.places.leave();
    this.sections.leave();
    this.transcript.leave();
    this.room.stage.leave();
  }
}
