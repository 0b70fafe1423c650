// What chains of samples say, and whether they say the same.

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function varianceOf(values) {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Mean and standard deviation of one quantity's chains together, how far the chains' halves agree (R-hat: 1 where they do; Gelman et al. 2013, 11.4) and the number of independent samples that they are worth (Geyer 1992). */
export function summarize(chains) {
  const halves = chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.slice(0, half), chain.slice(half, 2 * half)];
  });
  const n = halves[0].length;
  const within = meanOf(halves.map(varianceOf));
  const between = n * varianceOf(halves.map(meanOf));
  const all = ((n - 1) / n) * within + between / n;
  const samples = halves.flat();
  return {
    mean: meanOf(samples),
    deviation: Math.sqrt(all),
    rHat: Math.sqrt(all / within),
    effective: effectiveSize(halves, within, all),
  };
}

/** Autocorrelations are summed in pairs for as long as these are positive. */
function effectiveSize(chains, within, all) {
  const n = chains[0].length;
  const correlation = (lag) => {
    const own = chains.map((chain) => {
      const mean = meanOf(chain);
      let sum = 0;
      for (let i = 0; i + lag < n; i++) sum += (chain[i] - mean) * (chain[i + lag] - mean);
      return sum / n;
    });
    return 1 - (within - meanOf(own)) / all;
  };
  let time = -1;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (pair <= 0) break;
    time += 2 * pair;
  }
  return (chains.length * n) / Math.max(time, 1);
}
