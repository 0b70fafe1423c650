/** The value at the fraction `p` of the sorted values, between neighbours where it falls between. */
export function quantile(values, p) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (sorted.length - 1) * p;
    const low = sorted[Math.floor(at)];
    const high = sorted[Math.ceil(at)];
    return low + (high - low) * (at - Math.floor(at));
}
/** Median and quartiles. */
export function summarise(values) {
    return {
        median: quantile(values, 0.5),
        low: quantile(values, 0.25),
        high: quantile(values, 0.75),
        count: values.length,
    };
}
/** Their time over ours, run by run: above 1 where we are faster. */
export function ratios(theirs, ours) {
    return summarise(theirs.map((time, i) => time / ours[i]));
}
/** Slope of log y against log x by least squares: the exponent of y ~ x^slope. */
export function exponent(x, y) {
    const [u, v] = [x.map(Math.log), y.map(Math.log)];
    const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
    const [mu, mv] = [mean(u), mean(v)];
    const covariance = u.reduce((total, value, i) => total + (value - mu) * (v[i] - mv), 0);
    return covariance / u.reduce((total, value) => total + (value - mu) ** 2, 0);
}
/** |a - b| / |b| in the Euclidean norm. */
export function relativeError(a, b) {
    if (a.length !== b.length)
        return Number.POSITIVE_INFINITY;
    let [error, norm] = [0, 0];
    for (let i = 0; i < b.length; i++) {
        error += (a[i] - b[i]) ** 2;
        norm += b[i] ** 2;
    }
    return Math.sqrt(error / norm);
}
