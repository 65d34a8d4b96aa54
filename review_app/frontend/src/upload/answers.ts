// What to do with an answer that is not a yes. One film must never fail because a connection did.

/**
 * again: a hiccup; go on by itself, for ever.
 * busy: another tab or device sends the same film; say so and go on by itself.
 * sign_in: the sign-in has ended; ask for a new one and go on.
 * gone: the server no longer has the part that was sent; start anew.
 * refused: the server said no, with a sentence.
 */
export type Verdict = "again" | "busy" | "sign_in" | "gone" | "refused";

export interface Answer {
  method: string;
  /** 0 when no answer came at all. */
  status: number;
  body: string;
}

/** The sentence a refusal carries: `{"key": …, "sentence": …}`. Empty when there is none. */
export function sentenceIn(body: string): string {
  return said(body, "sentence");
}

function said(body: string, name: "key" | "sentence"): string {
  try {
    const read = JSON.parse(body) as Record<string, unknown> | null;
    const word = read?.[name];
    return typeof word === "string" ? word : "";
  } catch {
    return ""; // Not ours: a page of some machine on the way. It has no sentence for people.
  }
}

// The server says no to every refusal with 409; these two only mean that another sends as well.
const TWO_SENDERS = ["", "refusals.upload_busy", "refusals.upload_elsewhere"];

/** What an answer means for this upload. */
export function verdict({ method, status, body }: Answer): Verdict {
  const begun = method !== "POST";
  switch (status) {
    case 401:
      return "sign_in";
    case 403:
      // Without a sentence it is not our no, but a gate's (a school network's sign-in page).
      return sentenceIn(body) === "" ? "sign_in" : "refused";
    case 404:
    case 410:
      return begun ? "gone" : "refused";
    case 409:
      return method === "PATCH" && TWO_SENDERS.includes(said(body, "key")) ? "busy" : "refused";
    case 423:
      return "busy";
    case 408:
    case 425:
    case 429:
      return "again";
    default:
      return status >= 400 && status < 500 ? "refused" : "again";
  }
}

const DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
const BUSY_MS = [3_000, 5_000, 10_000, 20_000, 30_000];

/** How long to wait before try number `attempt` (from 0); never longer than half a minute. */
export function backOff(attempt: number, kind: "again" | "busy" = "again"): number {
  const delays = kind === "busy" ? BUSY_MS : DELAYS_MS;
  return delays[Math.min(attempt, delays.length - 1)] ?? 30_000;
}

/**
 * Whether a HEAD answer may be used to go on. tus-js-client takes any other as "start again at byte
 * 0" and drops what was sent; the caller throws instead, so that nothing is lost.
 */
export function mayResume(status: number): boolean {
  return status >= 200 && status < 300;
}
