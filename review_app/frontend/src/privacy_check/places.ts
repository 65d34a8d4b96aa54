/** Places over the film that nobody may see: drawn, moved and made larger by mouse, finger or keys. */

import { attribute, el } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import type { Masks } from "./contract";

type Zone = readonly number[];
const LEAST = 0.03;
const STEP = 0.02;
/** Of a place that is put down without drawing it. */
const SIZE = 0.2;
const CORNER_PX = 28;

export interface PlacesWants {
  add(zone: Zone): void;
  change(n: number, zone: Zone, first: boolean): void;
  drop(): void;
  remove(n: number): void;
  /** Drawing began or came to its end. */
  drawing(on: boolean): void;
}

/** The zone inside the picture, its times kept. */
export function inside([x, y, w, h, ...when]: Zone): Zone {
  const wide = Math.min(1, Math.max(LEAST, w!));
  const high = Math.min(1, Math.max(LEAST, h!));
  const round = (part: number): number => Math.round(part * 10_000) / 10_000;
  const left = round(Math.min(Math.max(0, x!), 1 - wide));
  const top = round(Math.min(Math.max(0, y!), 1 - high));
  return [left, top, Math.min(round(wide), 1 - left), Math.min(round(high), 1 - top), ...when];
}

export function around(x: number, y: number): Zone {
  return inside([x - SIZE / 2, y - SIZE / 2, SIZE, SIZE]);
}

export class Places {
  readonly element = el("div", { class: "places" });
  private zones: readonly Zone[] = [];
  private shown: readonly Zone[] = [];
  private now_ms = 0;
  private readonly size: ResizeObserver;

  constructor(
    private readonly texts: Texts, private readonly media: HTMLVideoElement, private readonly wants: PlacesWants,
  ) {
    this.size = new ResizeObserver(() => this.fit());
    this.size.observe(media);
    media.addEventListener("loadedmetadata", () => this.fit());
    this.element.addEventListener("pointerdown", (event) => this.begin(event));
  }

  get drawing(): boolean {
    return this.element.classList.contains("drawing");
  }

  draw(on: boolean): void {
    this.element.classList.toggle("drawing", on);
    this.wants.drawing(on);
  }

  show(masks: Masks): void {
    this.zones = masks.zones;
    while (this.element.childElementCount > this.zones.length) this.element.lastElementChild!.remove();
    while (this.element.childElementCount < this.zones.length) this.element.append(this.make(this.element.childElementCount));
    this.zones.forEach((zone, n) => this.put(this.element.children[n] as HTMLElement, zone));
    this.shown = this.zones;
    this.at(this.now_ms);
  }

  /** Only what is covered at this moment is drawn. */
  at(ms: number): void {
    this.now_ms = ms;
    this.shown.forEach((zone, n) => {
      const [, , , , from, to] = zone;
      (this.element.children[n] as HTMLElement).hidden = from !== undefined && (ms < from || ms >= to!);
    });
  }

  focus(n: number): void {
    (this.element.children[n] as HTMLElement | undefined)?.focus({ preventScroll: true });
  }

  /** Lies exactly over the picture, whatever bars the film has around it. */
  private fit(): void {
    const { media } = this;
    const wide = media.clientWidth;
    const high = media.clientHeight;
    const ratio = media.videoWidth && media.videoHeight ? media.videoWidth / media.videoHeight : 16 / 9;
    const width = Math.min(wide, high * ratio);
    const height = width / ratio;
    Object.assign(this.element.style, {
      width: `${width}px`, height: `${height}px`,
      left: `${media.offsetLeft + (wide - width) / 2}px`, top: `${media.offsetTop + (high - height) / 2}px`,
    });
  }

  private put(place: HTMLElement, [x, y, w, h]: Zone): void {
    Object.assign(place.style, {
      left: `${x! * 100}%`, top: `${y! * 100}%`, width: `${w! * 100}%`, height: `${h! * 100}%`,
    });
  }

  private make(n: number): HTMLElement {
    const place = el("button", {
      type: "button", class: "place", "aria-label": fill(this.texts, "privacy_check.place_keys", { n: n + 1 }),
    }, String(n + 1));
    attribute(place, "title", fill(this.texts, "privacy_check.place", { n: n + 1 }));
    place.addEventListener("pointerdown", (event) => this.pull(n, place, event));
    place.addEventListener("keydown", (event) => this.pressed(n, event));
    return place;
  }

  private pressed(n: number, event: KeyboardEvent): void {
    const sideways = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] ?? 0;
    const upright = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] ?? 0;
    const gone = event.key === "Delete" || event.key === "Backspace";
    if (!sideways && !upright && !gone) return;
    event.preventDefault();
    event.stopPropagation();
    if (gone) {
      this.wants.remove(n);
      return;
    }
    const [x, y, w, h, ...when] = this.zones[n]!;
    this.wants.change(n, inside(event.shiftKey
      ? [x!, y!, w! + sideways, h! + upright, ...when]
      : [x! + sideways, y! + upright, w!, h!, ...when]), !event.repeat);
    this.wants.drop();
  }

  /** Where the pointer is, as parts of the picture. */
  private spot(event: PointerEvent): readonly [number, number] {
    const box = this.element.getBoundingClientRect();
    const part = (at: number): number => Math.min(1, Math.max(0, at));
    return [part((event.clientX - box.left) / box.width), part((event.clientY - box.top) / box.height)];
  }

  private pull(n: number, place: HTMLElement, event: PointerEvent): void {
    if (this.drawing) return;
    event.stopPropagation();
    const [x0, y0] = this.spot(event);
    const [x, y, w, h, ...when] = this.zones[n]!;
    const box = place.getBoundingClientRect();
    const larger = box.right - event.clientX < CORNER_PX && box.bottom - event.clientY < CORNER_PX;
    place.setPointerCapture(event.pointerId);
    let first = true;
    const move = (moved: PointerEvent): void => {
      const [x1, y1] = this.spot(moved);
      const [dx, dy] = [x1 - x0, y1 - y0];
      if (first && Math.hypot(dx, dy) < 0.004) return;
      this.wants.change(n, inside(larger ? [x!, y!, w! + dx, h! + dy, ...when] : [x! + dx, y! + dy, w!, h!, ...when]), first);
      first = false;
    };
    place.addEventListener("pointermove", move);
    place.addEventListener("lostpointercapture", () => {
      place.removeEventListener("pointermove", move);
      if (!first) this.wants.drop();
    }, { once: true });
  }

  /** Draws a new place from corner to corner; a press without a drag puts one down. */
  private begin(event: PointerEvent): void {
    if (!this.drawing || event.button !== 0) return;
    event.preventDefault();
    const from = this.spot(event);
    const ghost = el("div", { class: "ghost" });
    this.element.append(ghost);
    this.element.setPointerCapture(event.pointerId);
    let zone: Zone | null = null;
    const move = (moved: PointerEvent): void => {
      const to = this.spot(moved);
      const drawn = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
      zone = drawn[2]! < LEAST || drawn[3]! < LEAST ? null : inside(drawn);
      if (zone) this.put(ghost, zone);
    };
    this.element.addEventListener("pointermove", move);
    this.element.addEventListener("lostpointercapture", () => {
      this.element.removeEventListener("pointermove", move);
      ghost.remove();
      this.draw(false);
      this.wants.add(zone ?? around(...from));
    }, { once: true });
  }

  leave(): void {
    this.size.disconnect();
  }
}
