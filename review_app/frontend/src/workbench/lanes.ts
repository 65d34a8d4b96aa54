/** Which lane each block on the timeline lies in, so that blocks that overlap lie under each other. */

/** Where a block begins and ends, in whatever unit both have. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * The lane of each stretch, 0 the topmost: the first one that is free where it begins.
 *
 * The answer follows the order of the stretches as given; those that only touch share a lane. As few
 * lanes are used as overlap at the busiest place.
 */
export function lanesOf(stretches: readonly Stretch[]): number[] {
  const order = stretches.map((_, n) => n)
    .sort((a, b) => stretches[a]!.from - stretches[b]!.from || a - b);
  const free_at: number[] = [];
  const lanes = stretches.map(() => 0);
  for (const n of order) {
    const { from, to } = stretches[n]!;
    const found = free_at.findIndex((free) => free <= from);
    const lane = found < 0 ? free_at.length : found;
    free_at[lane] = Math.max(to, from);
    lanes[n] = lane;
  }
  return lanes;
}

/** How many lanes that is; one at the least, so that an empty timeline keeps its shape. */
export function countOf(lanes: readonly number[]): number {
  return Math.max(0, ...lanes) + 1;
}

/**
 * A stretch as wide as a block is drawn: `least` at the least, and inside 0 and 1 when any part of it
 * is seen. What lies out of sight keeps its place.
 */
export function drawn({ from, to }: Stretch, least: number): Stretch {
  if (to <= 0 || from >= 1) return { from, to: Math.max(to, from + least) };
  const left = Math.max(0, from);
  const right = Math.max(Math.min(1, to), left + least);
  const over = Math.max(0, right - 1);
  return { from: Math.max(0, left - over), to: Math.min(1, right) };
}
