import { cached } from "../base/cached.js";
import { UserError } from "../base/errors.js";
import type { Random } from "../base/random.js";
import { type System, sampleTimes } from "../mechanics/index.js";

/** How trajectories are sampled where that is not simply the system's own way. */
export interface Sampling {
  /** Seconds; the system's own by default. */
  readonly duration?: number;
  /** Samples a trajectory, both ends included; the system's own by default. */
  readonly points?: number;
  /** Of these, only every n-th is kept. */
  readonly every?: number;
  /** Every trajectory has times of its own: both ends, and between them uniform ones. */
  readonly irregular?: boolean;
  /** Standard deviation of Gaussian noise on every position and momentum, as a fraction of its reach. Derivatives stay exact. */
  readonly noise?: number;
  /** Constants of which every trajectory draws a value of its own, uniformly. */
  readonly ranges?: Readonly<Record<string, readonly [low: number, high: number]>>;
}

/** Throws `UserError` for a sampling that makes no sense for the system. */
export function checkSampling(system: System, sampling: Sampling): void {
  const { every = 1, noise = 0, ranges = {} } = sampling;
  if (!Number.isInteger(every) || every < 1) throw new UserError(`every must be a positive integer, got ${every}`);
  if (!(noise >= 0 && noise < 1))
    throw new UserError(`noise must be a fraction from 0 to 1 of the reach, got ${noise}`);
  if (nominalTimes(system, sampling).length < 2)
    throw new UserError(`${system.name}: with every = ${every} only one sample a trajectory is left`);
  for (const [name, [low, high]] of Object.entries(ranges)) {
    if (!Object.hasOwn(system.constants, name))
      throw new UserError(
        `${system.name} has no constant "${name}"; it has ${Object.keys(system.constants).join(", ")}`,
      );
    if (!(low < high)) throw new UserError(`${system.name}: the range of ${name} must ascend, got ${low} to ${high}`);
  }
}

/** The regular times of a sampling, seconds. */
export function nominalTimes(
  system: System,
  { duration = system.duration, points = system.samples, every = 1, irregular = false }: Sampling,
): Float64Array {
  const kept = sampleTimes(duration, points).filter((_, i) => i % every === 0);
  // Of irregular times only the ends and the number count.
  return irregular && kept.length > 1 ? sampleTimes(kept.at(-1) as number, kept.length) : kept;
}

/** As many times as `times` has between the same ends, drawn uniformly and sorted. */
export function irregularTimes(times: Float64Array, random: Random): Float64Array {
  const [start, end] = [times[0] as number, times.at(-1) as number];
  const drawn = times.map((time, i) => (i === 0 || i === times.length - 1 ? time : random.between(start, end)));
  drawn.sort();
  // Two equal times, should that ever happen, are no times that ascend.
  return drawn.some((time, i) => i > 0 && time === drawn[i - 1]) ? irregularTimes(times, random) : drawn;
}

/** A value for each constant that varies, in the order of `ranges`. */
export function drawConstants(ranges: NonNullable<Sampling["ranges"]>, random: Random): Float64Array {
  return Float64Array.from(Object.values(ranges), ([low, high]) => random.between(low, high));
}

/** Combinations of ends of ranges that are looked at at most. */
const MAX_CORNERS = 16;

const boxes = new WeakMap<System, Map<string, Float64Array>>();

/** A box for all motions of systems whose constants vary: the largest of those at the ends of the ranges. Not to be changed. */
export function boxOfRanges(system: System, ranges: NonNullable<Sampling["ranges"]>): Float64Array {
  const known = cached(boxes, system, () => new Map<string, Float64Array>());
  return cached(known, JSON.stringify(ranges), () => estimateBox(system, ranges));
}

function estimateBox(system: System, ranges: NonNullable<Sampling["ranges"]>): Float64Array {
  const entries = Object.entries(ranges);
  const box = system.box.slice();
  for (let corner = 0; corner < Math.min(2 ** entries.length, MAX_CORNERS); corner++) {
    const constants = Object.fromEntries(entries.map(([name, ends], i) => [name, ends[(corner >> i) & 1] as number]));
    system.withConstants(constants).box.forEach((reach, i) => {
      box[i] = Math.max(box[i] as number, reach);
    });
  }
  return box;
}
