// Our few icons, drawn on a 24 x 24 grid as strokes (see svg.icon in look.css). Never alone: a word
// stands beside each.

const PATHS = {
  // The three foundations: a heart, desks in their places, a lamp that goes on.
  emotional_support: [
    "M12 20S4 15 4 9.2A4.2 4.2 0 0 1 12 7a4.2 4.2 0 0 1 8 2.2C20 15 12 20 12 20z",
  ],
  classroom_organisation: ["M4 5h6v5H4zM14 5h6v5h-6zM4 14h6v5H4zM14 14h6v5h-6z"],
  instructional_support: [
    "M9 18h6M10 21h4",
    "M8.5 14.5A6 6 0 1 1 15.5 14.5c-.7.6-1 1.2-1 2h-5c0-.8-.3-1.4-1-2z",
  ],
  // The six steps of a cycle.
  film: ["M4 7h11v10H4zM15 11l5-3v8l-5-3"],
  choose: [
    "M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    "M8.2 8 20 19M8.2 16 20 5",
  ],
  publish: ["M4 12l16-8-6 17-3-7z"],
  reflect: ["M4 20l1-4L16 5l3 3L8 19z"],
  talk: ["M4 5h16v11H10l-4 4v-4H4z"],
  summary: ["M6 3h9l4 4v14H6zM9 12l2 2 4-4"],
  // Small words.
  check: ["M5 13l4 4L19 7"],
  clock: ["M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z", "M12 7v5l3 2"],
  pause: ["M8 5v14M16 5v14"],
} as const;

export type IconName = keyof typeof PATHS;

/** An icon that screen readers skip: the word beside it says the same. */
export function icon(name: IconName): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
