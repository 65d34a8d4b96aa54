// How our components meet Streamlit (custom components v2).
//
// Streamlit calls the default export again with the same parent element whenever `data` or the theme
// changes, and its cleanup when the component leaves the page. `mounting` turns that into two plain
// calls: `mount` once, `update` each time. What must outlive a page change lives in a module-level
// variable of the component: the module stays loaded as long as the tab.
//
// Streamlit also calls the cleanup of a render that was overtaken: on a busy machine two reruns may
// follow each other before the module was imported once more for the first. The component still stands
// on the page then, and taking it down would reload the film under somebody's hands.

import { lookOf } from "./theme";

/** What Streamlit hands to a component. `parentElement` is a shadow root when styles are isolated. */
export interface Given<D> {
  data: D;
  key: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

/** A mounted component. */
export interface Mounted<D> {
  update(given: Given<D>): void;
  unmount?(): void;
}

/** The default export Streamlit wants, from a function that builds a component once. */
export function mounting<D>(mount: (given: Given<D>, root: HTMLElement) => Mounted<D>) {
  const live = new WeakMap<HTMLElement | ShadowRoot, Mounted<D>>();
  return function render(given: Given<D>): () => void {
    const root = rootIn(given.parentElement);
    root.dataset.look = lookOf(getComputedStyle(root).getPropertyValue("--st-background-color"));
    const present = live.get(given.parentElement) ?? mount(given, root);
    live.set(given.parentElement, present);
    present.update(given);
    return () => {
      if (given.parentElement.isConnected || live.get(given.parentElement) !== present) return;
      live.delete(given.parentElement);
      present.unmount?.();
      root.remove();
    };
  };
}

function rootIn(parent: HTMLElement | ShadowRoot): HTMLElement {
  const present = parent.querySelector<HTMLElement>(".lesbeeld");
  if (present !== null) return present;
  const root = document.createElement("div");
  root.className = "lesbeeld";
  parent.append(root);
  return root;
}
