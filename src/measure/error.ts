import { componentVariances } from "../numerics/index.js";

/** Mean squared error of a predicted motion over its times and components, surplus ones included; node states both. */
export function meanSquaredError(predicted: Float64Array, truth: Float64Array): number {
  let total = 0;
  for (let k = 0; k < truth.length; k++) total += ((predicted[k] as number) - (truth[k] as number)) ** 2;
  return total / truth.length;
}

/** Components that vary by less than this share of the largest one stand still. */
const STILL = 1e-9;

/**
 * Root mean squared error of a predicted motion relative to how far the true one moves: every component over its own standard deviation along
 * the motion, those that stand still left out; states [N][size] both.
 */
export function errorOfSpread(predicted: Float64Array, truth: Float64Array, size: number): number {
  const variances = componentVariances(truth, size);
  const largest = variances.reduce((a, b) => Math.max(a, b), 0);
  const moving = [...variances.keys()].filter((i) => (variances[i] as number) > STILL ** 2 * largest);
  const times = truth.length / size;
  let total = 0;
  for (const i of moving)
    for (let k = i; k < truth.length; k += size)
      total +=
        ((predicted[k] as number) - (truth[k] as number)) ** 2 / (variances[i] as number) / times / moving.length;
  return Math.sqrt(total);
}
