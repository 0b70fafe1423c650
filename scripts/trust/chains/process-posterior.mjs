// The posterior of the process of H(q, p) and its motion, written anew with H as a sum of sines whose weights have the process's prior (Solin and Sarkka 2020): the motion is followed, not linearised; scales, variances and noise are unknowns. Beside it what `adapt --method process` draws.
import { dop853 } from "../../../dist/mechanics/index.js";
import { leastSquares } from "../../../dist/numerics/index.js";
import { adapt } from "../../../dist/records/face.js";
import { scaleRecord } from "../../../dist/records/fit/scaled.js";
import { hyperpriorLoss, structuresOf, unpackScales } from "../../../dist/records/fit/structure.js";
import { fieldOf } from "../../../dist/records/model.js";
import { followMotion } from "../../../dist/records/motion.js";
import { gaussNewton } from "./metropolis.mjs";

/** The box of the sines reaches so far, in spreads, and so many of them go into every direction. */
const [REACH, SINES] = [6, 16];
const TOLERANCE = 1e-8;
/** The sines that the chains begin with meet the slopes that were found so closely. */
const CLOSE = 0.01;
const STEPS = (count, step) => Array.from({ length: count }, () => step);

export async function processPosterior({ dimension, options }, { content, states: truth, duration }) {
  const adapted = await adapt({ name: "record.csv", content }, { ...options, method: "process" });
  const {
    record: recording,
    structure: { name },
    model,
    motions: [{ start, drawnStarts }],
    tick,
  } = adapted;
  const size = 2 * dimension;
  const rows = recording.motions[0].times.length;
  const record = scaleRecord(recording, [Array.from({ length: rows }, (_, i) => i)]);
  const {
    units,
    motions: [{ times, observed, smoothedAt }],
    noise,
  } = record;
  const structure = structuresOf(dimension, recording.momenta !== "given").find((one) => one.name === name);
  const blocks = structure.terms.map((groups) => groups.flat());
  if (structure.kinetic || blocks.some((components) => components.length > 1))
    throw new Error(`energies of the form ${structure.formula} are not written out here`);
  const scalesCount = blocks.length * 2;
  const at = {
    scales: blocks.length * SINES,
    noise: blocks.length * SINES + scalesCount,
    state: blocks.length * SINES + scalesCount + size,
  };
  const first = smoothedAt(times[0]);
  const frequency = (j) => (Math.PI * (j + 1)) / (2 * REACH);

  /** Amplitudes of the sines of every term. */
  function amplitudes(x) {
    const { terms } = unpackScales(structure, x.subarray(at.scales, at.noise + 1));
    return terms.map(({ variance, lengths: [length] }, t) =>
      Float64Array.from({ length: SINES }, (_, j) => {
        const density = variance * Math.sqrt(2 * Math.PI) * length * Math.exp(-((length * frequency(j)) ** 2) / 2);
        return x[t * SINES + j] * Math.sqrt(density / REACH);
      }),
    );
  }
  function slopeAt(z, weights) {
    let slope = 0;
    for (let j = 0; j < SINES; j++) slope += weights[j] * frequency(j) * Math.cos(frequency(j) * (z + REACH));
    return slope;
  }
  function follow(own, state, ascending) {
    const field = (z, out) => {
      blocks.forEach(([a], t) => {
        const slope = slopeAt(z[a], own[t]);
        const coupling = units.couplings[a % dimension];
        if (a < dimension) out[a + dimension] = -coupling * slope;
        else out[a - dimension] = coupling * slope;
      });
    };
    return dop853(field, Float64Array.from(state), Float64Array.from(ascending), { tolerance: TOLERANCE }).states;
  }
  function parts(x) {
    const states = follow(amplitudes(x), x.subarray(at.state), times);
    const left = [...x.subarray(0, at.scales)];
    let logarithms = hyperpriorLoss(structure, x.subarray(at.scales, at.noise + 1));
    for (let c = 0; c < size; c++) {
      const logFactor = x[at.noise + c];
      if (c > 0) logarithms += logFactor ** 2 / 2;
      const deviation = noise[c] * Math.exp(logFactor);
      logarithms += rows * Math.log(deviation);
      for (let i = 0; i < rows; i++) left.push((observed[i * size + c] - states[i * size + c]) / deviation);
      left.push(x[at.state + c] - first[c]);
    }
    return { left: Float64Array.from(left), logarithms };
  }
  const logDensity = (x) => {
    try {
      const { left, logarithms } = parts(x);
      const value = -left.reduce((sum, z) => sum + (z * z) / 2, 0) - logarithms;
      return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
    } catch {
      return Number.NEGATIVE_INFINITY;
    }
  };

  const places = [0.2, 0.8].map((share) => Float64Array.from(truth[Math.floor(share * (truth.length - 1))]));
  const later = [1.5, 2].map((factor) => factor * duration);
  const named = ([one, two], [middle, end]) => ({
    "force at 0.2": one,
    "force at 0.8": two,
    "position at 1.5": middle,
    "momentum at 2": end,
  });
  function quantities(x) {
    const own = amplitudes(x);
    const forces = places.map((place) => {
      const z = (place[0] - units.centre[0]) / units.spread[0];
      const block = blocks.findIndex(([a]) => a === 0);
      return (-units.energy / units.spread[0]) * slopeAt(z, own[block]);
    });
    const states = follow(own, x.subarray(at.state), [times[0], ...later.map((time) => time / units.tick)]);
    const value = (row, c) => states[row * size + c] * units.spread[c] + units.centre[c];
    return named(forces, [value(1, 0), value(2, dimension)]);
  }
  const quantitiesOf = (field, from, time) => {
    const out = new Float64Array(size);
    const forces = places.map((place) => {
      field(place, out);
      return out[dimension];
    });
    const states = followMotion(field, from, time, Float64Array.from(later), { tick });
    return named(forces, [states[0], states[size + dimension]]);
  };
  /** Sines that are nearest to the energy that was found, its scales and noise, then steps of Gauss and Newton on weights and state. */
  function begin() {
    const x = new Float64Array(at.state + size);
    model.terms.forEach(({ variance, lengths: [length], components: [a] }, t) => {
      x[at.scales + 2 * t] = Math.log(variance / units.energy);
      x[at.scales + 2 * t + 1] = Math.log(length / units.spread[a]);
    });
    for (let c = 0; c < size; c++) x[at.noise + c] = Math.log(adapted.noise[c] / (noise[c] * units.spread[c]));
    x.set(first, at.state);
    x.fill(1, 0, at.scales);
    const units1 = amplitudes(x);
    const found = fieldOf(model, dimension);
    const rates = new Float64Array(size);
    blocks.forEach(([a], t) => {
      const rows = Array.from({ length: times.length }, (_, i) => {
        const z = observed[i * size + a];
        const state = Float64Array.from(units.centre);
        state[a] += z * units.spread[a];
        found(state, rates);
        const slope = a < dimension ? -rates[a + dimension] : rates[a - dimension];
        return { z, slope: (slope * units.spread[a]) / units.energy / CLOSE };
      });
      const columns = Array.from({ length: SINES }, (_, j) => {
        const own = Float64Array.from({ length: SINES }, (_, k) => (k === j ? units1[t][j] : 0));
        return Float64Array.from([
          ...rows.map(({ z }) => slopeAt(z, own) / CLOSE),
          ...own.map((_, k) => (k === j ? 1 : 0)),
        ]);
      });
      x.set(
        leastSquares(columns, Float64Array.from([...rows.map(({ slope }) => slope), ...new Float64Array(SINES)])),
        t * SINES,
      );
    });
    return gaussNewton(
      (y) => parts(y).left,
      x,
      [...STEPS(at.scales, 1e-3), ...STEPS(scalesCount + size, 0), ...STEPS(size, 1e-4)],
      6,
    );
  }
  return {
    name: structure.formula,
    start: begin(),
    steps: [...STEPS(at.scales, 1e-3), ...STEPS(scalesCount, 0.02), ...STEPS(size, 0.01), ...STEPS(size, 1e-4)],
    logDensity,
    quantities,
    residuals: (x) => parts(x).left,
    approximation: () => ({
      mean: quantitiesOf(fieldOf(model, dimension), start.state, start.time),
      drawn: model.draws.map((draw, k) =>
        quantitiesOf(
          fieldOf({ ...draw, masses: model.masses }, dimension),
          drawnStarts.subarray(k * size, (k + 1) * size),
          start.time,
        ),
      ),
    }),
  };
}
