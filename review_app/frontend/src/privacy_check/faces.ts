/** The faces that were found, each as a small still with a choice: cover it, or leave it. */

import { attribute, el, say, show } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { clock } from "../player/clock";
import type { Face, Masks } from "./contract";

/** So many are shown at first: who looks longer finds the rest behind a press. */
const FIRST = 12;
const EDGE_PX = 112;
/** So much of its own size is shown around a face. */
const AROUND = 0.45;

export interface FacesWants {
  choose(face: Face, leave: boolean): void;
  seek(ms: number): void;
}

export class Faces {
  readonly element = el("div", { class: "faces" });
  private readonly list = el("ul", {});
  private readonly more: HTMLButtonElement;
  private readonly film = el("video", { muted: true, preload: "metadata", playsinline: true });
  private faces: readonly Face[] = [];
  private queue: number[] = [];
  private drawing: number | null = null;
  private all = false;
  private shown = "";

  constructor(private readonly texts: Texts, private readonly src: string, private readonly wants: FacesWants) {
    this.more = el("button", { type: "button", class: "quiet" });
    this.more.addEventListener("click", () => {
      this.all = true;
      this.build();
      (this.list.children[FIRST] as HTMLElement | undefined)?.querySelector("input")?.focus();
    });
    this.element.append(this.list, this.more);
    this.film.addEventListener("loadedmetadata", () => this.next());
    this.film.addEventListener("seeked", () => this.picture());
  }

  show(faces: readonly Face[], masks: Masks): void {
    const fresh = JSON.stringify(faces);
    if (fresh !== this.shown) {
      this.shown = fresh;
      this.faces = faces;
      this.all = false;
      this.build();
    }
    const left = new Set(masks.left);
    [...this.list.children].forEach((card, n) => {
      const leave = !masks.blur_faces || this.faces[n]!.numbers.every((number) => left.has(number));
      const [cover, stay] = card.querySelectorAll("input");
      cover!.checked = !leave;
      stay!.checked = leave;
      card.classList.toggle("stays", leave);
    });
  }

  private build(): void {
    const here = this.all ? this.faces : this.faces.slice(0, FIRST);
    this.list.replaceChildren(...here.map((face, n) => this.card(face, n)));
    show(this.more, here.length < this.faces.length);
    say(this.more, fill(this.texts, "privacy_check.faces_more", { n: this.faces.length - here.length }));
    this.queue = here.map((_, n) => n);
    if (here.length > 0 && !this.film.getAttribute("src")) this.film.src = this.src;
    else this.next();
  }

  private card(face: Face, n: number): HTMLElement {
    const when = clock(face.at_ms);
    const name = fill(this.texts, "privacy_check.face", { n: n + 1, at: when });
    const still = el("canvas", { width: EDGE_PX, height: EDGE_PX, role: "img", "aria-label": name });
    const look = el("button", { type: "button", class: "quiet times" }, when);
    attribute(look, "aria-label", fill(this.texts, "privacy_check.face_look", { at: when }));
    look.addEventListener("click", () => this.wants.seek(face.at_ms));
    return el("li", {}, still, look, el("fieldset", {}, el("legend", { class: "unseen" }, name),
      this.choice(face, n, false), this.choice(face, n, true)));
  }

  private choice(face: Face, n: number, leave: boolean): HTMLElement {
    const radio = el("input", { type: "radio", name: `face-${n}` });
    radio.addEventListener("change", () => this.wants.choose(face, leave));
    return el("label", {}, radio, fill(this.texts, leave ? "privacy_check.face_stays" : "privacy_check.face_covered"));
  }

  /** One still after another: a film can only be at one moment. */
  private next(): void {
    if (this.drawing !== null || this.film.readyState === 0) return;
    this.drawing = this.queue.shift() ?? null;
    if (this.drawing !== null) this.film.currentTime = this.faces[this.drawing]!.at_ms / 1000 + 0.001;
  }

  private picture(): void {
    const n = this.drawing;
    this.drawing = null;
    const still = n === null ? null : this.list.children[n]?.querySelector("canvas");
    const { videoWidth: wide, videoHeight: high } = this.film;
    const pen = still?.getContext("2d");
    if (n !== null && pen && wide > 0) {
      const [x, y, w, h] = this.faces[n]!.place;
      const edge = Math.max(w * wide, h * high) * (1 + 2 * AROUND);
      const left = (x + w / 2) * wide - edge / 2;
      const top = (y + h / 2) * high - edge / 2;
      pen.clearRect(0, 0, EDGE_PX, EDGE_PX);
      pen.drawImage(this.film, left, top, edge, edge, 0, 0, EDGE_PX, EDGE_PX);
    }
    this.next();
  }

  leave(): void {
    this.queue = [];
    this.film.removeAttribute("src");
    this.film.load();
  }
}
