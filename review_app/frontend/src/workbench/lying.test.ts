import assert from "node:assert/strict";
import { test } from "node:test";

import { type Lying, Newest } from "./lying";

const lying = (number: number, process = "a"): Lying => ({ look: { process, number }, clips: [], notes: [] });

test("a look that began before the newest one tells nothing", () => {
  const newest = new Newest();
  const second = lying(2);
  assert.equal(newest.of(second), second);
  assert.equal(newest.of(lying(1)), second);
  const third = lying(3);
  assert.equal(newest.of(third), third);
});

test("a server that began anew is believed, whatever its numbers", () => {
  const newest = new Newest();
  newest.of(lying(40));
  const first = lying(1, "b");
  assert.equal(newest.of(first), first);
});
