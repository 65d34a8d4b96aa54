/** Builds a component again when it is about something else, or speaks another language. */

import { el } from "../common/dom";
import type { Given, Mounted } from "../common/mount";
import type { Texts } from "../common/texts";

interface About {
  /** What the component is about; the place in a film and unsaved words are remembered under it. */
  keep: string;
  texts: Texts;
}

/** A mounted component that may be told that it makes room for another film. */
export interface Leaving<D> extends Mounted<D> {
  /** Unlike a remount of the same film: nothing plays on by itself when people come back. */
  switched(): void;
}

/** A mount that stays as it is over reruns, and starts afresh for another film or language. */
export function anew<D extends About>(mount: (given: Given<D>, root: HTMLElement) => Leaving<D>) {
  return (first: Given<D>, root: HTMLElement): Mounted<D> => {
    let present: Leaving<D> | null = null;
    let about = "";
    let box = el("div");
    const start = (given: Given<D>): Leaving<D> => {
      present?.unmount?.();
      present?.switched();
      box.remove();
      box = el("div", { class: "about_one" });
      root.append(box);
      about = aboutOf(given.data);
      present = mount(given, box);
      return present;
    };
    start(first);
    return {
      update(given) {
        const same = aboutOf(given.data) === about && present !== null;
        (same ? present! : start(given)).update(given);
      },
      unmount: () => present?.unmount?.(),
    };
  };
}

function aboutOf({ keep, texts }: About): string {
  return `${keep} ${texts["player.play"] ?? ""}`;
}
