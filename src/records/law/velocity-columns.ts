import type { LearnedVelocities } from "../../identification/index.js";

/** States (q, v) [times][2n] of one motion at any ascending times. */
export type Path = (times: Float64Array) => Float64Array;

/**
 * What the velocity columns of `n` coordinates would read along a motion at ascending `times`, [times][n]: velocities with the factor, the lag and the smoothing that were found, or
 * for derived columns the filter of the positions around.
 */
export function velocityColumns(
  { kind, model, filters, factors, lag, smoothed }: LearnedVelocities,
  path: Path,
  times: Float64Array,
  n: number,
  step: number,
): Float64Array {
  const N = times.length;
  const columns = new Float64Array(N * n);
  if (kind === "derived" && filters !== undefined) {
    filters.forEach(({ reach, weights }, c) => {
      for (let j = -reach; j <= reach; j++) {
        const states = path(times.map((t) => t + j * step));
        for (let i = 0; i < N; i++)
          columns[i * n + c] =
            (columns[i * n + c] as number) + (weights[j + reach] as number) * (states[i * 2 * n + c] as number);
      }
    });
    return columns;
  }
  const delta = model.smoothing;
  const at = (offset: number) => path(times.map((t) => t + lag.value + offset));
  const middle = at(0);
  const around = delta === undefined ? undefined : [at(-delta), at(delta)];
  for (let i = 0; i < N; i++)
    for (let c = 0; c < n; c++) {
      const k = i * 2 * n + n + c;
      let value = middle[k] as number;
      if (around !== undefined && delta !== undefined) {
        const [before, after] = around as [Float64Array, Float64Array];
        value += (smoothed.value / delta ** 2) * ((before[k] as number) - 2 * value + (after[k] as number));
      }
      columns[i * n + c] = value * (factors[c]?.value ?? 1);
    }
  return columns;
}
