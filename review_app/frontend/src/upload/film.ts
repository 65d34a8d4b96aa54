// What the browser can say about a film before its first byte goes.

/** The part of a browser's File that matters here. */
export interface Film {
  name: string;
  size: number;
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

/** The part of a browser's File that is read to know it again. */
export interface Readable {
  size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const SAMPLE = 64 * 1024;

/**
 * The same film is recognised by its size and by how it begins, goes on and ends, so that choosing it
 * again goes on where it stopped. Not by its name or date: a phone that hands a film over from its
 * library may give both anew each time. A short hash, because the film stays on this device. Rejects
 * when the film cannot be read.
 */
export async function fingerprint(film: Readable): Promise<string> {
  const last = Math.max(0, film.size - SAMPLE);
  const samples = [0, Math.floor(last / 2), last].map(
    async (from) => new Uint8Array(await film.slice(from, from + SAMPLE).arrayBuffer()),
  );
  const read = await Promise.all(samples);
  return `${hash(read, 0x811c9dc5)}${hash(read, 0x9e3779b9)}-${film.size.toString(36)}`;
}

function hash(samples: readonly Uint8Array[], seed: number): string {
  let mixed = seed;
  for (const sample of samples) {
    for (const byte of sample) {
      mixed = Math.imul(mixed ^ byte, 0x01000193);
      mixed ^= mixed >>> 15;
    }
  }
  return (mixed >>> 0).toString(16).padStart(8, "0");
}
