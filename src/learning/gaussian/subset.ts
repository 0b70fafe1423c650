/** `kept` of `count` points, evenly chosen. */
export const evenIndices = (count: number, kept: number): number[] =>
  Array.from({ length: kept }, (_, k) => Math.floor((k * count) / kept));

/** The rows [size] of values [count][size] with these indices. */
export function pickRows(values: Float64Array, size: number, indices: readonly number[]): Float64Array {
  const picked = new Float64Array(indices.length * size);
  indices.forEach((i, k) => {
    picked.set(values.subarray(i * size, (i + 1) * size), k * size);
  });
  return picked;
}
