/** The film itself: one media element that is loaded once, and everything that can be asked of it. */

import { el } from "../common/dom";
import type { Film, Heard } from "./film";
import { frameAtMs, seekSeconds, type Span, stepFrom } from "./frames";
import { landing } from "./pauses";
import { Presented } from "./presented";
import { type Place, wishesLess } from "./remember";

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;
const SELF_HEAL_MS = 60_000;

export class Stage {
  readonly media = el("video", { playsinline: true, preload: "metadata", tabindex: -1 });
  private readonly presented = new Presented(this.media);
  private film: Film = { src: "", saver: null, poster: null, captions: [], fps: [25, 1], duration_ms: 0 };
  private frame = 0;
  /** How often the captions were put right since the film was opened. */
  private captioned = 0;
  private healed_at = -SELF_HEAL_MS;
  /** Playing stops, or begins again, at the end of this span. */
  only: Span | null = null;
  loop = false;
  /** What may be skipped, in the order of the film; never inside `only`. */
  silent: readonly Span[] = [];

  constructor(private readonly place: Place, private readonly heard: Heard) {
    const media = this.media;
    media.disablePictureInPicture = true;
    media.addEventListener("loadedmetadata", () => this.settle());
    media.addEventListener("timeupdate", () => this.moved());
    media.addEventListener("seeked", () => this.moved());
    for (const name of ["play", "pause", "ratechange", "volumechange", "ended"]) {
      media.addEventListener(name, () => this.changed());
    }
    media.addEventListener("error", () => this.failed());
  }

  /** Shows this film. A film that is already loaded is left alone, whatever else changed. */
  show(film: Film): void {
    const was = this.film;
    this.film = film;
    if (JSON.stringify(was.captions) !== JSON.stringify(film.captions)) this.caption();
    if (was.src === film.src && was.saver === film.saver) return;
    if (this.media.getAttribute("src") === this.chosen) return;
    if (film.poster) this.media.poster = film.poster;
    this.load();
  }

  /** Captions may come later than the film, and do not touch it. */
  private caption(): void {
    const anew = this.captioned > 0 ? `?${this.captioned}` : "";
    this.media.replaceChildren(...this.film.captions.map((c, n) => el("track", {
      kind: "captions", src: `${c.src}${anew}`, srclang: c.language, label: c.label, default: n === 0,
    })));
    this.applyCaptions();
  }

  /** Fetches the captions again: what they say was put right. */
  captionAnew(): void {
    this.captioned += 1;
    this.caption();
  }

  /** The film as people want it now: whole, or asking less of the line. */
  private get chosen(): string {
    return this.saves && this.film.saver ? this.film.saver : this.film.src;
  }

  get saves(): boolean {
    return this.place.saver ?? wishesLess();
  }

  /** The other of the two films, at the same place, playing on if it played. */
  toggleSaver(): void {
    this.place.saver = !this.saves;
    this.load();
    this.heard.state();
  }

  toggleSkips(): void {
    this.place.skips = !this.place.skips;
    this.heard.state();
  }

  private load(): void {
    const { paused, seconds } = this.place;
    this.media.src = this.chosen;
    this.media.load();
    Object.assign(this.place, { paused, seconds });
    this.applyCaptions();
  }

  private settle(): void {
    const { media, place } = this;
    this.heard.broken(false);
    media.currentTime = Math.min(place.seconds, this.film.duration_ms / 1000);
    media.defaultPlaybackRate = media.playbackRate = place.rate;
    media.volume = place.volume;
    media.muted = place.muted;
    this.applyCaptions();
    if (!place.paused) void this.play();
  }

  private failed(): void {
    if (!this.media.getAttribute("src")) return;
    const now = performance.now();
    if (this.place.seconds > 0 && now - this.healed_at > SELF_HEAL_MS) {
      this.healed_at = now;
      this.load();
      return;
    }
    this.heard.broken(true);
  }

  /** Fetches the film again and goes back to where we were. */
  again(): void {
    this.heard.broken(false);
    this.load();
  }

  get ms(): number {
    return Math.round(this.media.currentTime * 1000);
  }

  get seconds(): number {
    return this.media.readyState > 0 ? this.media.currentTime : this.place.seconds;
  }

  get paused(): boolean {
    return this.media.paused;
  }

  get rate(): number {
    return this.place.rate;
  }

  async play(): Promise<void> {
    this.place.paused = false;
    try {
      await this.media.play();
    } catch (refused) {
      // The browser wants a press first, or a pause came between: the button shows that we stand still.
      if (!(refused instanceof DOMException)) throw refused;
      this.place.paused = true;
      this.heard.state();
    }
  }

  /** Stops on the frame that is on screen, so that a step or a mark is about what one sees. */
  pause(): void {
    this.media.pause();
    this.settleOnFrame();
  }

  private settleOnFrame(): void {
    const to = this.presented.settles(this.film.fps);
    if (to !== null) this.seekTo(to);
  }

  toggle(): void {
    if (!this.media.paused) this.pause();
    else {
      if (this.only && this.ms >= this.only.end_ms - this.halfFrame) this.seek(this.only.start_ms);
      void this.play();
    }
  }

  /** People go elsewhere themselves: outside the one span that plays, it is no longer the only one. */
  jump(ms: number): void {
    const { only } = this;
    if (only && (ms < only.start_ms || ms > only.end_ms)) {
      this.only = null;
      this.loop = false;
      this.heard.state();
    }
    this.seek(ms);
  }

  /** To the frame shown at `ms`. */
  seek(ms: number): void {
    const inside = Math.min(Math.max(0, ms), Math.max(0, this.film.duration_ms - 1));
    this.seekTo(seekSeconds(frameAtMs(Math.floor(inside), this.film.fps), this.film.fps));
  }

  private seekTo(seconds: number): void {
    this.place.seconds = seconds;
    this.presented.placed();
    if (this.media.readyState > 0) this.media.currentTime = seconds;
    this.heard.time(Math.round(seconds * 1000), false);
  }

  /** Whole frames forward or back from the one on screen; stands still there. */
  step(by: number): void {
    this.pause();
    const { fps, duration_ms } = this.film;
    this.seekTo(seekSeconds(stepFrom(this.seconds, by, fps, duration_ms), fps));
  }

  playOnly(span: Span, loop: boolean): void {
    this.only = span;
    this.loop = loop;
    this.seek(span.start_ms);
    void this.play();
  }

  setRate(rate: number): void {
    this.place.rate = rate;
    this.media.playbackRate = rate;
    this.heard.state();
  }

  /** One speed slower (-1) or faster (1). */
  changeRate(by: number): void {
    const at = RATES.findIndex((rate) => rate >= this.place.rate);
    this.setRate(RATES[Math.min(RATES.length - 1, Math.max(0, at + by))]!);
  }

  setVolume(volume: number): void {
    this.media.volume = volume;
    this.media.muted = volume === 0;
  }

  mute(): void {
    this.media.muted = !this.media.muted;
    if (!this.media.muted && this.media.volume === 0) this.media.volume = 0.5;
  }

  toggleCaptions(): void {
    this.place.captions = !this.place.captions;
    this.applyCaptions();
    this.heard.state();
  }

  private applyCaptions(): void {
    [...this.media.textTracks].forEach((track, n) => {
      track.mode = this.place.captions && n === 0 ? "showing" : "disabled";
    });
  }

  private get halfFrame(): number {
    return (500 * this.film.fps[1]) / this.film.fps[0];
  }

  private changed(): void {
    const { media, place } = this;
    if (media.error === null && media.readyState > 0) {
      place.paused = media.paused;
      place.volume = media.volume;
      place.muted = media.muted;
    }
    cancelAnimationFrame(this.frame);
    this.settleOnFrame();
    if (!media.paused) this.frame = requestAnimationFrame(() => this.tick());
    this.heard.state();
  }

  private tick(): void {
    this.moved();
    if (!this.media.paused) this.frame = requestAnimationFrame(() => this.tick());
  }

  private moved(): void {
    const { media, only } = this;
    if (media.readyState === 0) return;
    this.place.seconds = media.currentTime;
    const playing = !media.paused && !media.seeking;
    if (playing) this.presented.plays();
    if (only && playing && media.currentTime * 1000 >= only.end_ms - this.halfFrame) {
      if (this.loop) {
        this.seek(only.start_ms);
      } else {
        this.pause();
        this.seek(only.end_ms - 1);
      }
      return;
    }
    const on = playing && !only && this.place.skips ? landing(this.silent, this.ms) : null;
    if (on === null) this.heard.time(this.ms, playing);
    else this.seek(on);
  }

  /** Lets go of the film; the place stays remembered. */
  leave(): void {
    const { paused, seconds } = this.place;
    cancelAnimationFrame(this.frame);
    this.media.removeAttribute("src");
    this.media.load();
    Object.assign(this.place, { paused, seconds });
  }
}
