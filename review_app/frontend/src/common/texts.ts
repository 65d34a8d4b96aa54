// Texts come from Python through `data.texts`; here only {named} places are filled.

export type Texts = Readonly<Record<string, string>>;

/** The text with its {places} filled. A text that is missing shows its key: visible, never blank. */
export function fill(texts: Texts, key: string, fields: Readonly<Record<string, string | number>> = {}): string {
  const template = texts[key];
  if (template === undefined) return key;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in fields ? String(fields[name]) : whole,
  );
}

/** The text for `n` things: the one under `key`, or under `<key>_one` when there is one and it has one. */
export function fillCount(
  texts: Texts, key: string, n: number, fields: Readonly<Record<string, string | number>> = {},
): string {
  const one = `${key}_one`;
  return fill(texts, n === 1 && one in texts ? one : key, { n, ...fields });
}
