/** Mean squared error of a predicted motion over its times and components, surplus ones included; node states both. */
export function meanSquaredError(predicted: Float64Array, truth: Float64Array): number {
  let total = 0;
  for (let k = 0; k < truth.length; k++) total += ((predicted[k] as number) - (truth[k] as number)) ** 2;
  return total / truth.length;
}
