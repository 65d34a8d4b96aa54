import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, drawn, lanesOf, type Stretch } from "./lanes";

function stretches(...pairs: [number, number][]): Stretch[] {
  return pairs.map(([from, to]) => ({ from, to }));
}

test("clips that do not overlap share one lane, also when one begins where the other ends", () => {
  assert.deepEqual(lanesOf(stretches([0, 10], [10, 20], [25, 30])), [0, 0, 0]);
  assert.equal(countOf(lanesOf([])), 1);
});

test("a clip that overlaps lies below, and the next one takes the first lane that is free", () => {
  assert.deepEqual(lanesOf(stretches([0, 10], [5, 15], [12, 20], [13, 14])), [0, 1, 0, 2]);
});

test("the answer follows the order in which the clips were given", () => {
  assert.deepEqual(lanesOf(stretches([5, 15], [0, 10])), [1, 0]);
});

test("a clip inside another and the same moment twice are both seen", () => {
  assert.deepEqual(lanesOf(stretches([0, 60], [10, 20])), [0, 1]);
  assert.deepEqual(lanesOf(stretches([0, 60], [0, 60])), [0, 1]);
});

test("no two in one lane overlap, and no more lanes are used than overlap at once", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 50; round++) {
    const some = Array.from({ length: 12 }, () => {
      const from = Math.floor(random() * 100);
      return { from, to: from + 1 + Math.floor(random() * 30) };
    });
    const lanes = lanesOf(some);
    some.forEach((one, n) => some.forEach((other, m) => {
      if (n < m && lanes[n] === lanes[m]) assert.ok(one.to <= other.from || other.to <= one.from);
    }));
    const busiest = Math.max(...some.map(({ from }) =>
      some.filter((one) => one.from <= from && from < one.to).length));
    assert.equal(countOf(lanes), busiest);
  }
});

test("a short clip is as wide as a finger, and stays in sight at both ends", () => {
  const least = 0.125;
  assert.deepEqual(drawn({ from: 0.5, to: 0.501 }, least), { from: 0.5, to: 0.625 });
  assert.deepEqual(drawn({ from: 0.9375, to: 1.5 }, least), { from: 0.875, to: 1 });
  assert.deepEqual(drawn({ from: -0.5, to: 0.01 }, least), { from: 0, to: 0.125 });
  assert.deepEqual(drawn({ from: 0.25, to: 0.5 }, least), { from: 0.25, to: 0.5 });
});

test("a clip out of sight keeps its place, so that lanes stay as they are while the page turns", () => {
  assert.deepEqual(drawn({ from: 1.5, to: 1.75 }, 0.125), { from: 1.5, to: 1.75 });
  assert.deepEqual(drawn({ from: -0.5, to: -0.25 }, 0.125), { from: -0.5, to: -0.25 });
});
