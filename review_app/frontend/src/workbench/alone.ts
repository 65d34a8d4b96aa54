/** The open clip, or the span of the marks, played alone: once, or again and again. */

import type { Edges } from "./edges";
import type { Hands } from "./hands";

export class Alone {
  constructor(private readonly hands: Hands, private readonly edges: Edges) {}

  play(): void {
    const { span } = this.edges;
    if (span) this.hands.stage.playOnly(span, this.hands.stage.loop);
    else this.hands.tell("workbench.marks_first");
  }

  loop(): void {
    const { span } = this.edges;
    if (this.hands.stage.loop || !span) this.leave();
    else this.hands.stage.playOnly(span, true);
    this.hands.after();
  }

  /** The rest of the film belongs to it again. */
  leave(): void {
    this.hands.stage.only = null;
    this.hands.stage.loop = false;
  }
}
