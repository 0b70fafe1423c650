/** The value at the fraction `p` of the sorted values, between neighbours where it falls between. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export interface Summary {
  readonly median: number;
  /** First and third quartile. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Median and quartiles. */
export function summarise(values: readonly number[]): Summary {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    count: values.length,
  };
}

/** Their time over ours, run by run: above 1 where we are faster. */
export function ratios(theirs: readonly number[], ours: readonly number[]): Summary {
  return summarise(theirs.map((time, i) => time / (ours[i] as number)));
}

/** Slope of log y against log x by least squares: the exponent of y ~ x^slope. */
export function exponent(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = u.reduce((total, value, i) => total + (value - mu) * ((v[i] as number) - mv), 0);
  return covariance / u.reduce((total, value) => total + (value - mu) ** 2, 0);
}

/** |a - b| / |b| in the Euclidean norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [error, norm] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    error += ((a[i] as number) - (b[i] as number)) ** 2;
    norm += (b[i] as number) ** 2;
  }
  return Math.sqrt(error / norm);
}
