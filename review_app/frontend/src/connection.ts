// Says that the line to the server is lost, and that it comes back by itself. Streamlit's own window
// about it is in English, speaks to whoever started the server, and takes the keys from the page; the
// server tells Streamlit to leave it out (headers.py), and Streamlit tells this page what happens.
import "./common/look.css";
import "./connection.css";
import { el, say, show } from "./common/dom";
import { mounting } from "./common/mount";
import { fill, type Texts } from "./common/texts";
import { lostBy } from "./connection/lost";

interface Connection {
  texts: Texts;
}

/** A line that is back sooner than this was never missed. */
const NOTICED_MS = 2000;

// Outlives the component: see common/mount.ts.
let lost = false;
const listeners = new Set<() => void>();
let timer = 0;

window.addEventListener("message", (event) => {
  const now = event.source === window ? lostBy(event.data) : null;
  if (now === null) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    lost = now;
    for (const listener of listeners) listener();
  }, now ? NOTICED_MS : 0);
});

export default mounting<Connection>((_given, root) => {
  const line = el("p", { class: "connection", hidden: true });
  root.append(el("div", { role: "status" }, line));
  let words = "";
  const draw = (): void => {
    show(line, lost);
    say(line, lost ? words : "");
  };
  listeners.add(draw);
  return {
    update({ data }) {
      words = fill(data.texts, "lost");
      draw();
    },
    unmount() {
      listeners.delete(draw);
    },
  };
});
