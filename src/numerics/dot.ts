/** sum of a[i + k] b[j + k] over k in [0, count). */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, count: number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += (a[i + k] as number) * (b[j + k] as number);
  return total;
}
