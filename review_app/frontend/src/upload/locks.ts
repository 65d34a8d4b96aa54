// Two things a browser can hold for us, where it knows them: a turn among tabs, and a screen that
// stays on (a phone that sleeps stops sending).

/**
 * Wait until no other tab of this browser holds `name`; it is then ours until `signal`. Calls `busy`
 * when somebody else has it. False when `signal` came first.
 */
export async function untilAlone(
  name: string,
  signal: AbortSignal,
  busy: () => void,
): Promise<boolean> {
  if (!("locks" in navigator)) return !signal.aborted;
  const held = await navigator.locks.query();
  if (held.held?.some((lock) => lock.name === name)) busy();
  return new Promise((resolve) => {
    const keep = (): Promise<void> => {
      resolve(true);
      return new Promise((release) => signal.addEventListener("abort", () => release()));
    };
    navigator.locks.request(name, { signal }, keep).catch(() => resolve(false));
  });
}

/** Keep the screen on until `signal`, also after coming back to the tab. */
export function heldAwake(signal: AbortSignal): void {
  if (!("wakeLock" in navigator)) return;
  let lock: WakeLockSentinel | undefined;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== "visible" || signal.aborted) return;
    // An empty battery may refuse it; the upload goes on all the same.
    lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    if (signal.aborted) await lock?.release();
  };
  document.addEventListener("visibilitychange", () => void ask(), { signal });
  signal.addEventListener("abort", () => void lock?.release());
  void ask();
}
