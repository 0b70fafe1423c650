// The posterior of the process of H = T(p) + V(q) and its motion at the likeliest scales, written anew with H as a sum of sines whose weights have the process's prior (Solin and Särkkä 2020): the motion is followed, not linearised, and the noise is an unknown. Beside it what the process draws at these scales.
import { randomStream } from "../../../dist/base/random.js";
import { dop853 } from "../../../dist/mechanics/index.js";
import { leastSquares } from "../../../dist/numerics/index.js";
import { drawFit } from "../../../dist/records/fit/draw.js";
import { addTerm, addWaves } from "../../../dist/records/fit/energy-model.js";
import { chooseStructure, fitMotion, refitMotion } from "../../../dist/records/fit/fit.js";
import { likeliestScales } from "../../../dist/records/fit/possible-scales.js";
import { scaleRecord } from "../../../dist/records/fit/scaled.js";
import { structuresOf } from "../../../dist/records/fit/structure.js";
import { readRecord } from "../../../dist/records/read.js";
import { bytesSource } from "../../../dist/records/source.js";
import { logDensityOf } from "./log-density.mjs";
import { gaussNewton } from "./metropolis.mjs";

/** The box of the sines reaches so far, in spreads, and so many of them go into every direction. */
const [REACH, SINES] = [6, 16];
const TOLERANCE = 1e-8;
/** The sines that the chains begin with meet the slopes that were found so closely. */
const CLOSE = 0.01;
const many = (count, step) => Array.from({ length: count }, () => step);

export async function processPosterior({ options }, { content, states: truth, duration }) {
  const recording = await readRecord(bytesSource("record.csv", new TextEncoder().encode(content)), options);
  const rows = recording.motions[0].times.length;
  const separable = structuresOf(1, false).filter(({ terms }) => terms.length === 2);
  const scaled = scaleRecord(recording, [Array.from({ length: rows }, (_, i) => i)]);
  const followed = fitMotion(scaled, chooseStructure(scaled, separable));
  const fit = refitMotion(followed, likeliestScales(followed));
  const { record, structure, scales, mean } = fit;
  const { times, observed, smoothedAt } = record.motions[0];
  const { centre, spread, tick, couplings } = record.units;
  const size = 2;
  const first = smoothedAt(times[0]);
  const at = { noise: 2 * SINES, state: 2 * SINES + size };

  /** dz/dt where dh/dz has these slopes. */
  const motionOf = (slopes, state, ascending) =>
    dop853(
      (z, out) => {
        const [q, p] = slopes(z);
        out.set([couplings[0] * p, -couplings[0] * q]);
      },
      Float64Array.from(state),
      Float64Array.from(ascending),
      { tolerance: TOLERANCE },
    ).states;
  const frequency = (j) => (Math.PI * (j + 1)) / (2 * REACH);
  const units = scales.terms.map(({ variance, lengths: [length] }) =>
    Array.from({ length: SINES }, (_, j) => {
      const density = variance * Math.sqrt(2 * Math.PI) * length * Math.exp(-((length * frequency(j)) ** 2) / 2);
      return Math.sqrt(density / REACH) * frequency(j);
    }),
  );
  const waveAt = (z, j) => Math.cos(frequency(j) * (z + REACH));
  const slopesOf = (x) => (z) => {
    const slopes = [0, 0];
    scales.terms.forEach(({ components: [a] }, t) => {
      for (let j = 0; j < SINES; j++) slopes[a] += x[t * SINES + j] * units[t][j] * waveAt(z[a], j);
    });
    return slopes;
  };
  function parts(x) {
    const states = motionOf(slopesOf(x), x.subarray(at.state), times);
    const left = [...x.subarray(0, at.noise)];
    let logarithms = 0;
    for (let c = 0; c < size; c++) {
      const logFactor = x[at.noise + c];
      logarithms += rows * logFactor + logFactor ** 2 / 2;
      const deviation = record.noise[c] * Math.exp(logFactor);
      for (let i = 0; i < rows; i++) left.push((observed[i * size + c] - states[i * size + c]) / deviation);
      left.push(x[at.state + c] - first[c]);
    }
    return { left: Float64Array.from(left), logarithms };
  }

  const places = [0.2, 0.8].map((share) => {
    const state = truth[Math.floor(share * (truth.length - 1))];
    return state.map((value, a) => (value - centre[a]) / spread[a]);
  });
  const later = [1.5, 2].map((factor) => (factor * duration) / tick);
  const named = (slopes, state, from) => {
    const [one, two] = places.map((place) => -slopes(place)[0]);
    const states = motionOf(slopes, state, [from, ...later]);
    return { "force at 0.2": one, "force at 0.8": two, "position at 1.5": states[2], "momentum at 2": states[5] };
  };
  const energySlopes =
    (terms, waves = []) =>
    (z) => {
      const slopes = new Float64Array(size);
      for (const term of terms) addTerm(term, z, slopes);
      for (const wave of waves) addWaves(wave, z, slopes);
      return slopes;
    };

  /** Sines that are nearest to the energy that was found, then steps of Gauss and Newton. */
  function begin() {
    const x = new Float64Array(at.state + size);
    x.set(mean.initialStates.subarray(0, size), at.state);
    scales.terms.forEach(({ components: [a] }, t) => {
      const columns = Array.from({ length: SINES }, (_, j) =>
        Float64Array.from([
          ...Array.from(times, (_, i) => (units[t][j] * waveAt(observed[i * size + a], j)) / CLOSE),
          ...many(SINES, 0).map((_, k) => (k === j ? 1 : 0)),
        ]),
      );
      const wanted = Array.from(
        times,
        (_, i) => energySlopes([mean.terms[t]])(observed.subarray(i * size, (i + 1) * size))[a] / CLOSE,
      );
      x.set(leastSquares(columns, Float64Array.from([...wanted, ...many(SINES, 0)])), t * SINES);
    });
    return gaussNewton((y) => parts(y).left, x, [...many(at.noise, 1e-3), 0, 0, ...many(size, 1e-4)], 8);
  }
  return {
    name: structure.formula,
    start: begin(),
    steps: [...many(at.noise, 1e-3), ...many(size, 0.01), ...many(size, 1e-4)],
    residuals: (x) => parts(x).left,
    logDensity: logDensityOf(parts),
    quantities: (x) => named(slopesOf(x), x.subarray(at.state), times[0]),
    approximation(count, seed) {
      const random = randomStream(seed, "energies");
      const drawn = Array.from({ length: count }, () => {
        const { terms, waves, initialStates } = drawFit(fit, random);
        return named(energySlopes(terms, waves), initialStates.subarray(0, size), times[0]);
      });
      return { mean: named(energySlopes(mean.terms), mean.initialStates.subarray(0, size), times[0]), drawn };
    },
  };
}
