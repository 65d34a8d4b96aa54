/** Foundation and dimension by digit: 1, 2 or 3, and soon after it a second one. */

import type { Hands } from "./hands";
import { Digits } from "./pick";
import type { Fields, Shown } from "./words";

/** What of the clips the digits need. */
export interface Tagged {
  /** The clip that is open, made of the marks when none is; null when there is nothing to name. */
  toName(): Shown | null;
  change(part: Partial<Fields>): void;
}

export class Tagging {
  private readonly digits = new Digits();

  constructor(private readonly hands: Hands, private readonly clips: Tagged) {}

  /** 1, 2 or 3 names the foundation, a second digit soon after its dimension. */
  digit(n: number): void {
    const clip = this.clips.toName();
    if (!clip) return;
    const { foundations } = this.hands.data();
    const present = foundations.find((one) => one.key === clip.foundation);
    if (this.digits.waits(performance.now()) && present) {
      const dimension = present.dimensions[n - 1];
      if (!dimension) return;
      this.digits.done();
      this.clips.change({ dimension: dimension.key });
      this.hands.tell("workbench.named_dimension", { name: dimension.name });
      return;
    }
    const chosen = foundations[n - 1];
    if (!chosen) return;
    this.digits.begin(performance.now());
    this.clips.change({ foundation: chosen.key, dimension: null });
    this.hands.tell("workbench.named_foundation", { name: chosen.name, n: chosen.dimensions.length });
  }
}
