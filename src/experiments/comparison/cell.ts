import { randomStream } from "../../base/random.js";
import { choosePoints, generateTrajectories, type Split, type TrajectorySet } from "../../dataset/index.js";
import { type LearnedSystem, phaseSpaceOf } from "../../learning/index.js";
import { fieldError, meanSquaredError, observeWithNoise, relativeError, rollOutField } from "../../measure/index.js";
import { energiesOf, energyError, fixedStepMethodNamed, systemNamed, toNodes } from "../../mechanics/index.js";
import { breathe } from "../paper/job.js";
import { type ContestantName, contestantLearner } from "./contestants.js";

/** Everything that decides a cell of the comparison: one method on one system, with K points and a level of noise. */
export interface ComparisonCell {
  readonly method: ContestantName;
  readonly system: string;
  /** Observed points K. */
  readonly points: number;
  /** Noise on states and derivatives, in standard deviations of each component over the trajectory. */
  readonly noise: number;
  readonly seed: number;
  readonly split: Split;
  /** Trajectories; the method adapts to each by itself. */
  readonly trajectories: number;
  /** Name of the method that rolls learned fields out. */
  readonly integrator: string;
  /** Its steps between two samples. */
  readonly stepsPerSample: number;
  /** Fields drawn from the posterior for a band of trajectories; 0: no bands. */
  readonly bandDraws: number;
  readonly models: string | null;
  /** Seed of the trained models and of tuning; null: `seed`. */
  readonly modelSeed: number | null;
}

/** What is measured of every trajectory, in their order. */
export interface CellResult {
  /** Mean squared error of the motion, node states, in squared units of the coordinates. */
  readonly mse: number[];
  /** |predicted - true| / |true| of the motion. */
  readonly relative: number[];
  /** |predicted - true| / |true| of the field at the trajectory's samples. */
  readonly field: number[];
  /** Largest relative energy error along the predicted motion. */
  readonly energy: number[];
  readonly escaped: boolean[];
  /** Milliseconds of adaptation. */
  readonly adaptMs: number[];
  /** Mean squared error in each tenth of the time span [trajectory][10]. */
  readonly byTime: number[][];
  /** Share of the true motion inside the band; null where the method draws no fields. */
  readonly coverage: (number | null)[];
}

export const TIME_WINDOWS = 10;

export interface CellHooks {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a cell: a function of the cell alone, but for the times. */
export async function runCell(cell: ComparisonCell, { onProgress, signal }: CellHooks = {}): Promise<CellResult> {
  const { method, seed, points, split, noise, trajectories, models, modelSeed } = cell;
  const system = systemNamed(cell.system);
  const learner = await contestantLearner(method, { heldOut: system.name, seed: modelSeed ?? seed, models });
  const set = generateTrajectories(system, { count: trajectories, seed, split });
  const space = phaseSpaceOf(system);
  const result: CellResult = {
    mse: [],
    relative: [],
    field: [],
    energy: [],
    escaped: [],
    adaptMs: [],
    byTime: [],
    coverage: [],
  };
  for (let i = 0; i < trajectories; i++) {
    // A learner may hold the thread from beginning to end: only here does a request to stop get through.
    await breathe();
    signal?.throwIfAborted();
    // The same points as in the paper's protocol, whatever the method; those of a smaller K are among those of a larger.
    const { supportIndices } = choosePoints(set, points, randomStream(seed, "support points", system.name, split, i));
    const observations = observeWithNoise(set, i, supportIndices, noise, seed);
    const random = randomStream(seed, "adaptation", method, system.name, split, i, points, noise);
    const began = performance.now();
    const learned = await learner.adapt(space, observations, { random, signal });
    result.adaptMs.push(performance.now() - began);
    measure(set, i, learned, cell, result);
    await learned.close?.();
    onProgress?.(i + 1, trajectories);
    // Lets messages in, Ctrl-C among them.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return result;
}

function measure(
  set: TrajectorySet,
  i: number,
  learned: LearnedSystem,
  cell: ComparisonCell,
  result: CellResult,
): void {
  const { system, times } = set;
  const size = 2 * system.dimension;
  const truth = set.states.subarray(i * times.length * size, (i + 1) * times.length * size);
  const initial = truth.slice(0, size);
  const { states, escapedAt } = rollOutField(system, learned.vectorField, initial, times, rolloutOptions(cell));
  result.mse.push(meanSquaredError(toNodes(system, states), toNodes(system, truth)));
  result.relative.push(relativeError(states, truth));
  result.field.push(fieldError(learned.vectorField, set, i));
  result.energy.push(energyError(system, energiesOf(system, states)));
  result.escaped.push(escapedAt !== -1);
  result.byTime.push(errorsByTime(set, states, truth));
  result.coverage.push(bandCoverage(set, i, truth, learned, cell));
}

const rolloutOptions = ({ integrator, stepsPerSample }: ComparisonCell) => ({
  method: fixedStepMethodNamed(integrator),
  stepsPerSample,
});

function errorsByTime({ system, times }: TrajectorySet, states: Float64Array, truth: Float64Array): number[] {
  const size = 2 * system.dimension;
  // The first sample is given and has no error.
  const bound = (window: number) => 1 + Math.round((window * (times.length - 1)) / TIME_WINDOWS);
  return Array.from({ length: TIME_WINDOWS }, (_, window) => {
    const range = [bound(window) * size, bound(window + 1) * size] as const;
    return meanSquaredError(toNodes(system, states.subarray(...range)), toNodes(system, truth.subarray(...range)));
  });
}

/** Share of the true samples and components between the least and the largest of the drawn motions. */
function bandCoverage(
  { system, times, seed, split }: TrajectorySet,
  i: number,
  truth: Float64Array,
  learned: LearnedSystem,
  cell: ComparisonCell,
): number | null {
  const { bandDraws, method } = cell;
  if (bandDraws === 0 || learned.sampleField === undefined) return null;
  const low = truth.map(() => Number.POSITIVE_INFINITY);
  const high = truth.map(() => Number.NEGATIVE_INFINITY);
  for (let draw = 0; draw < bandDraws; draw++) {
    const field = learned.sampleField(randomStream(seed, "band", method, system.name, split, i, draw));
    const { states } = rollOutField(system, field, truth.slice(0, 2 * system.dimension), times, rolloutOptions(cell));
    for (let k = 0; k < truth.length; k++) {
      low[k] = Math.min(low[k] as number, states[k] as number);
      high[k] = Math.max(high[k] as number, states[k] as number);
    }
  }
  let inside = 0;
  const size = 2 * system.dimension;
  for (let k = size; k < truth.length; k++)
    if ((low[k] as number) <= (truth[k] as number) && (truth[k] as number) <= (high[k] as number)) inside++;
  return inside / (truth.length - size);
}
