/** What lies on the desk as the server knows it, and which of two looks at it is the newer one. */

import type { Note } from "./note_desk";
import type { Refusal } from "./wish";
import type { Clip } from "./words";

/** Which look at the desk this was: numbers count up for as long as the server lives. */
export interface Look {
  process: string;
  number: number;
}

export interface Lying {
  look: Look;
  clips: Clip[];
  notes: Note[];
}

/** What came of an act: the desk as it is now, and why the act was not done. */
export interface Answer extends Lying {
  answered: string;
  refusal: Refusal | null;
}

/**
 * The newest look there was. A screen that was being drawn while an act was answered arrives later
 * than that answer and knows less: its clips would jump back.
 */
export class Newest {
  private lying: Lying | null = null;

  /** The newer of what came and what was known. */
  of(came: Lying): Lying {
    const known = this.lying;
    if (known && came.look.process === known.look.process && came.look.number < known.look.number) return known;
    this.lying = came;
    return came;
  }
}
