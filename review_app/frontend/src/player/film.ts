/** A film as the stage is given it, and what the stage tells of it. */

import type { Fps } from "./frames";

export interface Captions {
  src: string;
  language: string;
  label: string;
}

export interface Film {
  src: string;
  /** The same pictures for a slow or paid-for connection, where there are any. */
  saver: string | null;
  poster: string | null;
  captions: readonly Captions[];
  fps: Fps;
  duration_ms: number;
}

/** What the stage tells. */
export interface Heard {
  /** The playhead moved; `playing` when by playing, not by a jump. */
  time(ms: number, playing: boolean): void;
  /** Playing, pausing, speed, sound or captions changed. */
  state(): void;
  /** The film cannot be shown (true) or can again (false). */
  broken(is: boolean): void;
}
