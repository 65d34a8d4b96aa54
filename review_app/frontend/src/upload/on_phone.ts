// Beside the form on a wide screen: the way to go on with the phone the film is on.
import { el } from "../common/dom";

/** A square for a phone's camera; without a drawing no phone can get there. */
export interface PhoneCode {
  address: string;
  size: number;
  drawing: string;
}

type Words = (key: string, fields?: Record<string, string | number>) => string;

const SVG = "http://www.w3.org/2000/svg";

export function onPhone({ address, size, drawing }: PhoneCode, words: Words): HTMLElement {
  if (drawing === "") {
    return el("p", { class: "soft on-phone" }, words("phone_not", { address }));
  }
  return el(
    "section",
    { class: "card on-phone", "aria-label": words("phone") },
    el("h3", {}, words("phone")),
    square(size, drawing, words("phone_code", { address })),
    el("p", { class: "soft" }, words("phone_how")),
  );
}

/** Black on white whatever the screen's colours are: not every camera reads the reverse. */
function square(size: number, drawing: string, name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "code");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  const paper = document.createElementNS(SVG, "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", "#ffffff");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", drawing);
  dark.setAttribute("fill", "#000000");
  svg.append(paper, dark);
  return svg;
}
