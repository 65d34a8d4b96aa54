/** In and out: set here, typed, dragged, nudged, taken from the transcript, and taken back. */

import { inPointMs, outPointMs, snapEndMs, snapStartMs, type Span } from "../player/frames";
import { type Edge, NO_MARKS, nudge, whole } from "../player/spans";
import type { Hands } from "./hands";

export class Edges {
  private dragging = false;

  constructor(private readonly hands: Hands) {}

  private get film(): { fps: readonly [number, number]; duration_ms: number } {
    return this.hands.data();
  }

  /** The marks as one span, when there is nothing wrong with them. */
  get span(): Span | null {
    return whole(this.hands.kept.pick.marks, this.hands.data().limits);
  }

  private ms(edge: Edge): number | null {
    const { start_ms, end_ms } = this.hands.kept.pick.marks;
    return edge === "start" ? start_ms : end_ms;
  }

  here(edge: Edge): void {
    const { seconds } = this.hands.stage;
    const { fps, duration_ms } = this.film;
    const ms = edge === "start" ? inPointMs(seconds, fps) : outPointMs(seconds, fps, duration_ms);
    this.hands.kept.pick.mark(edge, ms);
    this.marked(edge);
  }

  typed(edge: Edge, ms: number): void {
    const { fps, duration_ms } = this.film;
    const inside = Math.min(ms, duration_ms);
    const on = edge === "start" ? snapStartMs(inside, fps) : snapEndMs(inside, fps, duration_ms);
    this.hands.kept.pick.mark(edge, on);
    this.marked(edge);
    this.lookAt(edge);
  }

  take(edge: Edge): void {
    this.hands.kept.pick.edge = edge;
    this.hands.dragged();
  }

  drag(edge: Edge, ms: number): void {
    const { pick } = this.hands.kept;
    const was = this.ms(edge);
    if (was === null) return;
    if (!this.dragging) pick.remember();
    this.dragging = true;
    const { fps, duration_ms } = this.film;
    if (Math.abs(ms - was) * fps[0] >= 1000 * fps[1]) {
      pick.set(nudge(pick.marks, edge, ms - was, fps, duration_ms), false);
    }
    this.hands.stage.pause();
    this.hands.dragged();
    this.lookAt(edge);
  }

  /** By so many milliseconds (one of them is a frame), and a second of the film around the new edge. */
  nudge(edge: Edge, by_ms: number): void {
    const { pick } = this.hands.kept;
    const { fps, duration_ms } = this.film;
    pick.edge = edge;
    pick.set(nudge(pick.marks, edge, by_ms, fps, duration_ms));
    this.marked(edge);
    this.preview(edge);
  }

  private preview(edge: Edge): void {
    const at = this.ms(edge);
    if (at === null) return;
    const start_ms = edge === "start" ? at : Math.max(0, at - 1000);
    const end_ms = edge === "start" ? Math.min(this.film.duration_ms, at + 1000) : at;
    this.hands.stage.playOnly({ start_ms, end_ms }, false);
  }

  /** Shows the first frame of the clip, or its last; what played alone, such as a preview, is over. */
  lookAt(edge: Edge): void {
    const { stage } = this.hands;
    const at = this.ms(edge);
    if (at === null) return;
    if (!stage.loop) stage.only = null;
    stage.jump(edge === "start" ? at : at - 1);
  }

  /** The marks changed: an open clip changes along, as soon as they make a span. */
  marked(edge: Edge): void {
    const { kept } = this.hands;
    this.dragging = false;
    kept.pick.edge = edge;
    if (this.span && kept.open) kept.desk.change(kept.open, this.span, Date.now());
    this.hands.after();
  }

  /** Takes the last change of the marks back; false when there is none. */
  undo(): boolean {
    const { pick } = this.hands.kept;
    if (!pick.undo()) return false;
    this.marked(pick.edge);
    this.hands.tell("workbench.undone");
    return true;
  }

  clear(): void {
    this.hands.kept.pick.set(NO_MARKS);
    this.hands.after();
  }
}
