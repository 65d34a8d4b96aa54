/** The sound of the film in figures: fetched once, told to whoever draws or skips by it. */

import type { Sound } from "../player/pauses";

export class Hearing {
  sound: Sound | null = null;
  private src: string | null = null;

  constructor(private readonly heard: (sound: Sound) => void) {}

  /** Fetches the figures; without them there is no wave and nothing to skip. */
  async listen(src: string | null): Promise<void> {
    if (src === null || src === this.src) return;
    this.src = src;
    const answer = await fetch(src, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      this.src = null;
      return;
    }
    const sound = (await answer.json()) as Partial<Sound>;
    if (!Array.isArray(sound.peaks) || !sound.per_second) return;
    this.sound = { peaks: sound.peaks, per_second: sound.per_second };
    this.heard(this.sound);
  }
}
