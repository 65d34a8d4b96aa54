import assert from "node:assert/strict";
import { test } from "node:test";

import { commandFor, commandOf, isTyping, keeps, type Pressed, repeats, SHEET } from "./keys";

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held,
});
const PAGE = { tagName: "DIV" };

test("every key of the player does what the sheet says", () => {
  const table = {
    " ": "play", k: "play", K: "play", j: "slower", l: "faster", ArrowLeft: "back",
    ArrowRight: "forward", ",": "frame_back", ".": "frame_forward", c: "captions",
    m: "mute", f: "full_screen", "/": "search", "?": "keys",
  };
  for (const [key, command] of Object.entries(table)) {
    assert.equal(commandOf(press(key), "player"), command, key);
    assert.equal(commandOf(press(key), "workbench"), command, key);
  }
});

test("every key of the workbench does what the sheet says", () => {
  const table = {
    i: "in", o: "out", "[": "earlier", "]": "later", "{": "much_earlier", "}": "much_later",
    p: "play_clip", r: "loop", x: "moment", s: "skip", Enter: "compose", 1: "digit_1", 9: "digit_9",
    Escape: "cancel",
  };
  for (const [key, command] of Object.entries(table)) {
    assert.equal(commandOf(press(key), "workbench"), command, key);
  }
  assert.equal(commandOf(press("ArrowLeft", { shiftKey: true }), "workbench"), "to_in");
  assert.equal(commandOf(press("ArrowRight", { shiftKey: true }), "workbench"), "to_out");
  assert.equal(commandOf(press("]", { shiftKey: true }), "workbench"), "much_later");
  assert.equal(commandOf(press("z", { ctrlKey: true }), "workbench"), "undo");
  assert.equal(commandOf(press("0"), "workbench"), null);
});

test("a player knows nothing of in, out and undo", () => {
  for (const key of ["i", "o", "p", "r", "1", "Enter", "["]) {
    assert.equal(commandOf(press(key), "player"), null, key);
  }
  assert.equal(commandOf(press("z", { ctrlKey: true }), "player"), null);
});

test("keys of the browser stay the browser's", () => {
  assert.equal(commandOf(press("ArrowLeft", { altKey: true }), "workbench"), null);
  assert.equal(commandOf(press("r", { ctrlKey: true }), "workbench"), null);
  assert.equal(commandOf(press("l", { metaKey: true }), "workbench"), null);
  assert.equal(commandOf(press("z", { ctrlKey: true, shiftKey: true }), "workbench"), null);
});

test("no key acts while somebody is writing, in whichever field", () => {
  const fields = [
    { tagName: "TEXTAREA" }, { tagName: "INPUT", type: "text" }, { tagName: "INPUT" },
    { tagName: "SELECT" }, { tagName: "DIV", isContentEditable: true },
  ];
  for (const field of fields) {
    assert.equal(isTyping(field), true);
    for (const key of ["i", "o", "j", "k", "l", " ", "1", ",", ".", "[", "p", "r", "?", "Enter"]) {
      assert.equal(commandFor(press(key), field, "workbench"), null, key);
    }
  }
});

test("while writing, Ctrl with Space still plays and pauses", () => {
  const field = { tagName: "TEXTAREA" };
  assert.equal(commandFor(press(" ", { ctrlKey: true }), field, "workbench"), "play");
  assert.equal(commandFor(press("z", { ctrlKey: true }), field, "workbench"), null);
});

test("a button keeps Space and Enter, so that it is pressed and the film does not start", () => {
  const button = { tagName: "BUTTON" };
  assert.equal(commandFor(press(" "), button, "workbench"), null);
  assert.equal(commandFor(press("Enter"), button, "workbench"), null);
  assert.equal(commandFor(press("i"), button, "workbench"), "in");
});

test("a radio and a handle keep their arrows, the seek bar gives them to the player", () => {
  assert.equal(keeps({ tagName: "INPUT", type: "radio" }, "ArrowLeft"), true);
  assert.equal(keeps({ tagName: "DIV", role: "slider" }, "ArrowRight"), true);
  assert.equal(keeps({ tagName: "BUTTON", role: "tab" }, "ArrowRight"), true);
  assert.equal(commandFor(press("ArrowLeft"), { tagName: "INPUT", type: "range" }, "player"), "back");
  assert.equal(commandFor(press("ArrowLeft"), PAGE, "player"), "back");
});

test("a key that is held down cuts one clip, and moves on and on", () => {
  for (const once of ["moment", "in", "out", "loop", "play", "undo", "digit_1", "compose", "skip"] as const) {
    assert.equal(repeats(once), false, once);
  }
  for (const on of ["back", "forward", "frame_back", "frame_forward", "earlier", "much_later"] as const) {
    assert.equal(repeats(on), true, on);
  }
});

test("the sheet shows every key that does something, and no other", () => {
  const shown = [...SHEET.player, ...SHEET.workbench].flatMap(([keys]) => keys)
    .filter((key) => !key.startsWith("Ctrl")).join(" ").toLowerCase().split(" ");
  const letters = "abcdefghijklmnopqrstuvwxyz,.[]/?";
  for (const key of letters) {
    assert.equal(commandOf(press(key), "workbench") !== null, shown.includes(key), key);
  }
});
