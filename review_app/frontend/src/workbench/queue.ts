/** What the server is asked to do, one act at a time: each is answered before the next is sent. */

export interface Telling {
  name: string;
  act_id: string;
  client_id: string;
  says: Record<string, unknown>;
}

/** Something that has acts to tell: the clips on the desk, the notes on it. */
export interface Queue {
  /** Whether an act is on its way. */
  busy(): boolean;
  saving(): boolean;
  unsaved(): boolean;
  late(): boolean;
  hurry(): void;
  nextAct(now: number): Telling | null;
  waits(now: number): number | null;
}

/** Several queues as one: while one of them waits for an answer, the others wait as well. */
export function together(...queues: readonly Queue[]): Queue {
  const busy = (): Queue | undefined => queues.find((one) => one.busy());
  return {
    busy: () => busy() !== undefined,
    saving: () => queues.some((one) => one.saving()),
    unsaved: () => queues.some((one) => one.unsaved()),
    late: () => queues.some((one) => one.late()),
    hurry: () => queues.forEach((one) => one.hurry()),
    nextAct(now) {
      const present = busy();
      if (present) return present.nextAct(now);
      for (const one of queues) {
        const act = one.nextAct(now);
        if (act) return act;
      }
      return null;
    },
    waits(now) {
      const present = busy();
      if (present) return present.waits(now);
      const all = queues.map((one) => one.waits(now)).filter((ms) => ms !== null);
      return all.length > 0 ? Math.min(...all) : null;
    },
  };
}
