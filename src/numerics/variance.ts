/** Variance of every component of values [count][size] over the count. */
export function componentVariances(values: Float64Array, size: number): Float64Array {
  const count = values.length / size;
  return Float64Array.from({ length: size }, (_, a) => {
    let [mean, square] = [0, 0];
    for (let k = a; k < values.length; k += size) mean += (values[k] as number) / count;
    for (let k = a; k < values.length; k += size) square += ((values[k] as number) - mean) ** 2 / count;
    return square;
  });
}
