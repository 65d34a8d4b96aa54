// What Streamlit tells the page that holds it, which for us is this page itself.

/** Whether these words say that the line is lost (true) or back (false); null: they are about something else. */
export function lostBy(said: unknown): boolean | null {
  const { stCommVersion, type } = (said ?? {}) as { stCommVersion?: unknown; type?: unknown };
  if (stCommVersion !== 1) return null;
  if (type === "WEBSOCKET_DISCONNECTED") return true;
  return type === "WEBSOCKET_CONNECTED" ? false : null;
}
