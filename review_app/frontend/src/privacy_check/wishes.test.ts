import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder, nothing, together, Wishes } from "./wishes";

const WHOLE = nothing(60_000);

test("a change can be taken back, and a drag is one change", () => {
  const wishes = new Wishes(WHOLE, 0);
  wishes.drag({ kept: [1000, 60_000] }, true);
  wishes.drag({ kept: [2000, 60_000] }, false);
  assert.deepEqual(wishes.now.kept, [2000, 60_000]);
  assert.equal(wishes.undo(), true);
  assert.deepEqual(wishes.now, WHOLE);
  assert.equal(wishes.undo(), false);
});

test("what was not told yet stays, whatever the server says meanwhile", () => {
  const wishes = new Wishes(WHOLE, 0);
  wishes.change({ kept: [1000, 60_000] });
  wishes.receive({ ...WHOLE, blur_faces: true }, 1);
  assert.deepEqual(wishes.now, { ...WHOLE, kept: [1000, 60_000], blur_faces: true });
  assert.equal(wishes.unsaved, true);
});

test("what the server took over is no longer to be told", () => {
  const wishes = new Wishes(WHOLE, 0);
  wishes.change({ muted: [[1, 2]] });
  const sent = wishes.now;
  wishes.change({ muted: [[1, 3]] });
  wishes.kept(sent, sent, 1);
  assert.equal(wishes.unsaved, true);
  assert.deepEqual(wishes.now.muted, [[1, 3]]);
  wishes.kept(wishes.now, wishes.now, 2);
  assert.equal(wishes.unsaved, false);
});

test("an older answer changes nothing", () => {
  const wishes = new Wishes(WHOLE, 4);
  wishes.receive({ ...WHOLE, kept: [0, 1000] }, 3);
  assert.deepEqual(wishes.now, WHOLE);
});

test("the way back knows only the faces that were found last", () => {
  const wishes = new Wishes({ ...WHOLE, blur_faces: true }, 1);
  wishes.change({ left: [7] });
  wishes.kept(wishes.now, wishes.now, 2);
  wishes.receive({ ...WHOLE, blur_faces: true, left: [] }, 3);
  wishes.undo();
  assert.deepEqual(wishes.now.left, []);
});

test("of two who changed something else both are kept", () => {
  const mine = { ...WHOLE, zones: [[0, 0, 0.5, 0.5]] };
  const theirs = { ...WHOLE, kept: [5, 60_000] as const };
  assert.deepEqual(together(WHOLE, mine, theirs), { ...WHOLE, zones: mine.zones, kept: [5, 60_000] });
});

test("silent spans stand in the order of the film", () => {
  assert.deepEqual(inOrder([[5, 6], [1, 9], [1, 2]]), [[1, 2], [1, 9], [5, 6]]);
});
