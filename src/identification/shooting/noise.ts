import type { ShootingProblem } from "./sweep.js";

/** The noise of a column in units of the state: momenta have another. */
export const stateNoise = (noise: Float64Array, spreads: Float64Array, columnSpreads: Float64Array, i: number) =>
  columnSpreads[i] === spreads[i]
    ? (noise[i] as number)
    : ((noise[i] as number) * (spreads[i] as number)) / ((columnSpreads[i] as number) || 1);

/** Measurements of every component. */
export function counts({ motions, law }: ShootingProblem): Float64Array {
  const size = 2 * law.dimension;
  const n = new Float64Array(size);
  for (const { values } of motions)
    values.forEach((value, k) => {
      if (!Number.isNaN(value)) n[k % size] = (n[k % size] as number) + 1;
    });
  return n;
}
