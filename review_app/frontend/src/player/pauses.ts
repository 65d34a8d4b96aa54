/**
 * Where it is quiet, heard from the sound itself (the peaks of the waveform), never from the gaps
 * between written words: a transcript misses words, and somebody may be heard where none was written.
 *
 * What is quiet is relative: a classroom hums. Two questions, two ears. Whole silences, for skipping,
 * are quiet against the whole film. A pause, for cutting between two sentences, is short and only has
 * to be quiet against the seconds around it.
 */

import type { Span } from "./frames";

/** How loud a film is: the largest deviation in each part of a second, 0 to 127. */
export interface Sound {
  per_second: number;
  peaks: readonly number[];
}

/** A pause between two sentences lasts at least this long. */
export const PAUSE_MS = 150;
/** A silence that may be skipped lasts at least this long, and keeps this much at either side. */
export const SILENCE_MS = 2000;
export const KEPT_MS = 400;
/** How far an edge may move to find a pause, and the air it gets where there is none. */
export const REACH_MS = 500;
export const AIR_MS = 300;

const AROUND_MS = 6000;
const LEAST_CONTRAST = 4;

/** Below this a film is quiet: a little above its hum. Null where nothing stands out from the hum. */
export function hushOf(peaks: readonly number[]): number | null {
  if (peaks.length === 0) return null;
  const sorted = peaks.map(Math.abs).sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)]!;
  const hum = at(0.1);
  const voice = at(0.95);
  if (voice - hum < Math.max(LEAST_CONTRAST, hum * 0.5)) return null;
  return hum + Math.max(1, (voice - hum) * 0.12);
}

/**
 * The stretches of at least `least_ms` that stay at or under `hush`, in milliseconds of the film.
 * One louder part in a long stretch (a chair, a pen) does not end it.
 */
export function quietIn(sound: Sound, hush: number, least_ms: number, from = 0, to = sound.peaks.length): Span[] {
  const per_ms = 1000 / sound.per_second;
  const least = Math.ceil(least_ms / per_ms);
  const forgiven = least >= sound.per_second ? 1 : 0;
  const out: Span[] = [];
  let start = -1;
  let loud = 0;
  for (let i = from; i <= to; i++) {
    const quiet = i < to && Math.abs(sound.peaks[i]!) <= hush;
    if (quiet) {
      if (start < 0) start = i;
      loud = 0;
      continue;
    }
    if (start < 0) continue;
    loud += 1;
    if (i < to && loud <= forgiven) continue;
    const end = i + 1 - loud;
    if (end - start >= least) out.push({ start_ms: Math.round(start * per_ms), end_ms: Math.round(end * per_ms) });
    start = -1;
    loud = 0;
  }
  return out;
}

/** Every silence of the film that is worth skipping, the ends that are kept left out of it. */
export function silences(sound: Sound): Span[] {
  const hush = hushOf(sound.peaks);
  if (hush === null) return [];
  return quietIn(sound, hush, SILENCE_MS)
    .map(({ start_ms, end_ms }) => ({ start_ms: start_ms + KEPT_MS, end_ms: end_ms - KEPT_MS }));
}

/** Where to go on from `ms` when it lies in one of these silences (in order), else null. */
export function landing(silent: readonly Span[], ms: number): number | null {
  let low = 0;
  let high = silent.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (silent[middle]!.end_ms <= ms) low = middle + 1;
    else high = middle;
  }
  const found = silent[low];
  return found && found.start_ms <= ms ? found.end_ms : null;
}

/** The pauses around `ms`, heard against the seconds around it. */
export function pausesNear(sound: Sound, ms: number): Span[] {
  const index = (at: number): number =>
    Math.min(sound.peaks.length, Math.max(0, Math.round((at * sound.per_second) / 1000)));
  const from = index(ms - AROUND_MS);
  const to = index(ms + AROUND_MS);
  const hush = hushOf(sound.peaks.slice(from, to));
  return hush === null ? [] : quietIn(sound, hush, PAUSE_MS, from, to);
}

/**
 * Moves both edges of chosen sentences into the nearest pause, rather outward than inward: a cut
 * exactly on a word sounds chopped. Where no pause is in reach an edge gets a little air instead.
 */
export function snapToPauses(span: Span, sound: Sound | null, duration_ms: number): Span {
  const start_ms = Math.max(0, intoPause(span.start_ms, -1, sound));
  const end_ms = Math.min(duration_ms, intoPause(span.end_ms, 1, sound));
  return start_ms < end_ms ? { start_ms, end_ms } : { ...span };
}

/** `outward` is -1 for a beginning, 1 for an end. */
function intoPause(edge: number, outward: -1 | 1, sound: Sound | null): number {
  const airy = edge + outward * AIR_MS;
  if (!sound) return airy;
  let best: { cost: number; at: number } | null = null;
  for (const pause of pausesNear(sound, edge)) {
    // The side of the pause where the chosen words are, and that side seen from the edge.
    const voice = outward < 0 ? pause.end_ms : pause.start_ms;
    const away = (voice - edge) * outward;
    const cost = away >= 0 ? away : -2 * away;
    const holds = pause.start_ms <= edge && edge <= pause.end_ms;
    if (Math.abs(away) > REACH_MS && !holds) continue;
    const inside = pause.end_ms - pause.start_ms;
    const wish = voice + outward * Math.min(AIR_MS, inside / 2);
    const at = Math.min(edge + REACH_MS, Math.max(edge - REACH_MS, wish));
    if (!best || (holds ? 0 : cost) < best.cost) best = { cost: holds ? 0 : cost, at };
  }
  return best ? Math.round(best.at) : airy;
}
