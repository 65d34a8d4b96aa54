import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAt, madeAt } from "./made_on";

const NOW = Date.UTC(2026, 10, 24, 12);
const SINCE_1904_S = 2_082_844_800;

function box(kind: string, inside: Uint8Array, wide = false): Uint8Array {
  const head = wide ? 16 : 8;
  const made = new Uint8Array(head + inside.length);
  const view = new DataView(made.buffer);
  view.setUint32(0, wide ? 1 : made.length);
  [...kind].forEach((letter, at) => view.setUint8(4 + at, letter.charCodeAt(0)));
  if (wide) view.setBigUint64(8, BigInt(made.length));
  made.set(inside, head);
  return made;
}

function mvhd(at: number, long = false): Uint8Array {
  const inside = new Uint8Array(100);
  const view = new DataView(inside.buffer);
  const seconds = Math.round(at / 1000) + SINCE_1904_S;
  view.setUint8(0, long ? 1 : 0);
  if (long) view.setBigUint64(4, BigInt(seconds));
  else view.setUint32(4, seconds);
  return box("mvhd", inside);
}

function film(...boxes: Uint8Array[]): Blob {
  return new Blob(boxes as BlobPart[]);
}

const MADE = Date.UTC(2026, 10, 23, 23, 30);

test("a film says when it was made, wherever its index is and however it counts", async () => {
  const pictures = new Uint8Array(5000);
  for (const long of [false, true]) {
    for (const wide of [false, true]) {
      const made = film(
        box("ftyp", new Uint8Array(12)), box("mdat", pictures, wide), box("moov", mvhd(MADE, long)),
      );
      assert.equal(await madeAt(made, NOW), MADE);
    }
  }
});

test("the day is a day at school", () => {
  assert.equal(dayAt(MADE, "Europe/Amsterdam"), "2026-11-24");
  assert.equal(dayAt(MADE, "UTC"), "2026-11-23");
});

test("a clock that was never set, or is ahead, is not believed", async () => {
  for (const at of [-SINCE_1904_S * 1000, 0, NOW + 60_000, NOW - 61 * 24 * 60 * 60 * 1000]) {
    assert.equal(await madeAt(film(box("moov", mvhd(at))), NOW), null);
  }
});

test("what is no film, is cut off or is broken says nothing", async () => {
  const whole = box("moov", mvhd(MADE));
  for (const made of [
    film(), film(new Uint8Array(3)), film(whole.slice(0, 20)), film(new Uint8Array(400)),
    film(box("moov", new Uint8Array(0))), film(new TextEncoder().encode("\x1aEß£ webm and more of it")),
  ]) {
    assert.equal(await madeAt(made, NOW), null);
  }
});
