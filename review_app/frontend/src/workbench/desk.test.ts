import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "./desk";
import { type Act, PATIENCE_MS, REST_MS } from "./wish";
import { blank, type Clip } from "./words";

const SPAN = { start_ms: 1000, end_ms: 31_000 };

function desk(): Desk {
  let count = 0;
  return new Desk(() => `n${++count}`, () => "Niet bewaard.");
}

/** A server that does as asked, the way Python does: each act once, by its name. */
class Server {
  clips = new Map<string, Clip>();
  bin = new Map<string, Clip>();
  answered: string[] = [];
  cuts = 0;

  do(act: Act): void {
    if (this.answered.includes(act.act_id)) return;
    this.answered.push(act.act_id);
    const clip = this.clips.get(act.client_id);
    if (act.name === "cut" && !clip) {
      this.cuts += 1;
      const span = { start_ms: act.says["start_ms"], end_ms: act.says["end_ms"] } as typeof SPAN;
      this.clips.set(act.client_id, {
        ...blank(span), id: `id-${act.client_id}`, client_id: act.client_id, version: 1,
        file_ready: false,
      });
    } else if (act.name === "change" && clip) {
      this.clips.set(act.client_id, { ...clip, ...act.says, version: clip.version + 1 } as Clip);
    } else if (act.name === "remove" && clip) {
      this.bin.set(act.client_id, clip);
      this.clips.delete(act.client_id);
    } else if (act.name === "restore") {
      this.clips.set(act.client_id, this.bin.get(act.client_id)!);
    }
  }

  answer(to: Desk): void {
    to.receive([...this.clips.values()], this.answered, null);
  }
}

function run(to: Desk, server: Server, now: number): string[] {
  const done: string[] = [];
  for (let act = to.nextAct(now); act && done.length < 20; act = to.nextAct(now)) {
    done.push(act.name);
    server.do(act);
    server.answer(to);
  }
  return done;
}

test("a clip is on screen at once and is cut once", () => {
  const it = desk();
  const server = new Server();
  it.cut(SPAN);
  assert.equal(it.shown().length, 1);
  assert.equal(it.shown()[0]!.id, null);
  assert.deepEqual(run(it, server, 5000), ["cut"]);
  assert.equal(it.shown()[0]!.saving, false);
  assert.equal(it.unsaved(), false);
});

test("words typed before the cut is answered are sent after it", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  const cut = it.nextAct(5000)!;
  it.change(id, { fact: "Ik zie drie vingers." }, 5100);
  assert.equal(it.nextAct(5200), null);
  server.do(cut);
  server.answer(it);
  assert.equal(it.one(id)!.fact, "Ik zie drie vingers.");
  assert.deepEqual(run(it, server, 5100 + REST_MS), ["change"]);
  assert.equal(server.clips.get(id)!.fact, "Ik zie drie vingers.");
  assert.equal(it.unsaved(), false);
});

test("words rest a while before they are sent, unless the coach hurries", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  it.change(id, { question: "Wat deed je net daarvoor?" }, 10_000);
  assert.equal(it.nextAct(10_000 + REST_MS - 1), null);
  assert.equal(it.waits(10_000), REST_MS);
  it.hurry();
  assert.deepEqual(run(it, server, 10_001), ["change"]);
});

test("what was chosen goes at once, also with words that still rested", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  it.change(id, { foundation: "emotional_support", dimension: null }, 10_000);
  assert.deepEqual(run(it, server, 10_000), ["change"]);
  it.change(id, { fact: "Ik zie" }, 20_000);
  assert.equal(it.nextAct(20_000), null);
  it.change(id, { prompt_kind: "nice_work" }, 20_001);
  assert.deepEqual(run(it, server, 20_001), ["change"]);
  assert.equal(server.clips.get(id)!.fact, "Ik zie");
});

test("an edge goes at once, and what is nudged meanwhile goes in one act after the answer", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  it.change(id, { start_ms: 2000 }, 10_000);
  const first = it.nextAct(10_000);
  assert.equal(first?.says["start_ms"], 2000);
  for (let n = 1; n < 5; n += 1) {
    it.change(id, { start_ms: 2000 + 40 * n }, 10_000 + 30 * n);
    assert.equal(it.nextAct(10_000 + 30 * n), null, "one act at a time");
  }
  server.do(first);
  server.answer(it);
  assert.equal(it.one(id)!.start_ms, 2160, "the answer does not push back what was nudged since");
  assert.deepEqual(run(it, server, 10_150), ["change"]);
  assert.equal(server.clips.get(id)!.start_ms, 2160);
  assert.equal(it.unsaved(), false);
});

test("whoever keeps typing is saved every few seconds all the same", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  let saves = 0;
  for (let now = 0; now < 20_000; now += 200) {
    it.change(id, { fact: `Ik zie ${now}` }, now);
    saves += run(it, server, now).length;
  }
  assert.ok(saves >= 3, `${saves} saves in twenty seconds`);
});

test("what is typed while a change is under way is not lost when the answer comes", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  it.change(id, { fact: "Ik hoor" }, 1000);
  const first = it.nextAct(1000 + REST_MS)!;
  it.change(id, { fact: "Ik hoor je vragen" }, 1900);
  server.do(first);
  server.answer(it);
  assert.equal(it.one(id)!.fact, "Ik hoor je vragen");
  assert.deepEqual(run(it, server, 1900 + REST_MS), ["change"]);
  assert.equal(server.clips.get(id)!.fact, "Ik hoor je vragen");
});

test("an act that was lost is sent again under the same name and carried out once", () => {
  const it = desk();
  const server = new Server();
  it.cut(SPAN);
  const act = it.nextAct(0)!;
  assert.equal(it.nextAct(PATIENCE_MS - 1), null);
  const again = it.nextAct(PATIENCE_MS)!;
  assert.equal(again.act_id, act.act_id);
  assert.equal(it.late(), true);
  assert.equal(it.nextAct(2 * PATIENCE_MS), null);
  server.do(act);
  server.do(again);
  server.answer(it);
  assert.equal(server.cuts, 1);
  assert.equal(it.unsaved(), false);
});

test("a server that tidies the words has the last word and there is no endless exchange", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  run(it, server, 0);
  it.change(id, { fact: "Ik zie rust.  " }, 0);
  const act = it.nextAct(REST_MS)!;
  server.do({ ...act, says: { ...act.says, fact: "Ik zie rust." } });
  server.answer(it);
  assert.equal(it.nextAct(99_999), null);
  assert.equal(it.one(id)!.fact, "Ik zie rust.");
});

test("a refused clip stays on screen with its reason and its words, and is not sent again", () => {
  const it = desk();
  const id = it.cut(SPAN);
  const act = it.nextAct(0)!;
  it.change(id, { fact: "Mijn woorden" }, 10);
  it.receive([], [act.act_id], { client_id: id, sentence: "Er zijn al vijf fragmenten." });
  assert.equal(it.one(id)!.refused, "Er zijn al vijf fragmenten.");
  assert.equal(it.one(id)!.fact, "Mijn woorden");
  assert.equal(it.nextAct(99_999), null);
  assert.equal(it.saving(), false);
  assert.equal(it.unsaved(), true);
  it.change(id, { fact: "Mijn woorden." }, 100_000);
  assert.equal(it.one(id)!.refused, null);
  assert.equal(it.nextAct(200_000)!.name, "cut");
});

test("a removal disappears at once and can be taken back before and after it was carried out", () => {
  for (const carriedOut of [false, true]) {
    const it = desk();
    const server = new Server();
    const id = it.cut(SPAN);
    run(it, server, 0);
    const fields = it.one(id)!;
    it.remove(id);
    assert.deepEqual(it.shown(), []);
    if (carriedOut) assert.deepEqual(run(it, server, 1), ["remove"]);
    it.restore(id, fields);
    assert.equal(it.shown().length, 1);
    assert.deepEqual(run(it, server, 2), carriedOut ? ["restore"] : []);
    assert.equal(server.clips.size, 1);
    assert.equal(it.unsaved(), false);
  }
});

test("a clip removed while it was being cut is removed as soon as it is known", () => {
  const it = desk();
  const server = new Server();
  const id = it.cut(SPAN);
  const act = it.nextAct(0)!;
  it.remove(id);
  server.do(act);
  server.answer(it);
  assert.deepEqual(run(it, server, 1), ["remove"]);
  assert.equal(server.clips.size, 0);
  assert.equal(it.unsaved(), false);
});

test("clips changed elsewhere appear, in the order of the film", () => {
  const it = desk();
  const clip = (id: string, start_ms: number): Clip => ({
    ...blank({ start_ms, end_ms: start_ms + 5000 }), id, client_id: id, version: 1,
    file_ready: true,
  });
  it.receive([clip("b", 9000), clip("a", 2000)], [], null);
  assert.deepEqual(it.shown().map((c) => c.client_id), ["a", "b"]);
  it.receive([clip("b", 9000)], [], null);
  assert.deepEqual(it.shown().map((c) => c.client_id), ["b"]);
});

test("a server that says it did something but did not is asked a few times, then it is told", () => {
  const it = desk();
  const id = it.cut(SPAN);
  let asked = 0;
  for (let act = it.nextAct(0); act; act = it.nextAct(0)) {
    asked += 1;
    it.receive([], [act.act_id], null);
  }
  assert.equal(asked, 4);
  assert.equal(it.one(id)!.refused, "Niet bewaard.");
});
