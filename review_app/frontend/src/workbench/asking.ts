/** Asks the server to do one act; the answer says how the desk lies then. */

import type { Answer } from "./lying";
import type { Telling } from "./queue";

/** `gone`: the film, the cycle or the coach's sign-in is no longer there, and the screen must say so. */
export type Came = Answer | "lost" | "gone";

export async function askFor(address: string, act: Telling): Promise<Came> {
  try {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...act.says, act: act.name }),
      keepalive: document.visibilityState === "hidden", // whoever leaves does not lose the last words
    });
    if (answer.ok) return (await answer.json()) as Answer;
    return answer.status < 500 ? "gone" : "lost";
  } catch (lost) {
    if (lost instanceof TypeError || lost instanceof SyntaxError) return "lost"; // no connection, or half an answer
    throw lost;
  }
}
