/** Asks the server: one act at a time, and how things stand while the machine works. */

import type { Answer, State } from "./contract";

/** `gone`: the film or the sign-in is no longer there, and the screen must say so. */
export type Came<A> = A | "lost" | "gone";

export function tell(address: string, act: string, says: object = {}): Promise<Came<Answer>> {
  return ask<Answer>(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...says, act }),
    keepalive: document.visibilityState === "hidden",
  });
}

export function stands(address: string): Promise<Came<State>> {
  return ask<State>(address, {});
}

async function ask<A>(address: string, how: RequestInit): Promise<Came<A>> {
  try {
    const answer = await fetch(address, { ...how, credentials: "same-origin" });
    if (answer.ok) return (await answer.json()) as A;
    return answer.status < 500 ? "gone" : "lost";
  } catch (lost) {
    if (lost instanceof TypeError || lost instanceof SyntaxError) return "lost";
    throw lost;
  }
}
