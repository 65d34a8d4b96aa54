/** What the acts of the workbench (edges.ts, clips.ts) may ask of the workbench as a whole. */

import type { Span } from "../player/frames";
import type { Sound } from "../player/pauses";
import type { Stage } from "../player/stage";
import type { Data } from "./contract";
import type { Shown } from "./words";
import type { Kept } from "./kept";

export interface Hands {
  readonly kept: Kept;
  readonly stage: Stage;
  /** The sound of the film, once it is known. */
  readonly sound: Sound | null;
  data(): Data;
  /** Something changed: draw it and send it. */
  after(): void;
  /** Only the marks moved, under a dragging finger: draw no more than those. */
  dragged(): void;
  /** Says a sentence in the line that screen readers follow. */
  tell(key: string, fields?: Record<string, string | number>): void;
  /** A clip was cut: it lights up, and the line says so with the way back. */
  made(client_id: string): void;
  reveal(span: Span): void;
  /** Brings the composer into view where it lies below the film. */
  toComposer(): void;
  focusFilm(): void;
  focusBox(field: "fact" | "question"): void;
  /** Offers to put a clip back as it was, or no longer. */
  offer(key: "removed" | "reverted" | null, clip: Shown | null): void;
}
