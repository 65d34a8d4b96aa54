// Light or dark? Streamlit hands its colours to components, not the name of the theme.

/** "dark" when the colour is darker than middle grey. Understands #rgb, #rrggbb and rgb(). */
export function lookOf(background: string): "light" | "dark" {
  const [red, green, blue] = channels(background.trim());
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}

function channels(colour: string): [number, number, number] {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(colour);
  const [, ...hex] = long ?? short?.map((one) => one + one) ?? [];
  const written = hex.length === 3 ? hex.map((one) => Number.parseInt(one, 16)) : numbers(colour);
  const [red = 255, green = 255, blue = 255] = written;
  return [red, green, blue];
}

function numbers(colour: string): number[] {
  return /^rgb/.test(colour) ? (colour.match(/[\d.]+/g) ?? []).map(Number) : [];
}
