import assert from "node:assert/strict";
import { test } from "node:test";

import { lookOf } from "./theme";

test("paper is light and ink is dark, however the colour is written", () => {
  assert.equal(lookOf("#fcfaf5"), "light");
  assert.equal(lookOf(" #1b1c1e"), "dark");
  assert.equal(lookOf("#fff"), "light");
  assert.equal(lookOf("#111"), "dark");
  assert.equal(lookOf("rgb(14, 17, 23)"), "dark");
});

test("a colour that says nothing counts as light", () => {
  assert.equal(lookOf(""), "light");
  assert.equal(lookOf("unset"), "light");
});
