// The day on which a film was made, read from the film itself; it says so in its index (mvhd).
import type { Readable } from "./film";

const SINCE_1904_S = 2_082_844_800; // what films count from, before 1970
const OLDEST_MS = 60 * 24 * 60 * 60 * 1000; // a camera without a clock says 1970, or 2015
const MOST_BOXES = 200;
const HEAD = 16;

/**
 * When the film was made, in ms since 1970, or null where it does not say so, or nobody can believe
 * it. The film may be large: only the heads of its outer boxes are read.
 */
export async function madeAt(film: Readable, now: number): Promise<number | null> {
  const moov = await find(film, "moov", 0, film.size);
  const mvhd = moov && (await find(film, "mvhd", moov.from, moov.to));
  if (!mvhd) return null;
  const view = await read(film, mvhd.from, 12);
  if (view.byteLength < 12) return null;
  const long = view.getUint8(0) === 1;
  const seconds = long ? Number(view.getBigUint64(4)) : view.getUint32(4);
  const at = (seconds - SINCE_1904_S) * 1000;
  return at <= now && at > now - OLDEST_MS ? at : null;
}

/** That moment as a day at school, `2026-11-24`. */
export function dayAt(at: number, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at);
}

async function read(film: Readable, from: number, bytes: number): Promise<DataView> {
  return new DataView(await film.slice(from, from + bytes).arrayBuffer());
}

/** The inside of the first box of this kind between two places. */
async function find(
  film: Readable, kind: string, begin: number, end: number,
): Promise<{ from: number; to: number } | null> {
  let at = begin;
  for (let count = 0; count < MOST_BOXES && at + 8 <= end; count += 1) {
    const head = await read(film, at, HEAD);
    if (head.byteLength < 8) return null;
    const short = head.getUint32(0);
    const wide = short === 1 && head.byteLength === HEAD;
    const length = wide ? Number(head.getBigUint64(8)) : short === 0 ? end - at : short;
    const inside = wide ? HEAD : 8;
    if (length < inside) return null;
    const name = String.fromCharCode(...[4, 5, 6, 7].map((byte) => head.getUint8(byte)));
    if (name === kind) return { from: at + inside, to: Math.min(at + length, end) };
    at += length;
  }
  return null;
}
