// Building and changing elements without HTML strings: what people wrote is only ever textContent.

type Attribute = string | number | boolean | undefined;
type Child = Node | string | null | undefined;

/** A new element. `false` and `undefined` leave an attribute out, `true` sets it empty. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) attribute(element, name, value);
  element.append(...children.filter((child): child is Node | string => child != null));
  return element;
}

/** Set, empty or remove one attribute. */
export function attribute(element: Element, name: string, value: Attribute): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Set text only when it differs: a live region speaks again at every change. */
export function say(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** Show or hide without losing the element. */
export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}

/** Let these be the first children, in this order; only what stands elsewhere is moved. */
export function inOrder(parent: Element, children: Iterable<Element>): void {
  let n = 0;
  for (const child of children) {
    const there = parent.children[n] ?? null;
    if (there !== child) parent.insertBefore(child, there);
    n += 1;
  }
}

let count = 0;

/** An id that is unique in this tab, for label and description links. */
export function newId(word: string): string {
  count += 1;
  return `lb-${word}-${count}`;
}
