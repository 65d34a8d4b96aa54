// A foundation is shown the same everywhere: hue, icon and word together.
import { el } from "./dom";
import { icon } from "./icon";

export const FOUNDATIONS = [
  "emotional_support",
  "classroom_organisation",
  "instructional_support",
] as const;

export type Foundation = (typeof FOUNDATIONS)[number];

/** The tag of a foundation; `word` comes from Python. */
export function foundationTag(foundation: Foundation, word: string): HTMLElement {
  return el(
    "span",
    { class: "foundation", "data-foundation": foundation },
    icon(foundation),
    word,
  );
}
