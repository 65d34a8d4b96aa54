/** Finding words in what was said, whatever their case and accents. Places are (from, to) in a text. */

export type Place = readonly [from: number, to: number];

export interface Hit {
  /** Which line, by its number. */
  line: number;
  place: Place;
}

interface Folded {
  letters: string;
  /** Where each of the letters stood. */
  at: number[];
}

/** The text without case and accents: "Zoë" and "zoe" are the same to somebody who searches. */
export function folded(text: string): Folded {
  let letters = "";
  const at: number[] = [];
  for (let n = 0; n < text.length; n += 1) {
    for (const part of text[n]!.normalize("NFKD").toLowerCase()) {
      if (/\p{M}/u.test(part)) continue;
      letters += /\s/.test(part) ? " " : part;
      for (let k = 0; k < part.length; k += 1) at.push(n);
    }
  }
  return { letters, at };
}

/** Where `query` stands in `text`, one after another. */
export function placesOf(text: string, query: string): Place[] {
  const wanted = folded(query.trim().replace(/\s+/g, " ")).letters;
  if (!wanted) return [];
  const { letters, at } = folded(text);
  const found: Place[] = [];
  for (let n = letters.indexOf(wanted); n >= 0; n = letters.indexOf(wanted, n + wanted.length)) {
    const last = at[n + wanted.length - 1]!;
    found.push([at[n]!, afterAccents(text, last)]);
  }
  return found;
}

function afterAccents(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && /\p{M}/u.test(text[end]!)) end += 1;
  return end;
}

/** Every place of `query`, from the first line to the last. */
export function find(lines: readonly { text: string }[], query: string): Hit[] {
  return lines.flatMap(({ text }, line) => placesOf(text, query).map((place) => ({ line, place })));
}

/** Which hit to show first: the one at or after the line the film is at, else the first; -1 without hits. */
export function firstFrom(hits: readonly Hit[], line: number): number {
  if (hits.length === 0) return -1;
  const next = hits.findIndex((hit) => hit.line >= line);
  return next < 0 ? 0 : next;
}

/** The hit after (1) or before (-1) the one at `now`, round and round. */
export function stepped(count: number, now: number, by: 1 | -1): number {
  return count === 0 ? -1 : (now + by + count) % count;
}
