/** The numbers of a range as Octave keeps it: from `base` in steps of `increment` up to `limit`; undefined for one of more than `most`. */
export function rangeValues(base: number, limit: number, increment: number, most: number): number[] | undefined {
  const count = Math.floor((limit - base) / increment + 1e-9) + 1;
  return count >= 0 && count <= most ? Array.from({ length: count }, (_, i) => base + i * increment) : undefined;
}
