/** A clip as the coach sees and changes it, and how two changes of one clip become one again. */

import type { Span } from "../player/frames";

/** What a coach can change about a clip. */
export interface Fields extends Span {
  foundation: string | null;
  dimension: string | null;
  prompt_kind: string | null;
  fact: string;
  question: string;
}

/** A clip as Python gives it. */
export interface Clip extends Fields {
  id: string;
  client_id: string;
  version: number;
  file_ready: boolean;
}

/** A clip as it is shown: perhaps not yet known to the server, perhaps with words still unsaved. */
export interface Shown extends Fields {
  id: string | null;
  client_id: string;
  file_ready: boolean;
  saving: boolean;
  refused: string | null;
  /** Another tab changed the same thing: what it wrote. Both texts are kept until one is chosen. */
  apart: { theirs: Fields; names: readonly Name[] } | null;
}

const NAMES = [
  "start_ms", "end_ms", "foundation", "dimension", "prompt_kind", "fact", "question",
] as const;

export type Name = (typeof NAMES)[number];

export function fieldsOf(clip: Fields): Fields {
  const { start_ms, end_ms, foundation, dimension, prompt_kind, fact, question } = clip;
  return { start_ms, end_ms, foundation, dimension, prompt_kind, fact, question };
}

/** What is not the same in two. */
export function differing(one: Fields, other: Fields): Name[] {
  return NAMES.filter((name) => one[name] !== other[name]);
}

export function same(one: Fields, other: Fields): boolean {
  return differing(one, other).length === 0;
}

/** An empty clip over `span`. */
export function blank({ start_ms, end_ms }: Span): Fields {
  return { start_ms, end_ms, foundation: null, dimension: null, prompt_kind: null, fact: "", question: "" };
}

// Some things are one thing: a dimension belongs to its foundation, an in-point to its out-point.
const TOGETHER: Readonly<Partial<Record<Name, Name>>> = {
  start_ms: "end_ms", end_ms: "start_ms", foundation: "dimension", dimension: "foundation",
};

/** `theirs` with what I changed since `base` written over it. */
export function over(base: Fields, mine: Fields, theirs: Fields): Fields {
  const changed = new Set(differing(base, mine));
  for (const name of [...changed]) if (TOGETHER[name]) changed.add(TOGETHER[name]);
  const out: Record<string, unknown> = { ...fieldsOf(theirs) };
  for (const name of changed) out[name] = mine[name];
  return out as unknown as Fields;
}

/** What both changed since `base`, each in another way: only these need somebody to choose. */
export function clashes(base: Fields, mine: Fields, theirs: Fields): Name[] {
  const changed = new Set(differing(base, theirs));
  for (const name of [...changed]) if (TOGETHER[name]) changed.add(TOGETHER[name]);
  return differing(theirs, over(base, mine, theirs)).filter((name) => changed.has(name));
}
