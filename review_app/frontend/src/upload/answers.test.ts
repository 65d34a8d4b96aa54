import assert from "node:assert/strict";
import { test } from "node:test";

import { backOff, mayResume, sentenceIn, verdict } from "./answers";

const OURS = JSON.stringify({ key: "refusals.upload_no_room", sentence: "De opslag is vol." });

function judged(method: string, status: number, body = "") {
  return verdict({ method, status, body });
}

test("no answer and a broken server are tried again", () => {
  for (const status of [0, 500, 502, 503, 504, 507]) assert.equal(judged("PATCH", status), "again");
});

test("a sign-in that has ended is asked for, it does not end the upload", () => {
  assert.equal(judged("HEAD", 401), "sign_in");
  assert.equal(judged("PATCH", 403), "sign_in");
});

test("our own no is a no", () => {
  assert.equal(judged("PATCH", 403, OURS), "refused");
  assert.equal(judged("POST", 413, OURS), "refused");
  assert.equal(judged("PATCH", 415), "refused");
});

test("an upload the server no longer has starts anew, a cycle it does not have is a no", () => {
  assert.equal(judged("HEAD", 404), "gone");
  assert.equal(judged("PATCH", 410), "gone");
  assert.equal(judged("POST", 404), "refused");
});

test("two that send one film wait for each other, a second film in one cycle is a no", () => {
  const busy = JSON.stringify({ key: "refusals.upload_busy", sentence: "Even wachten." });
  assert.equal(judged("PATCH", 423), "busy");
  assert.equal(judged("PATCH", 409), "busy");
  assert.equal(judged("PATCH", 409, busy), "busy");
  assert.equal(judged("POST", 409, OURS), "refused");
});

test("a cycle that moved on while the film came in is a no, not a wait", () => {
  const moved = JSON.stringify({ key: "refusals.step_already_taken", sentence: "Al gezet." });
  assert.equal(judged("PATCH", 409, moved), "refused");
  assert.equal(judged("HEAD", 409), "refused");
});

test("a server that asks for patience gets it", () => {
  assert.equal(judged("PATCH", 429), "again");
});

test("a refusal's sentence is read from our own answers only", () => {
  assert.equal(sentenceIn(OURS), "De opslag is vol.");
  assert.equal(sentenceIn("<html>Bad gateway</html>"), "");
  assert.equal(sentenceIn("null"), "");
  assert.equal(sentenceIn('{"sentence": 3}'), "");
});

test("waiting grows and stops growing, and never ends", () => {
  assert.equal(backOff(0), 500);
  assert.ok(backOff(3) > backOff(2));
  assert.equal(backOff(1_000), 30_000);
  assert.ok(backOff(0, "busy") > backOff(0));
});

test("only a good HEAD is gone on from", () => {
  assert.ok(mayResume(200) && mayResume(204));
  assert.ok(!mayResume(401) && !mayResume(404) && !mayResume(502));
});
