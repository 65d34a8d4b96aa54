// A press on a link that we follow ourselves.

/** Whether the browser itself must handle it: a new tab or window, or keeping the address. */
export function isForTheBrowser(
  event: Pick<MouseEvent, "button" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">,
): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
