import type { Random } from "../base/random.js";

/**
 * `count` draws of `width` random numbers [count][width] of mean zero whose second moments over the draws are exactly one each, and exactly zero between any two of as many neighbours as there are draws: columns of random orthogonal
 * matrices. A variance that is found from them has no sampling error where what is drawn is linear in so many numbers. Each number by itself is distributed as a coordinate on a sphere, which for 16 draws is hardly
 * told from a normal one (Genz and Monahan 1999; the "orthogonal features" of Yu et al. 2016).
 */
export function balancedNormals(count: number, width: number, random: Random): Float64Array {
  const result = new Float64Array(count * width);
  if (count === 0) return result;
  for (let first = 0; first < width; first += count) {
    const columns: Float64Array[] = [];
    while (columns.length < Math.min(count, width - first)) {
      const own = Float64Array.from({ length: count }, () => random.normal());
      // Twice, so that rounding leaves nothing of the others.
      for (const other of [...columns, ...columns]) {
        let along = 0;
        for (let k = 0; k < count; k++) along += (own[k] as number) * (other[k] as number);
        for (let k = 0; k < count; k++) own[k] = (own[k] as number) - along * (other[k] as number);
      }
      const length = Math.hypot(...own);
      columns.push(own.map((value) => value / length));
    }
    columns.forEach((column, c) => {
      for (let k = 0; k < count; k++) result[k * width + first + c] = Math.sqrt(count) * (column[k] as number);
    });
  }
  return result;
}
