import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "./desk";
import type { Act, Refusal } from "./wish";
import { blank, clashes, type Clip, type Fields, fieldsOf, over } from "./words";

const SPAN = { start_ms: 1000, end_ms: 31_000 };
const NOW = 10_000_000;

/** One clip on the server; a change on an old version is refused, the way Python does. */
class Server {
  clip: Clip = { ...blank(SPAN), fact: "Ik zie rust.", id: "id1", client_id: "c1", version: 3, file_ready: true };
  answered: string[] = [];
  refusal: Refusal | null = null;

  do(act: Act): void {
    if (this.answered.includes(act.act_id)) return;
    this.answered.push(act.act_id);
    const late = act.says["version"] !== this.clip.version;
    this.refusal = late ? { client_id: "c1", sentence: "Intussen aangepast.", changed: true } : null;
    if (late) return;
    const { client_id: _client, act_id: _act, ...fields } = act.says;
    this.clip = { ...this.clip, ...fields, version: this.clip.version + 1 } as Clip;
  }

  tell(tab: Desk): void {
    tab.receive([this.clip], this.answered, this.refusal);
  }
}

let count = 0;

function tab(server: Server): Desk {
  const it = new Desk(() => `n${++count}`, () => "Niet bewaard.");
  server.tell(it);
  return it;
}

function save(it: Desk, server: Server): string[] {
  const done: string[] = [];
  for (let act = it.nextAct(NOW); act && done.length < 9; act = it.nextAct(NOW)) {
    done.push(act.name);
    server.do(act);
    server.tell(it);
  }
  return done;
}

function both(one: Partial<Fields>, other: Partial<Fields>): { mine: Desk; server: Server } {
  const server = new Server();
  const [mine, theirs] = [tab(server), tab(server)];
  mine.change("c1", one, 0);
  theirs.change("c1", other, 0);
  assert.deepEqual(save(theirs, server), ["change"]);
  return { mine, server };
}

test("the last of two tabs is told, and has both texts", () => {
  const { mine, server } = both({ fact: "Ik zie drie vingers." }, { fact: "Ik hoor een vraag." });
  save(mine, server);
  assert.equal(server.clip.fact, "Ik hoor een vraag.");
  assert.equal(mine.one("c1")!.fact, "Ik zie drie vingers.");
  assert.equal(mine.one("c1")!.apart?.theirs.fact, "Ik hoor een vraag.");
  assert.equal(mine.unsaved(), true);
  assert.equal(mine.saving(), false);
  assert.equal(mine.nextAct(NOW), null);
});

test("who hears of the other tab before saving does not write over it either", () => {
  const { mine, server } = both({ fact: "Mijn woorden." }, { fact: "De andere woorden." });
  server.tell(mine);
  assert.deepEqual(save(mine, server), []);
  assert.equal(server.clip.fact, "De andere woorden.");
  assert.equal(mine.one("c1")!.apart?.theirs.fact, "De andere woorden.");
});

test("who keeps the own text writes it over the other's", () => {
  const { mine, server } = both({ fact: "Mijn woorden." }, { fact: "De andere woorden.", question: "Wat?" });
  save(mine, server);
  mine.choose("c1", "mine");
  assert.deepEqual(save(mine, server), ["change"]);
  assert.equal(server.clip.fact, "Mijn woorden.");
  assert.equal(server.clip.question, "Wat?", "what only the other changed stays");
  assert.equal(mine.unsaved(), false);
});

test("who takes the other text has nothing left to save, but for what only one changed", () => {
  const { mine, server } = both({ fact: "Mijn woorden." }, { fact: "De andere woorden." });
  save(mine, server);
  mine.choose("c1", "theirs");
  assert.deepEqual(save(mine, server), []);
  assert.equal(mine.one("c1")!.fact, "De andere woorden.");
  assert.equal(mine.unsaved(), false);
});

test("two tabs that changed different things need nobody to choose", () => {
  const { mine, server } = both({ question: "Wat deed je?" }, { start_ms: 500, fact: "Ik zie vingers." });
  assert.deepEqual(save(mine, server), ["change", "change"]);
  const { question, start_ms, fact } = server.clip;
  assert.deepEqual([question, start_ms, fact], ["Wat deed je?", 500, "Ik zie vingers."]);
  assert.equal(mine.unsaved(), false);
});

test("what is typed on while the choice waits is kept", () => {
  const { mine, server } = both({ fact: "Mijn" }, { fact: "De andere" });
  save(mine, server);
  mine.change("c1", { fact: "Mijn woorden" }, NOW);
  assert.equal(mine.nextAct(2 * NOW), null);
  mine.choose("c1", "mine");
  save(mine, server);
  assert.equal(server.clip.fact, "Mijn woorden");
});

test("our own change whose answer was lost is not taken for another tab's", () => {
  const server = new Server();
  const it = tab(server);
  it.change("c1", { fact: "Ik zie vingers." }, 0);
  const act = it.nextAct(NOW)!;
  server.do(act);
  server.answered = [];
  server.tell(it);
  assert.equal(it.unsaved(), false);
  assert.equal(it.one("c1")!.fact, "Ik zie vingers.");
});

test("words survive a reload of the page, and still know which version they grew from", () => {
  const server = new Server();
  const before = tab(server);
  before.change("c1", { fact: "Mijn woorden." }, NOW);
  const cut = before.cut({ start_ms: 40_000, end_ms: 60_000 });
  before.change(cut, { question: "En hier?" }, NOW);
  const kept = JSON.parse(JSON.stringify(before.stored()));
  const after = new Desk(() => `n${++count}`, () => "", kept);
  assert.equal(after.one("c1")!.fact, "Mijn woorden.");
  server.tell(after);
  assert.equal(after.one(cut)!.question, "En hier?");
  const names = [after.nextAct(0)!.name];
  assert.deepEqual(names, ["change"]);
  const other = tab(server);
  other.change("c1", { fact: "Ander." }, 0);
  save(other, server);
  const late = new Desk(() => `n${++count}`, () => "", kept);
  server.tell(late);
  assert.equal(late.one("c1")!.apart?.theirs.fact, "Ander.");
});

test("a dimension goes with its foundation, an in-point with its out-point", () => {
  const base = { ...blank(SPAN), foundation: "a", dimension: "a1" };
  const mine = { ...base, foundation: "b", dimension: "b1" };
  const theirs = { ...base, dimension: "a2", fact: "x" };
  assert.deepEqual(clashes(base, mine, theirs), ["foundation", "dimension"]);
  assert.deepEqual(over(base, mine, theirs), { ...fieldsOf(mine), fact: "x" });
  assert.deepEqual(clashes(base, { ...base, start_ms: 0 }, { ...base, end_ms: 40_000 }), ["start_ms", "end_ms"]);
  assert.deepEqual(clashes(base, base, theirs), []);
});
