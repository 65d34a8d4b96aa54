// One film on a teacher's shelf: its picture and its title open it, and so does the button. They are
// true links, so that a new tab, a screen reader and the keyboard all know what to do; a plain press
// stays in this page, because a film may be on its way up from it.
import "./common/look.css";
import "./film_card.css";
import { el } from "./common/dom";
import { mounting, type Given } from "./common/mount";
import { isForTheBrowser } from "./common/press";

interface FilmCard {
  /** Where the film is; empty when there is nothing to open. */
  href: string;
  poster: string;
  title: string;
  facts: string;
  /** What else there is to say; empty when nothing. */
  says: string;
  action: string;
}

function way(given: Given<FilmCard>, attributes: Record<string, string | number>, ...inside: (Node | string)[]): HTMLAnchorElement {
  const link = el("a", { href: given.data.href, ...attributes }, ...inside);
  link.onclick = (event) => {
    if (isForTheBrowser(event)) return;
    event.preventDefault();
    given.setTriggerValue("opened", true);
  };
  return link;
}

function draw(given: Given<FilmCard>): HTMLElement {
  const { href, poster, title, facts, says, action } = given.data;
  const words = el("div", { class: "words" },
    el("h2", {}, href ? way(given, {}, title) : title),
    el("p", {}, facts),
    says ? el("p", {}, says) : null,
    href ? way(given, { class: "button", "aria-label": `${action}: ${title}` }, action) : null);
  // The title says the same to who cannot see the picture, and one stop for the keyboard is enough.
  const picture = href && poster
    ? way(given, { class: "picture", tabindex: -1, "aria-hidden": "true" }, el("img", { src: poster, alt: "" }))
    : null;
  return el("article", { class: "film_card" }, picture, words);
}

export default mounting<FilmCard>((_given, root) => {
  let drawn = "";
  return {
    update(given) {
      // Drawing anew would drop the focus from a link; only do so when something changed.
      const wanted = JSON.stringify(given.data);
      if (wanted === drawn) return;
      drawn = wanted;
      root.replaceChildren(draw(given));
    },
  };
});
