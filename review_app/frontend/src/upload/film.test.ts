import assert from "node:assert/strict";
import { test } from "node:test";

import { ending, fingerprint, refusal } from "./film";

const LIMITS = { bytes: 8 * 2 ** 30, endings: [".mp4", ".mov"] };
const FILM = { name: "IMG_0412.MOV", size: 1_800_000_000 };

test("a phone's film may go, capitals or not", () => {
  assert.equal(refusal(FILM, LIMITS), null);
  assert.equal(ending("IMG_0412.MOV"), ".mov");
});

test("a document is refused with its ending, a name without one with a question mark", () => {
  assert.deepEqual(refusal({ ...FILM, name: "les.docx" }, LIMITS), {
    key: "upload_not_a_film",
    fields: { ending: ".docx" },
  });
  assert.deepEqual(refusal({ ...FILM, name: "les" }, LIMITS)?.fields, { ending: "?" });
});

test("an empty film and a film over the limit are refused", () => {
  assert.equal(refusal({ ...FILM, size: 0 }, LIMITS)?.key, "upload_empty");
  assert.equal(refusal({ ...FILM, size: LIMITS.bytes }, LIMITS), null);
  assert.deepEqual(refusal({ ...FILM, size: LIMITS.bytes + 1 }, LIMITS), {
    key: "upload_too_large",
    fields: { gigabytes: 8 },
  });
});

test("a limit under one gigabyte is told as one", () => {
  const small = { ...LIMITS, bytes: 1000 };
  assert.deepEqual(refusal(FILM, small)?.fields, { gigabytes: 1 });
});

const BYTES = new Uint8Array(1_000_000).map((_, at) => (at * 7919) >> 8);

function changed(at: number): Blob {
  const bytes = BYTES.slice();
  bytes[at]! ^= 1;
  return new Blob([bytes]);
}

test("the same film is known again under another name, with another date", async () => {
  const first = new File([BYTES], "IMG_0412.MOV", { lastModified: 1 });
  const again = new File([BYTES], "trim.7C1D.MOV", { lastModified: 2 });
  assert.equal(await fingerprint(first), await fingerprint(again));
});

test("a film of another length, beginning, middle or end is another film", async () => {
  const others = [changed(10), changed(500_000), changed(999_990), new Blob([BYTES, "x"])];
  const all = await Promise.all([new Blob([BYTES]), ...others].map(fingerprint));
  assert.equal(new Set(all).size, 5);
});

test("a film shorter than a sample is known as well", async () => {
  assert.equal(await fingerprint(new Blob(["les"])), await fingerprint(new Blob(["les"])));
  assert.notEqual(await fingerprint(new Blob(["les"])), await fingerprint(new Blob(["lek"])));
});

test("a fingerprint is short and holds nothing of the film's name", async () => {
  const named = new File([BYTES], "klas3b-Sanne.mp4");
  assert.match(await fingerprint(named), /^[0-9a-f]{16}-[0-9a-z]+$/);
});
