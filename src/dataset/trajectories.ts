import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { DEFAULT_TOLERANCE, type System, sampleTrajectory } from "../mechanics/index.js";
import { derivativesOf } from "./halves.js";
import { boxOfRanges, checkSampling, drawConstants, irregularTimes, nominalTimes, type Sampling } from "./sampling.js";

/** The three uses of trajectories; each draws from random streams of its own. */
export const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

/** Trajectories of one system. */
export interface TrajectorySet {
  readonly system: System;
  readonly seed: number;
  readonly split: Split;
  /** Number of trajectories M. */
  readonly count: number;
  /** Seconds, N values; where `ownTimes` are given, those of a regular sampling with as many. */
  readonly times: Float64Array;
  /** Own states [M][N][2d]. */
  readonly states: Float64Array;
  /** Bound on the integration error of a step. */
  readonly tolerance: number;
  /** Initial conditions drawn and thrown away, over all trajectories. */
  readonly redraws: number;
  /** Largest relative energy error of all trajectories. */
  readonly energyError: number;
  /** Time derivatives of the motions [M][N][2d], where they are not the system's field at `states`. */
  readonly derivatives?: Float64Array;
  /** Seconds of every trajectory [M][N], where they are irregular. */
  readonly ownTimes?: Float64Array;
  /** Constants that differ from trajectory to trajectory. */
  readonly varied?: VariedConstants;
  /** Standard deviation of the noise on the states, as a fraction of their reach; none where it is left out. */
  readonly noise?: number;
}

/** Constants with a value for every trajectory. */
export interface VariedConstants {
  readonly names: readonly string[];
  /** [M][names] */
  readonly values: Float64Array;
  /** What each was drawn from, uniformly, where that is known. */
  readonly ranges?: readonly (readonly [low: number, high: number] | undefined)[];
}

/** The system of a trajectory of a set, with the constants of that trajectory. */
export function systemOf({ system, varied }: Pick<TrajectorySet, "system" | "varied">, trajectory: number): System {
  if (varied === undefined) return system;
  const { names, values } = varied;
  const own = names.map((name, k) => [name, values[trajectory * names.length + k] as number] as const);
  return system.withConstants(Object.fromEntries(own), { box: system.box });
}

export interface GenerationOptions {
  readonly count: number;
  readonly seed: number;
  readonly split: Split;
  /** Index of the first trajectory (default 0): trajectory i is the same in whichever run it is generated. */
  readonly first?: number;
  readonly tolerance?: number;
  readonly sampling?: Sampling;
  /** Called now and then with the number of finished trajectories and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Trajectories `first` to `first + count - 1` of a set, as a worker returns them; the parts are those of `TrajectorySet`. */
export interface Block {
  readonly states: Float64Array;
  readonly derivatives?: Float64Array;
  readonly ownTimes?: Float64Array;
  readonly constants?: Float64Array;
  readonly redraws: number;
  readonly energyError: number;
}

const PROGRESS_INTERVAL = 100;

/**
 * Generates `count` trajectories in this thread. Trajectory i takes its initial conditions from the random stream
 * (seed, "trajectory", system, split, i), and its times, constants and noise from others, whatever the count and the order of
 * generation.
 */
export function generateTrajectories(system: System, options: GenerationOptions): TrajectorySet {
  checkGeneration(options);
  checkSampling(system, options.sampling ?? {});
  return assembleSet(system, options, [generateBlock(system, options)]);
}

/** The work of `generateTrajectories` without checks, for any range of trajectories. */
export function generateBlock(system: System, options: GenerationOptions): Block {
  const { count, seed, split, first = 0, tolerance = DEFAULT_TOLERANCE, sampling = {}, onProgress } = options;
  const { irregular = false, noise = 0, ranges = {} } = sampling;
  const times = nominalTimes(system, sampling);
  const names = Object.keys(ranges);
  const size = 2 * system.dimension;
  const length = times.length * size;
  const states = new Float64Array(count * length);
  const derivatives = noise > 0 || names.length > 0 ? new Float64Array(states.length) : undefined;
  const ownTimes = irregular ? new Float64Array(count * times.length) : undefined;
  const constants = names.length > 0 ? new Float64Array(count * names.length) : undefined;
  const box = constants === undefined ? system.box : boxOfRanges(system, ranges);
  let redraws = 0;
  let energyError = 0;
  for (let i = 0; i < count; i++) {
    const stream = (name: string) => randomStream(seed, name, system.name, split, first + i);
    const values = drawConstants(ranges, stream("constants"));
    const own =
      constants === undefined
        ? system
        : system.withConstants(Object.fromEntries(names.map((name, k) => [name, values[k] as number])), { box });
    constants?.set(values, i * names.length);
    const t = irregular ? irregularTimes(times, stream("times")) : times;
    ownTimes?.set(t, i * t.length);
    const trajectory = sampleTrajectory(own, stream("trajectory"), { tolerance, times: t });
    derivatives?.set(derivativesOf(own, trajectory.states), i * length);
    if (noise > 0) {
      const random = stream("noise");
      for (let k = 0; k < length; k++)
        trajectory.states[k] = (trajectory.states[k] as number) + noise * (box[k % size] as number) * random.normal();
    }
    states.set(trajectory.states, i * length);
    redraws += trajectory.redraws;
    energyError = Math.max(energyError, trajectory.energyError);
    if ((i + 1) % PROGRESS_INTERVAL === 0 || i + 1 === count) onProgress?.(i + 1, count);
  }
  return {
    states,
    ...(derivatives === undefined ? {} : { derivatives }),
    ...(ownTimes === undefined ? {} : { ownTimes }),
    ...(constants === undefined ? {} : { constants }),
    redraws,
    energyError,
  };
}

/** Joins consecutive blocks into a set. */
export function assembleSet(system: System, options: GenerationOptions, blocks: readonly Block[]): TrajectorySet {
  const { count, seed, split, tolerance = DEFAULT_TOLERANCE, sampling = {} } = options;
  const { noise = 0, ranges = {} } = sampling;
  const optional = <Key extends string>(key: Key, part: (block: Block) => Float64Array | undefined) => {
    const parts = blocks.map(part).filter((values) => values !== undefined);
    return (parts.length === 0 ? {} : { [key]: joined(parts) }) as { [K in Key]?: Float64Array };
  };
  const { constants } = optional("constants", (block) => block.constants);
  return {
    system,
    seed,
    split,
    count,
    times: nominalTimes(system, sampling),
    states: joined(blocks.map((block) => block.states)),
    tolerance,
    redraws: blocks.reduce((sum, block) => sum + block.redraws, 0),
    energyError: blocks.reduce((largest, block) => Math.max(largest, block.energyError), 0),
    ...optional("derivatives", (block) => block.derivatives),
    ...optional("ownTimes", (block) => block.ownTimes),
    ...(constants === undefined
      ? {}
      : { varied: { names: Object.keys(ranges), values: constants, ranges: Object.values(ranges) } }),
    ...(noise > 0 ? { noise } : {}),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Throws `UserError` for counts, indices, seeds and splits that make no sense. */
export function checkGeneration({ count, seed, split, first = 0 }: GenerationOptions): void {
  if (!Number.isInteger(count) || count < 1)
    throw new UserError(`the number of trajectories must be a positive integer, got ${count}`);
  if (!Number.isInteger(first) || first < 0)
    throw new UserError(`the first trajectory must be a non-negative integer, got ${first}`);
  if (!Number.isSafeInteger(seed)) throw new UserError(`a seed must be an integer, got ${seed}`);
  if (!SPLITS.includes(split)) throw new UserError(`a split is one of ${SPLITS.join(", ")}, got "${split}"`);
}
