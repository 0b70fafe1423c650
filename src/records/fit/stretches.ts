import type { Stretch } from "./response.js";
import type { ScaledMotion, ScaledRecord } from "./scaled.js";

/** Steps of the integration are at most this long, in ticks. */
const LONGEST_STEP = 0.5;
/** Stretches have at least this many samples. */
const FEWEST_SAMPLES = 5;

/** Which samples of a motion a stretch has: first and last, both included. Neighbours share a sample. */
export interface StretchRange {
  readonly motion: number;
  readonly first: number;
  readonly last: number;
}

/** Divides every motion into stretches of about `duration` ticks. */
export function divide({ motions }: ScaledRecord, duration: number): StretchRange[] {
  return motions.flatMap(({ times }, motion) => {
    const N = times.length;
    const span = (times[N - 1] as number) - (times[0] as number);
    const most = Math.max(1, Math.floor((N - 1) / (FEWEST_SAMPLES - 1)));
    const count = Math.min(most, Math.max(1, Math.round(span / duration)));
    return Array.from({ length: count }, (_, k) => ({
      motion,
      first: Math.round((k * (N - 1)) / count),
      last: Math.round(((k + 1) * (N - 1)) / count),
    }));
  });
}

/** A stretch whose nodes are the smoothed states. */
export function smoothedStretch({ motions, noise }: ScaledRecord, { motion, first, last }: StretchRange): Stretch {
  const { times, observed, smoothedAt } = motions[motion] as ScaledMotion;
  const size = noise.length;
  const own = times.slice(first, last + 1);
  const steps = Int32Array.from({ length: own.length - 1 }, (_, i) =>
    Math.max(1, Math.ceil(((own[i + 1] as number) - (own[i] as number)) / LONGEST_STEP)),
  );
  const nodeTimes = nodeTimesOf(own, steps);
  const nodes = new Float64Array(nodeTimes.length * size);
  nodeTimes.forEach((time, j) => {
    nodes.set(smoothedAt(time), j * size);
  });
  return { times: own, observed: observed.slice(first * size, (last + 1) * size), nodes, steps };
}

/** Both ends and the middle of every step. */
export function nodeTimesOf(times: Float64Array, steps: Int32Array): Float64Array {
  const result: number[] = [times[0] as number];
  for (let i = 1; i < times.length; i++) {
    const n = steps[i - 1] as number;
    const [from, to] = [times[i - 1] as number, times[i] as number];
    for (let k = 1; k <= 2 * n; k++) result.push(from + ((to - from) * k) / (2 * n));
  }
  return Float64Array.from(result);
}
