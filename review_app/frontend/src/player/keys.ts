/** Which key does what, and when a key belongs to the thing that has the focus instead. */

export type Command =
  | "play" | "slower" | "faster" | "back" | "forward" | "frame_back" | "frame_forward"
  | "captions" | "mute" | "full_screen" | "keys" | "skip" | "search"
  | "in" | "out" | "to_in" | "to_out" | "earlier" | "later" | "much_earlier" | "much_later"
  | "play_clip" | "loop" | "moment" | "note" | "compose" | "undo" | "cancel"
  | `digit_${number}`;

/** The part of a KeyboardEvent that decides. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const PLAYER: Readonly<Record<string, Command>> = {
  " ": "play", k: "play", j: "slower", l: "faster",
  ArrowLeft: "back", ArrowRight: "forward", ",": "frame_back", ".": "frame_forward",
  c: "captions", m: "mute", f: "full_screen", "/": "search", "?": "keys", Escape: "cancel",
};

const WORKBENCH: Readonly<Record<string, Command>> = {
  i: "in", o: "out", "[": "earlier", "]": "later", "{": "much_earlier", "}": "much_later",
  p: "play_clip", r: "loop", x: "moment", n: "note", s: "skip", Enter: "compose",
};

const SHIFTED: Readonly<Record<string, Command>> = {
  ArrowLeft: "to_in", ArrowRight: "to_out", "[": "much_earlier", "]": "much_later",
};

/** The command of a key, or null. Alt is never ours: Alt+arrow is the browser's own way back. */
export function commandOf(pressed: Pressed, scope: "player" | "workbench"): Command | null {
  if (pressed.altKey) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (pressed.ctrlKey || pressed.metaKey) {
    if (key === "z" && !pressed.shiftKey && scope === "workbench") return "undo";
    return key === " " && pressed.ctrlKey ? "play" : null;
  }
  if (scope === "workbench") {
    if (pressed.shiftKey && SHIFTED[key]) return SHIFTED[key];
    if (WORKBENCH[key]) return WORKBENCH[key];
    if (/^[1-9]$/.test(key)) return `digit_${Number(key)}`;
  }
  return PLAYER[key] ?? null;
}

/** What has the focus, as far as keys care. */
export interface Focused {
  tagName: string;
  type?: string;
  role?: string | null;
  isContentEditable?: boolean;
}

const NOT_TYPED = new Set(["range", "checkbox", "radio", "button", "submit", "reset", "file"]);

/** Whether the person is writing, so that no letter may be taken for a command. */
export function isTyping(focused: Focused): boolean {
  const tag = focused.tagName.toLowerCase();
  if (tag === "textarea" || tag === "select" || focused.isContentEditable) return true;
  return tag === "input" && !NOT_TYPED.has((focused.type ?? "text").toLowerCase());
}

const PRESSABLE = new Set(["button", "a", "summary"]);

/** Whether the focused thing itself answers to this key: Space presses a button, arrows move a radio. */
export function keeps(focused: Focused, key: string): boolean {
  const tag = focused.tagName.toLowerCase();
  const type = (focused.type ?? "").toLowerCase();
  const arrow = key.startsWith("Arrow");
  if (PRESSABLE.has(tag)) {
    return key === " " || key === "Enter" || (arrow && focused.role === "tab");
  }
  if (tag === "input" && (type === "radio" || type === "checkbox")) return key === " " || arrow;
  return focused.role === "slider" && arrow;
}

const HELD = new Set<Command>([
  "back", "forward", "frame_back", "frame_forward", "earlier", "later", "much_earlier", "much_later",
]);

/** Whether a key that is held down does it again and again: one press makes one clip. */
export function repeats(command: Command): boolean {
  return HELD.has(command);
}

/** The command to carry out, or null when the key belongs to the field or button that has the focus. */
export function commandFor(
  pressed: Pressed, focused: Focused, scope: "player" | "workbench",
): Command | null {
  if (isTyping(focused)) {
    const always = pressed.ctrlKey && pressed.key === " ";
    return always ? commandOf(pressed, scope) : null;
  }
  return keeps(focused, pressed.key) ? null : commandOf(pressed, scope);
}

/** The rows of the key sheet: keys to show, and the text that says what they do. */
export const SHEET: Readonly<Record<"player" | "workbench", readonly (readonly [string[], string])[]>> = {
  player: [
    [["Space", "K"], "keys.play"], [["J", "L"], "keys.rate"], [["←", "→"], "keys.five"],
    [[",", "."], "keys.frame"], [["C"], "keys.captions"], [["M"], "keys.mute"],
    [["F"], "keys.full_screen"], [["/"], "keys.search"],
  ],
  workbench: [
    [["I", "O"], "keys.marks"], [["X"], "keys.moment"], [["N"], "keys.note"], [["Shift ←", "Shift →"], "keys.to_marks"],
    [["[", "]"], "keys.nudge"], [["Shift [", "Shift ]"], "keys.nudge_far"],
    [["P"], "keys.play_clip"], [["R"], "keys.loop"], [["S"], "keys.skip"], [["Enter"], "keys.compose"],
    [["1 2 3"], "keys.foundation"], [["1-9"], "keys.dimension"], [["Ctrl Z"], "keys.undo"],
    [["Esc"], "keys.cancel"], [["?"], "keys.sheet"],
  ],
};
