/** Where a function without derivatives is small. */
export interface SimplexMinimum {
  readonly x: Float64Array;
  readonly value: number;
}

/**
 * Minimises a function of a few variables from `start` (Nelder and Mead 1965, with the usual coefficients 1, 2, 1/2, 1/2).
 * Values that are not finite count as infinitely large. Stops after `evaluations`, or once all corners' values agree to
 * `tolerance`.
 */
export function nelderMead(
  objective: (x: Float64Array) => number,
  start: ArrayLike<number>,
  { step = 0.7, evaluations = 100, tolerance = 1e-2 }: { step?: number; evaluations?: number; tolerance?: number } = {},
): SimplexMinimum {
  const size = start.length;
  let left = evaluations;
  const at = (x: Float64Array): SimplexMinimum => {
    left--;
    const value = objective(x);
    return { x, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY };
  };
  const corners = [at(Float64Array.from(start))];
  for (let i = 0; i < size; i++) corners.push(at(Float64Array.from(start, (value, k) => value + (k === i ? step : 0))));
  const sort = () => corners.sort((a, b) => a.value - b.value);
  sort();
  while (left > 0) {
    const [best, worst, second] = [corners[0], corners[size], corners[size - 1]] as [
      SimplexMinimum,
      SimplexMinimum,
      SimplexMinimum,
    ];
    if (worst.value - best.value <= tolerance) break;
    const centre = best.x.map((_, k) =>
      corners.slice(0, size).reduce((sum, { x }) => sum + (x[k] as number) / size, 0),
    );
    const along = (factor: number) => at(centre.map((c, k) => c + factor * (c - (worst.x[k] as number))));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const expanded = along(2);
      corners[size] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) corners[size] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? 0.5 : -0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[size] = contracted;
      else
        for (let i = 1; i <= size; i++)
          corners[i] = at((corners[i] as SimplexMinimum).x.map((value, k) => (value + (best.x[k] as number)) / 2));
    }
    sort();
  }
  return corners[0] as SimplexMinimum;
}
