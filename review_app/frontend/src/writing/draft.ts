// What a text box knows about its text: what is typed, what was sent, what is kept. Pure: the view
// asks what to send and tells what it heard. One send at a time: a second one, based on the version
// before our own first, would look like somebody else's change.

/** What Python says is kept. */
export interface Kept {
  text: string;
  version: number;
}

/** What goes to Python. `at` is the moment (ISO, UTC) and comes back as the sign that it was heard. */
export interface Sent {
  text: string;
  version: number;
  at: string;
}

export interface Draft {
  /** What is in the box. */
  typed: string;
  /** The kept text that `typed` grew from. */
  base: Kept;
  /** On its way, not heard yet. */
  sent: Sent | null;
  /** The texts we sent last: a kept text among them is ours, even if its answer never came. */
  lately: readonly string[];
}

/** A box that was just opened on what is kept. */
export function opened(kept: Kept): Draft {
  return { typed: kept.text, base: kept, sent: null, lately: [] };
}

/** Something was typed. */
export function typing(draft: Draft, typed: string): Draft {
  return { ...draft, typed };
}

/** Whether the box holds words that are not known to be kept. */
export function unkept(draft: Draft): boolean {
  return draft.typed !== draft.base.text;
}

/** What to send now, or null: nothing new, or the last one is still on its way. */
export function toSend(draft: Draft, at: string): Sent | null {
  if (draft.sent !== null || !unkept(draft)) return null;
  return { text: draft.typed, version: draft.base.version, at };
}

/** It went. */
export function sending(draft: Draft, sent: Sent): Draft {
  return { ...draft, sent, lately: [sent.text, ...draft.lately].slice(0, 5) };
}

/** No answer came: send again when asked. */
export function unheard(draft: Draft): Draft {
  return { ...draft, sent: null };
}

/**
 * Python spoke. `heard` is the `at` of the last draft it received, or empty.
 *
 * What is typed is replaced only when nothing in the box was unkept: then somebody, or another tab of
 * ours, wrote the newer text. Otherwise the box keeps its words; if the other text was changed
 * meanwhile, the next send says on which version ours was based and Python answers with a conflict.
 */
export function told(draft: Draft, kept: Kept, heard: string): Draft {
  const arrived = draft.sent !== null && draft.sent.at === heard;
  const sent = arrived ? null : draft.sent;
  if (kept.version === draft.base.version && kept.text === draft.base.text) {
    return { ...draft, sent };
  }
  if (draft.lately.includes(kept.text) || kept.text === draft.typed) return { ...draft, base: kept, sent };
  if (!unkept(draft) && draft.sent === null) return opened(kept);
  return { ...draft, sent };
}

/** The person chose between two texts; both know the other's version now. */
export function chosen(kept: Kept, text: string): Draft {
  return { typed: text, base: kept, sent: null, lately: [] };
}
