/** A line as the server tells it, and what may be asked of the server about lines. */

import type { Segment } from "../follow";

/** Where a word stands in its line, when it was said, and 1 when it may have been another word. */
export type Word = readonly [from: number, to: number, start_ms: number, end_ms: number, doubt: 0 | 1];

export interface Said extends Segment {
  version: number;
  /** What the machine heard, when people put the line right. */
  original: string | null;
  words: readonly Word[];
}

export interface Reading {
  version: number;
  /** Nothing more is being written out. */
  whole: boolean;
  may_correct: boolean;
  lines: Said[];
}

/** Fresh lines, except where a newer version is at hand: an answer may have been under way for a while. */
export function newest(had: readonly Said[], fresh: readonly Said[]): Said[] {
  const known = new Map(had.map((line) => [line.id, line]));
  return fresh.map((line) => {
    const mine = known.get(line.id);
    return mine && mine.version > line.version ? mine : line;
  });
}

/** What came of an attempt to put a line right. */
export type Outcome =
  | { kind: "saved"; line: Said }
  | { kind: "changed"; line: Said }
  | { kind: "refused"; sentence: string }
  | { kind: "failed" };

/** What came of counting or replacing a name. */
export type Counted = { places: number } | { sentence: string };

/** The lines from number `after` on; null when the server cannot be reached or has nothing. */
export async function readLines(src: string, after: number): Promise<Reading | null> {
  const answer = await ask(`${src}?after=${after}`);
  return answer?.ok ? ((await answer.json()) as Reading) : null;
}

/** Puts a line right; `null` for the text gives it back as it was heard. */
export async function putRight(line: Said, text: string | null): Promise<Outcome> {
  const answer = await send("PUT", `/lines/${line.id}`, { text, version: line.version });
  if (!answer) return { kind: "failed" };
  const told = (await answer.json()) as { line?: Said; sentence?: string };
  if (told.line) return { kind: answer.ok ? "saved" : "changed", line: told.line };
  return { kind: "refused", sentence: told.sentence ?? "" };
}

/** Counts the places of a name; with `sure` it is gone there. Null when the server cannot be reached. */
export async function askName(src: string, name: string, sure: boolean): Promise<Counted | null> {
  const answer = await send("POST", src.replace(/lines\.json$/, "names"), { name, sure });
  return answer && ((await answer.json()) as Counted);
}

/** An answer that has something to say: a mistake of the server's own counts as none. */
async function send(method: string, address: string, says: unknown): Promise<Response | null> {
  const answer = await ask(address, {
    method, body: JSON.stringify(says), headers: { "content-type": "application/json" },
  });
  return answer && answer.status < 500 ? answer : null;
}

async function ask(address: string, how: RequestInit = {}): Promise<Response | null> {
  try {
    return await fetch(address, { credentials: "same-origin", ...how });
  } catch (lost) {
    if (lost instanceof TypeError) return null; // no connection
    throw lost;
  }
}
