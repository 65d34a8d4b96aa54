/** What somebody is typing over a line, and what can be taken back. Outlives reruns and fresh lines. */

import type { Said } from "./said";

/** A line that is being put right. */
export interface Draft {
  id: string;
  /** Where it was said: the machine may hear the same moment anew, as another line. */
  at_ms: number;
  text: string;
  /** The version it was typed over. */
  version: number;
  /** What stood there when the typing began. */
  before: string;
}

/** One correction that was saved: what stood there before it. */
export interface Change {
  id: string;
  before: string;
}

export function draftOf(line: Said): Draft {
  return {
    id: line.id, at_ms: (line.start_ms + line.end_ms) / 2, text: line.text, version: line.version,
    before: line.text,
  };
}

/**
 * The draft on the lines as they are now. A line that is gone hands it to the line said at its moment, or
 * else the nearest: what was typed is never thrown away while there is a line at all.
 */
export function carried(draft: Draft, lines: readonly Said[]): Draft {
  if (lines.length === 0 || lines.some((line) => line.id === draft.id)) return draft;
  const away = (line: Said): number =>
    Math.max(0, line.start_ms - draft.at_ms, draft.at_ms - line.end_ms);
  const next = lines.reduce((best, line) => (away(line) < away(best) ? line : best));
  return { ...draft, id: next.id, version: next.version, before: next.text };
}

/** Whether leaving would lose something. */
export function isChanged(draft: Draft): boolean {
  return draft.text.trim() !== draft.before;
}
