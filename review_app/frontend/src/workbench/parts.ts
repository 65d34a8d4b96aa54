/** The parts of the workbench that a coach marks, names and writes with, each tied to what it does. */

import { Composer } from "./composer";
import type { Clips } from "./clips";
import type { Data } from "./contract";
import type { Edges } from "./edges";
import type { Kept } from "./kept";
import { Marking } from "./marking";
import { Timeline } from "./timeline";

type Seek = (ms: number) => void;

export function timelineOf(
  { texts, duration_ms }: Data, edges: Edges, clips: Clips, seek: Seek, lanes: (count: number) => void,
): Timeline {
  return new Timeline(texts, duration_ms, {
    seek,
    lanes,
    take: (edge) => edges.take(edge),
    drag: (edge, ms) => edges.drag(edge, ms),
    drop: (edge) => edges.marked(edge),
    step: (edge, by, far) => edges.nudge(edge, by * (far ? 1000 : 1)),
    open: (id) => clips.open(id, true),
  });
}

export function markingOf({ texts, limits }: Data, edges: Edges, clips: Clips): Marking {
  return new Marking(texts, limits, {
    here: (edge) => edges.here(edge),
    typed: (edge, ms) => edges.typed(edge, ms),
    step: (edge, by) => edges.nudge(edge, by * 100),
    moment: () => clips.moment(),
    make: () => clips.make(false),
    playClip: () => clips.alone.play(),
    loop: () => clips.alone.loop(),
  });
}

export function composerOf(data: () => Data, kept: Kept, clips: Clips, seek: Seek): Composer {
  return new Composer(data().texts, data, {
    begin: () => clips.begin(),
    change: (part) => clips.change(part),
    typing: (field) => clips.typing(field),
    save: () => clips.save(),
    cancel: () => clips.cancel(),
    remove: () => kept.open && clips.remove(kept.open),
    jump: seek,
    choose: (whose) => clips.choose(whose),
  });
}
