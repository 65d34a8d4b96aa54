/** What each key of the workbench does, besides those of the film itself. */

import type { Command } from "../player/keys";
import type { Clips } from "./clips";
import type { Edges } from "./edges";
import type { Kept } from "./kept";

/** What the workbench does for a key that is neither about an edge nor about a clip. */
export interface Else {
  search(): void;
  /** A note about what is on screen now. */
  note(): void;
}

/** Carries a command out; false when it is not one of the workbench's. */
export function carryOut(command: Command, edges: Edges, clips: Clips, kept: Kept, other: Else): boolean {
  if (command.startsWith("digit_")) {
    clips.tagging.digit(Number(command.slice("digit_".length)));
    return true;
  }
  const nudge = (by_ms: number) => (): void => edges.nudge(kept.pick.edge, by_ms);
  const does: Partial<Record<Command, () => void>> = {
    in: () => edges.here("start"),
    out: () => edges.here("end"),
    to_in: () => edges.lookAt("start"),
    to_out: () => edges.lookAt("end"),
    earlier: nudge(-100),
    later: nudge(100),
    much_earlier: nudge(-1000),
    much_later: nudge(1000),
    play_clip: () => clips.alone.play(),
    loop: () => clips.alone.loop(),
    moment: () => clips.moment(),
    compose: () => clips.write(),
    undo: () => clips.undo(),
    search: () => other.search(),
    note: () => other.note(),
    cancel: () => (kept.open ? clips.save() : edges.clear()),
  };
  const act = does[command];
  act?.();
  return act !== undefined;
}
