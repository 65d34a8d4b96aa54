/** Where one watches: the film, its bar, what to do when it breaks, and the keys that steer it. */

import { el, newId, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { Bar } from "./bar";
import type { Film } from "./film";
import type { Span } from "./frames";
import { icon } from "./icons";
import { type Command, commandFor, type Focused, repeats } from "./keys";
import type { Place } from "./remember";
import { keySheet } from "./sheet";
import { Stage } from "./stage";

export interface Neighbours {
  scope: "player" | "workbench";
  time(ms: number, playing: boolean): void;
  state(paused: boolean): void;
  /** A command the film itself does not know; false leaves the key to the browser. */
  command(command: Command): boolean;
}

/** Where a press with the mouse is about the film, so that the keys should be the film's afterwards. */
const HAND_BACK = ".bar button, .picture, .marking button, .zoom button, .sentences :is(.when, .said)";

export class Room {
  readonly element: HTMLElement;
  readonly stage: Stage;
  readonly bar: Bar;
  private readonly sheet: HTMLDialogElement;
  private readonly broken: HTMLElement;
  private readonly big: HTMLButtonElement;

  constructor(
    root: HTMLElement, place: Place, texts: Texts, film: Film, private readonly near: Neighbours,
    beside?: HTMLElement,
  ) {
    this.stage = new Stage(place, {
      time: (ms, playing) => {
        this.bar.at(ms);
        near.time(ms, playing);
      },
      state: () => this.state(),
      broken: (is) => show(this.broken, is),
    });
    this.bar = new Bar(this.stage, place, texts, {
      sheet: () => this.showSheet(),
      fullScreen: () => this.fullScreen(),
    });
    this.sheet = keySheet(texts, near.scope);
    this.broken = this.mending(texts);
    this.big = el("button", {
      type: "button", class: "big", tabindex: -1, "aria-hidden": "true",
    }, icon("play"));
    this.big.addEventListener("click", () => this.stage.toggle());
    this.stage.media.addEventListener("click", () => this.stage.toggle());
    this.stage.media.setAttribute("aria-label", fill(texts, "player.film"));
    this.element = el("div", {
      class: "film", tabindex: 0, role: "group", "aria-label": fill(texts, "player.film_keys"),
    }, el("div", { class: "picture" }, this.stage.media, this.big, this.broken), this.bar.element,
    beside);
    root.append(this.sheet);
    root.addEventListener("keydown", (event) => this.pressed(event));
    root.addEventListener("click", (event) => this.handBack(event));
    this.bar.over({ start_ms: 0, end_ms: film.duration_ms });
  }

  private mending(texts: Texts): HTMLElement {
    const id = newId("broken");
    const again = el("button", { type: "button", class: "primary", "aria-describedby": id },
      fill(texts, "player.again"));
    again.addEventListener("click", () => this.stage.again());
    const box = el("div", { class: "broken", role: "alert" },
      el("p", { id }, fill(texts, "player.broken")), again);
    show(box, false);
    return box;
  }

  private state(): void {
    this.bar.state();
    this.element.classList.toggle("playing", !this.stage.paused);
    this.near.state(this.stage.paused);
  }

  /** Shows the film; `span` when only that part of it is to be seen. */
  show(film: Film, span?: Span): void {
    this.bar.over(span ?? { start_ms: 0, end_ms: film.duration_ms });
    this.stage.show(film);
    this.bar.captions(film.captions[0]?.label ?? null);
    this.bar.savers(film.saver !== null);
    this.bar.at(Math.round(this.stage.seconds * 1000));
    this.state();
  }

  /** What may be skipped, as the sound of the film tells. */
  silences(silent: readonly Span[]): void {
    this.stage.silent = silent;
    this.bar.silences(silent.length > 0);
  }

  showSheet(): void {
    if (!this.sheet.open) this.sheet.showModal();
  }

  private fullScreen(): void {
    const shadow = this.element.getRootNode() as ShadowRoot | Document;
    const media = this.stage.media as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
    if (shadow.fullscreenElement) void document.exitFullscreen();
    else if (this.element.requestFullscreen) void this.element.requestFullscreen();
    else media.webkitEnterFullscreen?.();
  }

  /** After a press with the mouse or a finger the keys steer the film again. */
  private handBack(event: MouseEvent): void {
    const pressed = (event.composedPath()[0] as Element).closest?.(HAND_BACK);
    if (pressed && event.detail > 0 && !this.broken.contains(pressed)) this.focus();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const command = commandFor(event, focusedBy(event), this.near.scope);
    if (!command) return;
    if (event.repeat && !repeats(command)) {
      event.preventDefault();
      return;
    }
    if (this.steer(command) || this.near.command(command)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private steer(command: Command): boolean {
    const { stage, bar } = this;
    const does: Partial<Record<Command, () => void>> = {
      play: () => stage.toggle(),
      slower: () => stage.changeRate(-1),
      faster: () => stage.changeRate(1),
      back: () => bar.jump(-5000),
      forward: () => bar.jump(5000),
      frame_back: () => stage.step(-1),
      frame_forward: () => stage.step(1),
      captions: () => stage.toggleCaptions(),
      mute: () => stage.mute(),
      full_screen: () => this.fullScreen(),
      keys: () => this.showSheet(),
      skip: () => stage.toggleSkips(),
    };
    const act = does[command];
    act?.();
    return act !== undefined;
  }
}

function focusedBy(event: KeyboardEvent): Focused {
  const at = event.composedPath()[0] as HTMLElement;
  return {
    tagName: at.tagName,
    type: at.getAttribute("type") ?? "",
    role: at.getAttribute("role"),
    isContentEditable: at.isContentEditable,
  };
}
