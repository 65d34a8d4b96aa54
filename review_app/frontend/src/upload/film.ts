// What the browser can say about a film before its first byte goes.

/** The part of a browser's File that matters here. */
export interface Film {
  name: string;
  size: number;
  lastModified: number;
}

export interface Limits {
  bytes: number;
  /** Endings of films, small, with their dot. */
  endings: readonly string[];
}

/** Why a film cannot be taken: a text key under `refusals.` and what the sentence names. */
export interface Refusal {
  key: string;
  fields: Record<string, string | number>;
}

const GIGABYTE = 2 ** 30;

/** The ending of a name, small, with its dot; "" when there is none. */
export function ending(name: string): string {
  return /\.[^.\s/\\]+$/.exec(name.toLowerCase())?.[0] ?? "";
}

/** A limit as people are told it, in whole gigabytes. */
export function gigabytes(bytes: number): number {
  return Math.max(Math.floor(bytes / GIGABYTE), 1);
}

/** The first reason not to send this film, or null. The server judges again, by the same rules. */
export function refusal(film: Film, limits: Limits): Refusal | null {
  const last = ending(film.name);
  if (!limits.endings.includes(last)) {
    return { key: "upload_not_a_film", fields: { ending: last === "" ? "?" : last } };
  }
  if (film.size <= 0) return { key: "upload_empty", fields: {} };
  if (film.size > limits.bytes) {
    return { key: "upload_too_large", fields: { gigabytes: gigabytes(limits.bytes) } };
  }
  return null;
}

/**
 * The same film is recognised by name, size and moment of change, so that choosing it again goes on
 * where it stopped. A short hash, because the name itself stays on this device.
 */
export function fingerprint(film: Film): string {
  const named = `${film.name}|${film.size}|${film.lastModified}`;
  return `${hash(named, 0x811c9dc5)}${hash(named, 0x9e3779b9)}-${film.size.toString(36)}`;
}

function hash(words: string, seed: number): string {
  let mixed = seed;
  for (let at = 0; at < words.length; at += 1) {
    mixed = Math.imul(mixed ^ words.charCodeAt(at), 0x01000193);
    mixed ^= mixed >>> 15;
  }
  return (mixed >>> 0).toString(16).padStart(8, "0");
}
