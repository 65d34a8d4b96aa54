/** Our own line icons, drawn on a 24 by 24 grid; they take the colour of the text beside them. */

const PATHS = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M8 5v14M16 5v14",
  frame_back: "M6 5v14M18 6l-8 6 8 6z",
  frame_forward: "M18 5v14M6 6l8 6-8 6z",
  back: "M11 7l-6 5 6 5M19 7l-6 5 6 5",
  forward: "M13 7l6 5-6 5M5 7l6 5-6 5",
  captions: "M3 6h18v12H3zM10.5 10.5a2 2 0 1 0 0 3M17 10.5a2 2 0 1 0 0 3",
  sound: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9a4.5 4.5 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  mute: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9.5l5 5M21 9.5l-5 5",
  full: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  keys: "M3 7h18v10H3zM6.5 10.2h.01M10 10.2h.01M14 10.2h.01M17.5 10.2h.01M8 13.8h8",
  scissors: "M6.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8.6 7.8L20 17M8.6 16.2L20 7",
  in: "M10 4H6v16h4M10 12h9M15 8l4 4-4 4",
  out: "M14 4h4v16h-4M14 12H5M9 8l-4 4 4 4",
  loop: "M17 3l3.5 3.5L17 10M20 6.5H8A4.5 4.5 0 0 0 3.5 11M7 21l-3.5-3.5L7 14M4 17.5h12a4.5 4.5 0 0 0 4.5-4.5",
  skip: "M4 12h2M8 9v6M11 6v12M14 12h2M18 12h2M17 8l4 4-4 4",
  saver: "M12 4v11M7.500 10.500L12 15l4.500-4.500M5 19.500h14",
  search: "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20.500 20.500",
  edit: "M4 20h4L19.5 8.5l-4-4L4 16zM13 7l4 4",
  remove: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  whole: "M3 12h18M6.5 8.5L3 12l3.5 3.5M17.5 8.5L21 12l-3.5 3.5",
  undo: "M9 6L4 11l5 5M4 11h10a5.5 5.5 0 0 1 0 8h-3",
  star: "M12 4l2.400 5.200 5.600.700-4.100 3.900 1.100 5.600-5-2.800-5 2.800 1.100-5.600L4 9.900l5.600-.700z",
  sms: "M5 5h14v10h-7l-4 4v-4H5zM9.5 10h.01M12 10h.01M14.5 10h.01",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  alert: "M12 4L2.5 20h19zM12 10v4.5M12 17.200h.01",
} as const;

export type Icon = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

/** An icon that is decoration: whoever uses it gives the button or the row its name. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function isIcon(name: string): name is Icon {
  return name in PATHS;
}
