/** What Python gives the privacy check, and what it answers. */

import type { Texts } from "../common/texts";
import type { Film } from "../player/film";
import type { Filmstrip } from "../workbench/contract";

export type Pair = readonly [number, number];

/** What is taken out, on the clock of the whole film. */
export interface Masks {
  kept: Pair;
  muted: readonly Pair[];
  /** Left, top, width, height as parts of the picture; and from, to where it is not the whole film. */
  zones: readonly (readonly number[])[];
  blur_faces: boolean;
  /** Numbers of the found faces that stay. */
  left: readonly number[];
}

/** Faces that go on in one place: shown as one. */
export interface Face {
  numbers: readonly number[];
  start_ms: number;
  end_ms: number;
  at_ms: number;
  place: readonly [number, number, number, number];
}

export interface Working {
  /** Null while it waits in line. */
  percent: number | null;
  failed: boolean;
}

export interface State {
  version: number;
  masks: Masks;
  length_ms: number;
  faces: Face[] | null;
  finding: Working | null;
  making: Working | null;
  /** How long the film becomes; null while that was not made of what is taken out now. */
  made_ms: number | null;
  mark: string;
  reviewed: boolean;
}

export interface Answer extends State {
  refusal: { sentence: string; changed: boolean } | null;
}

export interface Data extends Film {
  keep: string;
  texts: Texts;
  check: State;
  /** Where the acts go, and where the state is asked. */
  acts: string;
  /** The folder of the film as it becomes. */
  masked: string;
  peaks: string | null;
  filmstrip: Filmstrip | null;
  coach: string;
  lines: string | null;
}
