/** The sheet that shows every key. */

import { el, newId } from "../common/dom";
import { fill, type Texts } from "../common/texts";
import { iconButton } from "./bar";
import { SHEET } from "./keys";

/** A dialog with all keys of the player, and those of the workbench when that is where we are. */
export function keySheet(texts: Texts, scope: "player" | "workbench"): HTMLDialogElement {
  const title = newId("keys");
  const dialog = el("dialog", { class: "sheet", "aria-labelledby": title });
  const rows = scope === "player" ? SHEET.player : [...SHEET.workbench, ...SHEET.player];
  const close = iconButton("close", fill(texts, "player.close"), () => dialog.close());
  dialog.append(
    el("div", { class: "heading" }, el("h2", { id: title }, fill(texts, "player.keys")), close),
    el("p", { class: "soft" }, fill(texts, "player.keys_hint")),
    el("dl", {}, ...rows.flatMap(([keys, says]) => [
      el("dt", {}, ...keys.map((key) => el("kbd", {}, key === "Space" ? fill(texts, "keys.space") : key))),
      el("dd", {}, fill(texts, says)),
    ])),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  return dialog;
}
