import assert from "node:assert/strict";
import { test } from "node:test";

import { ending, fingerprint, refusal } from "./film";

const LIMITS = { bytes: 8 * 2 ** 30, endings: [".mp4", ".mov"] };
const FILM = { name: "IMG_0412.MOV", size: 1_800_000_000, lastModified: 1_700_000_000_000 };

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

test("the same film has the same fingerprint, and any other film another", () => {
  assert.equal(fingerprint(FILM), fingerprint({ ...FILM }));
  const others = [
    { ...FILM, name: "IMG_0413.MOV" },
    { ...FILM, size: FILM.size + 1 },
    { ...FILM, lastModified: FILM.lastModified + 1 },
  ];
  const all = new Set([FILM, ...others].map(fingerprint));
  assert.equal(all.size, 4);
});

test("a fingerprint does not hold the film's name", () => {
  assert.doesNotMatch(fingerprint({ ...FILM, name: "klas3b-Sanne.mp4" }), /sanne/i);
});
