/** A pointer on the timeline: where it is, and following it until it is let go. */

/** How far along a strip the pointer is; 0 at its left edge, 1 at its right. */
export function along(strip: HTMLElement, event: PointerEvent): number {
  const box = strip.getBoundingClientRect();
  return (event.clientX - box.left) / box.width;
}

/** Tells each move of the pointer that went down on `on`, and when it is lost. */
export function follow(
  on: HTMLElement, event: PointerEvent, move: (moved: PointerEvent) => void, done?: () => void,
): void {
  on.setPointerCapture(event.pointerId);
  on.addEventListener("pointermove", move);
  on.addEventListener("lostpointercapture", () => {
    on.removeEventListener("pointermove", move);
    done?.();
  }, { once: true });
}

/** Goes where the pointer goes, unless it went down on something that has a use of its own. */
export function scrub(lane: HTMLElement, event: PointerEvent, seek: (moved: PointerEvent) => void): void {
  if (event.button !== 0 || (event.target as Element).closest("button, [role=slider]")) return;
  follow(lane, event, seek);
  seek(event);
}

/** Pulls a handle until it is let go; a press that hardly moves is no pull. */
export function pull(
  handle: HTMLElement, event: PointerEvent, move: (moved: PointerEvent, first: boolean) => void,
  done: (pulled: boolean) => void,
): void {
  event.stopPropagation();
  let begun = false;
  follow(handle, event, (moved) => {
    if (!begun && Math.abs(moved.clientX - event.clientX) < 2) return;
    move(moved, !begun);
    begun = true;
  }, () => done(begun));
  handle.focus({ preventScroll: true });
}
