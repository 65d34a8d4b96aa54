/** The icon of a prompt kind, as Python names it for all screens. */

import { icon, isIcon } from "../player/icons";
import type { PromptKind } from "./contract";

/** The icon of the kind with this key; a speech bubble when we cannot draw the one it has. */
export function kindIcon(key: string, kinds: readonly PromptKind[]): SVGSVGElement {
  const named = kinds.find((kind) => kind.key === key)?.icon ?? "";
  return icon(isIcon(named) ? named : "sms");
}
