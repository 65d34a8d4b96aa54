import assert from "node:assert/strict";
import test from "node:test";

import { type Given, mounting } from "./mount";

/** A page with one place for a component, as far as `mounting` looks at it. */
function place(): { parent: HTMLElement; leave(): void } {
  const root = { dataset: {}, remove: () => undefined };
  const parent = { isConnected: true, querySelector: () => root };
  globalThis.getComputedStyle = (() => ({ getPropertyValue: () => "" })) as unknown as typeof getComputedStyle;
  return {
    parent: parent as unknown as HTMLElement,
    leave: () => void (parent.isConnected = false),
  };
}

/** What a component heard, and how Streamlit renders it in a place. */
function component(parent: HTMLElement): { heard: string[]; render(data: string): () => void } {
  const heard: string[] = [];
  const shown = mounting<string>(() => {
    heard.push("mount");
    return {
      update: ({ data }) => void heard.push(data),
      unmount: () => void heard.push("unmount"),
    };
  });
  return { heard, render: (data) => shown({ data, parentElement: parent } as Given<string>) };
}

test("a component is built once and told each change", () => {
  const { parent } = place();
  const { heard, render } = component(parent);
  render("one");
  render("two");
  assert.deepEqual(heard, ["mount", "one", "two"]);
});

test("a render that was overtaken does not take down what stands on the page", () => {
  const { parent } = place();
  const { heard, render } = component(parent);
  const overtaken = render("one");
  render("two");
  overtaken();
  render("three");
  assert.deepEqual(heard, ["mount", "one", "two", "three"]);
});

test("whatever leaves the page is taken down, once, by any of its renders", () => {
  const { parent, leave } = place();
  const { heard, render } = component(parent);
  const first = render("one");
  const last = render("two");
  leave();
  first();
  last();
  assert.deepEqual(heard, ["mount", "one", "two", "unmount"]);
});
