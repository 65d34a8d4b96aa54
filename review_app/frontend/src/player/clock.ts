/** Times as people read, type and hear them. Media time is whole milliseconds everywhere else. */

import { fillCount, type Texts } from "../common/texts";

/** "12:31", with a `decimal` sign "12:31,4"; from one hour on "1:02:03". Rounds down, as clocks do. */
export function clock(ms: number, decimal = ""): string {
  const whole = Math.max(0, Math.floor(ms / 100));
  const seconds = Math.floor(whole / 10);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = `${pad(seconds % 60)}${decimal && `${decimal}${whole % 10}`}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** How long something lasts, to the nearest second, as lists of recordings tell it: "12:31". */
export function lengthOf(ms: number): string {
  return clock(ms + 500);
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

const TYPED = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/;

/** Milliseconds of a typed time ("12:31.4", "12:31,4", "751", "1:02:03"), null when it is none. */
export function parseClock(typed: string): number | null {
  const found = TYPED.exec(typed.trim());
  if (!found) return null;
  const [, hours, minutes, seconds, part] = found;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  return whole * 1000 + Number((part ?? "0").padEnd(3, "0"));
}

/** A time in words for a screen reader; `key` names a text with {minutes}, {seconds}, {tenths}. */
export function spoken(ms: number, texts: Texts, key = "player.spoken"): string {
  const tenths = Math.floor(ms / 100);
  const minutes = Math.floor(tenths / 600);
  return fillCount(texts, key, minutes, {
    minutes,
    seconds: Math.floor((tenths % 600) / 10),
    tenths: tenths % 10,
  });
}
