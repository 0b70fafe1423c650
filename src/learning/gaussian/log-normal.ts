/** A normal distribution of a hyperparameter's logarithm. */
export interface LogNormal {
  readonly mean: number;
  readonly deviation: number;
}

/** Minus the log density of logarithms of hyperparameters but for a constant; its derivatives are added to `gradient`. */
export function logNormalPenalty(priors: readonly LogNormal[], theta: Float64Array, gradient: Float64Array): number {
  let value = 0;
  priors.forEach(({ mean, deviation }, i) => {
    const offset = ((theta[i] as number) - mean) / deviation;
    value += (offset * offset) / 2;
    gradient[i] = (gradient[i] as number) + offset / deviation;
  });
  return value;
}
