import assert from "node:assert/strict";
import { test } from "node:test";

import { size } from "./figures";

test("a film's size is told as the file manager does", () => {
  assert.equal(size(1_836_000_000, "nl").replace(/\s/, " "), "1,8 GB");
  assert.equal(size(1_836_000_000, "en").replace(/\s/, " "), "1.8 GB");
  assert.equal(size(640_200_000, "nl").replace(/\s/, " "), "640 MB");
  assert.equal(size(999_900, "nl").replace(/\s/, " "), "1 MB");
});
