import assert from "node:assert/strict";
import { test } from "node:test";

import { isForTheBrowser } from "./press";

const PLAIN = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false };

test("a plain press, by mouse or by Enter, stays in the page", () => {
  assert.equal(isForTheBrowser(PLAIN), false);
});

test("a press for a new tab or window is the browser's", () => {
  const others = [{ button: 1 }, { metaKey: true }, { ctrlKey: true }, { shiftKey: true }, { altKey: true }];
  for (const other of others) assert.equal(isForTheBrowser({ ...PLAIN, ...other }), true);
});
