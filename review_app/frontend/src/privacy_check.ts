/** The privacy check of one's own film: ends, sound, places and faces, and what it becomes. */

import "./common/look.css";
import "./player/player.css";
import "./workbench/workbench.css";
import "./privacy_check/privacy_check.css";

import { type Given, mounting } from "./common/mount";
import { anew } from "./player/anew";
import { placeAt, remembered } from "./player/remember";
import { Check } from "./privacy_check/check";
import type { Data } from "./privacy_check/contract";

export default mounting(anew((first: Given<Data>, root) => {
  let given = first;
  const place = remembered(`privacy_check:${first.data.keep}`, () => placeAt(0));
  const check = new Check(root, first.data, place, {
    agreed: () => given.setTriggerValue("agreed", true),
    gone: () => given.setTriggerValue("gone", true),
  });
  const hurry = (): void => {
    if (document.visibilityState === "hidden") void check.sending.save();
  };
  document.addEventListener("visibilitychange", hurry);
  const stay = (event: BeforeUnloadEvent): void => {
    if (check.wishes.unsaved) event.preventDefault();
  };
  window.addEventListener("beforeunload", stay);

  return {
    update(next) {
      given = next;
      check.update(next.data);
    },
    unmount() {
      document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("beforeunload", stay);
      check.leave();
    },
    switched() {
      place.paused = true;
    },
  };
}));
