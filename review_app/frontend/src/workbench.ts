/** The coach's workbench: player, timeline, transcript, composer and clips in one component. */

import "./common/look.css";
import "./player/player.css";
import "./workbench/workbench.css";
import "./workbench/composer.css";

import { type Given, mounting } from "./common/mount";
import { fill } from "./common/texts";
import { anew } from "./player/anew";
import { remembered } from "./player/remember";
import { Bench } from "./workbench/bench";
import type { Data } from "./workbench/contract";
import { keptFrom } from "./workbench/kept";

export default mounting(anew((first: Given<Data>, root) => {
  let given = first;
  const { data } = first;
  const kept = remembered(`workbench:${data.keep}`, () => keptFrom(data.keep, fill(data.texts, "workbench.not_saved")));
  const bench = new Bench(root, data, kept, (name, says) => given.setTriggerValue(name, says));
  const hurry = (): void => {
    if (document.visibilityState !== "hidden") return;
    bench.sending.hurry();
    bench.keep();
  };
  const stay = (event: BeforeUnloadEvent): void => {
    if (kept.desk.unsaved() || kept.notes.desk.unsaved()) event.preventDefault();
  };
  document.addEventListener("visibilitychange", hurry);
  const away = (): void => bench.keep();
  window.addEventListener("beforeunload", stay);
  window.addEventListener("pagehide", away);
  bench.takeUp();

  return {
    update(next) {
      given = next;
      bench.update(next.data);
      if (!kept.place.opened) {
        kept.place.opened = true;
        bench.sending.opened();
      }
    },
    unmount() {
      document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("beforeunload", stay);
      window.removeEventListener("pagehide", away);
      bench.leave();
    },
    switched() {
      kept.place.paused = true;
    },
  };
}));
