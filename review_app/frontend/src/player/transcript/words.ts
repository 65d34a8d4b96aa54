/** From chosen words to the moment they were said, and from a line to the pieces it is shown in. */

import type { Span } from "../frames";
import type { Place } from "./find";
import type { Said } from "./said";

/** A place in what was said: a line by its number, and a letter in it. */
export interface Point {
  line: number;
  at: number;
}

function ordered(one: Point, other: Point): [Point, Point] {
  const swap = other.line < one.line || (other.line === one.line && other.at < one.at);
  return swap ? [other, one] : [one, other];
}

/**
 * The span from the start of the first word to the end of the last between two points, in either order.
 * A word that is touched is taken whole; null when not one word is. A line without word times counts as one.
 */
export function spanBetween(lines: readonly Said[], one: Point, other: Point): Span | null {
  const [from, to] = ordered(one, other);
  let start_ms = Infinity;
  let end_ms = -Infinity;
  for (let n = from.line; n <= Math.min(to.line, lines.length - 1); n += 1) {
    const line = lines[n]!;
    const begin = n === from.line ? from.at : 0;
    const end = n === to.line ? to.at : line.text.length;
    for (const [first, last, start, stop] of timed(line)) {
      if (first >= end || last <= begin) continue;
      start_ms = Math.min(start_ms, start);
      end_ms = Math.max(end_ms, stop);
    }
  }
  return end_ms > start_ms ? { start_ms, end_ms } : null;
}

/** The span of whole lines, in either order. */
export function spanOfLines(lines: readonly Said[], one: number, other: number): Span | null {
  const low = Math.min(one, other);
  const high = Math.max(one, other);
  if (!lines[low] || !lines[high]) return null;
  return spanBetween(lines, { line: low, at: 0 }, { line: high, at: lines[high].text.length });
}

function timed(line: Said): readonly (readonly [number, number, number, number, ...unknown[]])[] {
  return line.words.length > 0 ? line.words : [[0, line.text.length, line.start_ms, line.end_ms]];
}

/** A piece of a line as it is drawn. */
export interface Piece {
  text: string;
  doubt: boolean;
  hit: "" | "hit" | "now";
}

/** The line in pieces: words that may have been said otherwise, places that were searched for. */
export function piecesOf(line: Said, hits: readonly Place[], now: Place | null): Piece[] {
  const doubts = line.words.filter((word) => word[4]).map(([from, to]): Place => [from, to]);
  const edges = new Set([0, line.text.length, ...[...doubts, ...hits].flat()]);
  const marks = [...edges].filter((at) => at <= line.text.length).sort((a, b) => a - b);
  const inside = (places: readonly Place[], at: number): Place | undefined =>
    places.find(([from, to]) => from <= at && at < to);
  return marks.slice(0, -1).map((from, n) => {
    const hit = inside(hits, from);
    const here = hit !== undefined && now !== null && hit[0] === now[0] && hit[1] === now[1];
    return {
      text: line.text.slice(from, marks[n + 1]),
      doubt: inside(doubts, from) !== undefined,
      hit: hit ? (here ? "now" : "hit") : "",
    };
  });
}
