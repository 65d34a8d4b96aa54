/**
 * What must outlive a remount: Streamlit may take a component off the page and put it back at any run.
 * The module stays loaded as long as the tab, so one Map per tab keeps it, by the key Python chose.
 */

const kept = new Map<string, unknown>();

/** The object under `key`, made once and then always the same one. */
export function remembered<T extends object>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

/** Where somebody was in a film. */
export interface Place {
  seconds: number;
  paused: boolean;
  rate: number;
  volume: number;
  muted: boolean;
  captions: boolean;
  opened: boolean;
  /** Whether silences are skipped. */
  skips: boolean;
  /** The film that asks less of the line; null: as the browser wishes. */
  saver: boolean | null;
}

/** Whether this browser was told to be sparing with data. */
export function wishesLess(): boolean {
  return (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

/** A place at the beginning, captions on. */
export function placeAt(seconds: number): Place {
  return {
    seconds, paused: true, rate: 1, volume: 1, muted: false, captions: true, opened: false,
    skips: false, saver: null,
  };
}
