// "Type the last word and press Send at once": the click would run before the words are kept, and on
// a phone even before they are sent. So a click that may act waits until they are, two seconds at
// most, and then happens as if it came then.

const LONGEST_MS = 2_000;
const LOOK_MS = 20;
const ACTING = "button, a[href], [role='button'], [role='tab'], [role='menuitem']";

/** What the words in one or more boxes can say. */
export interface Words {
  /** Whether some are on their way to being kept. */
  pending(): boolean;
  /** Send what was not sent yet. */
  flush(): void;
}

/** Make acting clicks anywhere in the page wait for `words`. Call once. */
export function holdClicks(words: Words): void {
  let replaying = false;
  window.addEventListener(
    "click",
    (event) => {
      const acting = event
        .composedPath()
        .find((one): one is HTMLElement => one instanceof HTMLElement && one.matches(ACTING));
      const special = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
      if (replaying || special || acting === undefined || !words.pending()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      words.flush();
      const began = Date.now();
      const look = window.setInterval(() => {
        if (words.pending() && Date.now() - began < LONGEST_MS) return;
        window.clearInterval(look);
        replaying = true;
        acting.click();
        replaying = false;
      }, LOOK_MS);
    },
    { capture: true },
  );
}
