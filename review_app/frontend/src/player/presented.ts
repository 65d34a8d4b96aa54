/** Which frame is on screen: while a film plays the clock runs ahead of the picture, or behind it. */

import { type Fps, settledSeconds } from "./frames";

export class Presented {
  /** The time of the last frame that was shown while playing, as the browser told it. */
  private media_s: number | null = null;
  private asked = 0;
  /** The film played on since it was last put on a frame. */
  private adrift = false;

  constructor(private readonly media: HTMLVideoElement) {
    media.addEventListener("play", () => this.ask());
  }

  // Not every browser tells which frame it shows; there the clock is all there is.
  private ask(): void {
    const { media } = this;
    media.cancelVideoFrameCallback?.(this.asked);
    this.asked = media.requestVideoFrameCallback?.((_, { mediaTime }) => {
      if (!media.seeking) this.media_s = mediaTime;
      if (!media.paused) this.ask();
    }) ?? 0;
  }

  /** The film plays: clock and picture go their own ways. */
  plays(): void {
    this.adrift = true;
  }

  /** The film was put on a frame: picture and clock agree, or will. */
  placed(): void {
    this.adrift = false;
    this.media_s = null;
  }

  /** Where a film that has just stopped belongs, in seconds; null when it is already on a frame. */
  settles(fps: Fps): number | null {
    const { media } = this;
    if (!this.adrift || !media.paused || media.seeking || media.ended || media.readyState === 0) return null;
    return settledSeconds(this.media_s, media.currentTime, fps);
  }
}
