/** The log density of a posterior whose `parts` at x are standardised residuals and log normalisers; minus infinity where they cannot be had. */
export const logDensityOf = (parts) => (x) => {
  try {
    const { left, logarithms } = parts(x);
    const value = -left.reduce((sum, z) => sum + (z * z) / 2, 0) - logarithms;
    return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
};
