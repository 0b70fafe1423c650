import { type Random, randomStream } from "../base/random.js";
import type { Observations } from "../learning/index.js";
import type { VectorField } from "../mechanics/index.js";
import { componentVariances, leastSquares } from "../numerics/index.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT } from "./adaptation.js";
import { measuredComponents, measureHeldOut, motionsOf, samplesSeen } from "./held-out.js";
import { fieldOf } from "./model.js";
import { followMotion } from "./motion.js";
import type { Motion, Recording } from "./recording.js";
import { structuredModel } from "./structured-model.js";

/** Points that the structured process is given at most; its time grows with their cube. */
const MOST_POINTS = 60;
/** Energies drawn for bands: each costs as much to follow as the mean. */
const MOST_DRAWS = 6;
/** Steps of Gauss and Newton on an initial state. */
const ITERATIONS = 4;
/** Changes by which an initial state's effect is measured, relative to the spread. */
const DIFFERENCE = 1e-6;
/** Relative to the spread: samples are not explained better than this. */
const LEAST_NOISE = 1e-6;
/** A step that leaves more than this share of the misses is the last. */
const LEAST_PROGRESS = 0.9;
/** A motion that misses its samples by more than this share of their spread is not followed from its beginning. */
const FOLLOWED = 0.2;

/** Time derivatives dq/dt, dp/dt of every sample of every motion, [N][2d] each, from the file; undefined where some are missing. */
export function derivativesIn({ space, momenta, masses, motions }: Recording): Float64Array[] | undefined {
  const d = space.dimension;
  const all: Float64Array[] = [];
  for (const { times, momenta: p, velocities, forces } of motions) {
    const rates = momenta === "given" ? velocities : p?.map((value, k) => value / (masses[k % d] as number));
    if (rates === undefined || forces === undefined) return undefined;
    all.push(interleave(rates, forces, times.length, d));
  }
  return all;
}

/** Two arrays [N][d] as one [N][2d]. */
function interleave(a: Float64Array, b: Float64Array, count: number, d: number): Float64Array {
  return Float64Array.from({ length: 2 * count * d }, (_, k) => {
    const [i, c] = [Math.floor(k / (2 * d)), k % (2 * d)];
    return (c < d ? a[i * d + c] : b[i * d + c - d]) as number;
  });
}

const statesOf = ({ times, positions, momenta }: Motion, d: number) =>
  interleave(positions, momenta as Float64Array, times.length, d);

/**
 * Learns the energy of a record from its states and their time derivatives by the structured process, which knows the forms that
 * energies take in mechanics. What the file's derivatives say is taken as it is: noise in them and in the states is found with
 * the other hyperparameters. Verdict, noise and time scale are those of `process`, which was fitted to the same record.
 */
export function adaptStructured(
  record: Recording,
  derivatives: readonly Float64Array[],
  process: Adaptation,
  { holdOut = DEFAULT_HOLD_OUT, draws = MOST_DRAWS, seed = 0 }: AdaptRecordOptions,
): Adaptation {
  const d = record.space.dimension;
  const { tick } = process;
  const states = record.motions.map((motion) => statesOf(motion, d));
  const learn = (counts: readonly number[], drawn: number) => {
    const points = pointsOf(states, derivatives, counts, 2 * d);
    const model = structuredModel(record.space, record.time, points, { draws: drawn, seed });
    const field = fieldOf(model, d);
    const samples = record.motions.map((motion, m) =>
      samplesOf(motion.times.subarray(0, counts[m]), states[m] as Float64Array, process, record),
    );
    return { model, field, samples, starts: samples.map((own) => startOf(field, own)), points };
  };
  const first = learn(samplesSeen(record, holdOut), 0);
  const heldOut = measureHeldOut(record, holdOut, process.noise, motionsOf({ ...first, tick }));
  const counts = record.motions.map(({ times }) => times.length);
  const { model, samples, starts, points } = learn(counts, Math.min(draws, MOST_DRAWS));
  const residuals = starts.map(({ residual }) => residual);
  const longest = Math.max(...counts);
  return {
    ...process,
    learnedBy: "structured",
    tried: [{ method: "structured", relative: heldOut.relative }],
    model,
    heldOut,
    structure: { name: "forms of mechanics", formula: "a sum of forms that energies take in mechanics" },
    used: points.count,
    reach: { samples: Math.max(...starts.map(({ samples }) => samples)), of: longest },
    residual: Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2 / residuals.length, 0)),
    motions: record.motions.map(({ id }, m) => {
      const start = starts[m] as Start;
      const drawnStarts = model.draws.map((draw, k) =>
        drawnStart(fieldOf(draw, d), samples[m] as Samples, start, randomStream(seed, "starts", m, k)),
      );
      return { id, start: { time: start.time, state: start.state }, drawnStarts: concatenated(drawnStarts) };
    }),
  };
}

/** Evenly chosen samples of the first `counts` of every motion, at most `most` together. */
function evenly(counts: readonly number[], most: number): number[][] {
  const each = Math.max(2, Math.floor(most / counts.length));
  return counts.map((count) => {
    const kept = Math.min(count, each);
    return Array.from({ length: kept }, (_, k) => Math.round((k * (count - 1)) / Math.max(1, kept - 1)));
  });
}

function pointsOf(
  states: readonly Float64Array[],
  derivatives: readonly Float64Array[],
  counts: readonly number[],
  size: number,
): Observations {
  const chosen = evenly(counts, MOST_POINTS);
  const pick = (values: readonly Float64Array[]) =>
    Float64Array.from(
      chosen.flatMap((indices, m) =>
        indices.flatMap((i) => [...(values[m] as Float64Array).subarray(i * size, (i + 1) * size)]),
      ),
    );
  return {
    count: chosen.reduce((sum, indices) => sum + indices.length, 0),
    states: pick(states),
    derivatives: pick(derivatives),
    motions: chosen.flatMap((indices, m) => indices.map(() => m)),
  };
}

/** The first rows of a motion with the noise that the process found in their columns. */
function samplesOf(
  times: Float64Array,
  states: Float64Array,
  { tick, noise }: Pick<Adaptation, "tick" | "noise">,
  record: Recording,
): Samples {
  const size = 2 * record.space.dimension;
  const spread = spreads(states, size);
  return {
    ...{ times, states: states.subarray(0, times.length * size), spread, tick, measured: measuredComponents(record) },
    scale: Float64Array.from(spread, (value, a) => Math.max(noise[a] ?? 0, LEAST_NOISE * value)),
  };
}

const concatenated = (all: readonly Float64Array[]) => Float64Array.from(all.flatMap((values) => [...values]));

/** Where a motion is followed from: a state that explains the samples from there on. */
interface Start {
  readonly time: number;
  readonly state: Float64Array;
  /** How many samples it explains. */
  readonly samples: number;
  /** Root mean square of the samples less the motion, in units of the noise. */
  readonly residual: number;
}

/** What a start is fitted to and measured by. */
interface Samples {
  readonly times: Float64Array;
  /** [N][2d]. */
  readonly states: Float64Array;
  /** Deviation of every component, [2d]. */
  readonly scale: Float64Array;
  readonly measured: readonly number[];
  readonly spread: Float64Array;
  readonly tick: number;
}

/**
 * The state that explains as much of the end of a motion as one can: of all of it, else of its last half, quarter, ..., by least squares.
 */
function startOf(field: VectorField, samples: Samples): Start {
  const { times, states, scale, spread } = samples;
  const size = scale.length;
  for (let count = times.length; count > 1; count = Math.ceil(count / 2)) {
    const first = times.length - count;
    const { state, left } = explained(
      field,
      samplesFrom(samples, first),
      states.slice(first * size, (first + 1) * size),
    );
    const share = rms(left.map((value, k) => (value * (scale[k % size] as number)) / (spread[k % size] as number)));
    if (share < FOLLOWED) return { time: times[first] as number, state, samples: count, residual: rms(left) };
    if (count === 2) break;
  }
  const last = states.slice((times.length - 1) * size, times.length * size);
  return { time: times.at(-1) as number, state: last, samples: 1, residual: 0 };
}

/** The samples from one of them on. */
function samplesFrom({ times, states, ...rest }: Samples, first: number): Samples {
  return { ...rest, times: times.subarray(first), states: states.subarray(first * rest.scale.length) };
}

/** The state at the first sample from which a motion explains all samples best, and what it leaves, in deviations: steps of Gauss and Newton from a first guess. */
function explained(field: VectorField, { times, states, scale, measured, spread, tick }: Samples, guess: Float64Array) {
  const size = scale.length;
  const misses = (state: Float64Array) => {
    const predicted = followMotion(field, state, times[0] as number, times, { tick });
    return predicted.map((value, k) => (value - (states[k] as number)) / (scale[k % size] as number));
  };
  let state = guess;
  let left = misses(state);
  for (let k = 0; k < ITERATIONS && rms(left) > 1; k++) {
    const columns = measured.map((a) => {
      const moved = state.slice();
      const step = DIFFERENCE * (spread[a] as number);
      moved[a] = (moved[a] as number) + step;
      return misses(moved).map((value, i) => (value - (left[i] as number)) / step);
    });
    const change = leastSquares(columns, left);
    const next = state.map((value, a) => value - (change[a] ?? 0));
    const after = misses(next);
    const progress = rms(after) / rms(left);
    if (!(progress < 1)) break;
    [state, left] = [next, after];
    if (progress > LEAST_PROGRESS) break;
  }
  return { state, left };
}

/**
 * A start as uncertain as the noise of the samples leaves it, for one of the drawn energies: the state that explains samples best whose noise is drawn anew on top of their own (randomize, then optimize; Bardsley et al. 2014).
 */
function drawnStart(field: VectorField, samples: Samples, { time, state }: Start, random: Random): Float64Array {
  const own = samplesFrom(samples, samples.times.indexOf(time));
  const size = own.scale.length;
  const states = own.states.map((value, k) =>
    own.measured.includes(k % size) ? value + (own.scale[k % size] as number) * random.normal() : value,
  );
  return explained(field, { ...own, states }, state).state;
}

const rms = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Standard deviation of every component of states [N][size]; 1 for one that stands still. */
const spreads = (states: Float64Array, size: number): Float64Array =>
  componentVariances(states, size).map((variance) => Math.sqrt(variance) || 1);
