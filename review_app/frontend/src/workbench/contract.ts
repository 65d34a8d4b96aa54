/** What Python gives the workbench. What the workbench asks to be done stands in queue.ts (`Telling`). */

import type { Texts } from "../common/texts";
import type { Limits } from "../player/spans";
import type { Film } from "../player/film";
import type { Guide } from "./look_fors";
import type { Lying } from "./lying";
import type { NotesLimits } from "./notes";

export interface Dimension {
  key: string;
  name: string;
  see: string;
}

export interface Foundation {
  key: string;
  name: string;
  dimensions: Dimension[];
}

export interface PromptKind {
  key: string;
  name: string;
  help: string;
  /** The name of its icon, the same one as everywhere else in the app. */
  icon: string;
}

export interface Filmstrip {
  src: string;
  step_ms: number;
  columns: number;
  width: number;
  height: number;
  count: number;
}

export interface Data extends Film {
  keep: string;
  recording_id: string;
  /** What the teacher asked for and what the two look at, a sentence each. */
  asked: string[];
  /** Where the lines of what was said can be had. */
  lines: string | null;
  peaks: string | null;
  filmstrip: Filmstrip | null;
  /** The coach's own clips and notes. */
  desk: Lying;
  /** Where the coach's acts go. */
  acts: string;
  notes: NotesLimits & { guide: Guide };
  foundations: Foundation[];
  prompt_kinds: PromptKind[];
  limits: Limits & {
    /** Clips that fit in a package; drafts may be more, up to drafts_max. */
    drafts_max: number;
    advice_words: number;
    /** Characters of a fact or a question. */
    text_max: number;
  };
  texts: Texts;
}
