/** The player: the whole film or one span of it, with a transcript that follows when there is one. */

import "./common/look.css";
import "./player/player.css";

import { el, show } from "./common/dom";
import { type Given, mounting } from "./common/mount";
import type { Texts } from "./common/texts";
import { anew } from "./player/anew";
import { type Fps, frameAtMs, seekSeconds, type Span } from "./player/frames";
import { placeAt, remembered } from "./player/remember";
import { Room } from "./player/room";
import type { Captions, Film } from "./player/film";
import { Transcript } from "./player/transcript";
import { Watching } from "./player/watching";

interface Data {
  keep: string;
  src: string;
  saver: string | null;
  poster: string | null;
  captions: Captions[];
  fps: Fps;
  duration_ms: number;
  span: Span | null;
  loop: boolean;
  /** Where the lines of what was said can be had; null without a transcript beside the film. */
  lines: string | null;
  start_at_ms: number;
  arrive: boolean;
  /** Whether anybody wants to know that it was opened. */
  says_opened: boolean;
  texts: Texts;
}

/** Brings what stands here into view, with what is said above it, once the page has its shape. */
function arriveAt(root: HTMLElement): void {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });
  }));
}

function filmOf(data: Data): Film {
  const { src, saver, poster, captions, fps, duration_ms } = data;
  return { src, saver, poster, captions, fps, duration_ms };
}

export default mounting(anew((first: Given<Data>, root) => {
  let given = first;
  const { data } = first;
  const start_ms = data.span?.start_ms ?? data.start_at_ms;
  const place = remembered(`player:${data.keep}`, () =>
    placeAt(seekSeconds(frameAtMs(start_ms, data.fps), data.fps)));
  let asked_ms = data.start_at_ms;
  const watching = new Watching((spans) => given.setTriggerValue("watched", { spans }));
  const room = new Room(root, place, data.texts, filmOf(data), {
    scope: "player",
    time: (ms, playing) => {
      watching.time(ms, playing);
      transcript.at(ms);
    },
    state: (paused) => {
      if (paused) watching.now();
    },
    command: (command) => {
      if (command !== "search" || given.data.lines === null) return false;
      transcript.focusSearch();
      return true;
    },
  });
  const transcript = new Transcript(data.texts, {
    jump: (ms) => room.stage.seek(ms),
    corrected: () => room.stage.captionAnew(),
    leave: () => room.focus(),
  });
  const panel = el("div", { class: "panel" }, transcript.element);
  root.append(el("div", { class: "player" }, room.element, panel));
  if (data.arrive) arriveAt(root);

  return {
    update(next) {
      given = next;
      const { span, loop, lines, start_at_ms } = next.data;
      room.stage.only = span;
      room.stage.loop = loop;
      show(panel, lines !== null);
      transcript.update(lines);
      room.show(filmOf(next.data), span ?? undefined);
      if (start_at_ms !== asked_ms) room.stage.seek(start_at_ms);
      asked_ms = start_at_ms;
      if (!place.opened && next.data.says_opened) {
        place.opened = true;
        next.setTriggerValue("opened", true);
      }
    },
    unmount() {
      watching.now();
      transcript.leave();
      room.stage.leave();
    },
    switched() {
      place.paused = true;
    },
  };
}));
