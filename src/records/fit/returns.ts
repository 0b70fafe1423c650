/** A motion in units of the record: times in ticks, positions [N][d] in spreads. */
export interface PlacesVisited {
  readonly times: Float64Array;
  readonly positions: Float64Array;
}

/** Places closer than this, relative to the spread, are the same; times further apart than so many ticks are others. */
const [SAME_PLACE, OTHER_TIME] = [0.3, 2];
/** Samples that are looked at, of all motions together. */
const MOST_SAMPLES = 400;

/**
 * On a path that is passed once, every force of place is one of time: a comet's record says nothing of a drive. The share of samples, of `dimension` coordinates,
 * with another one at the same place, at another time or on another motion.
 */
export function returnsOf(motions: readonly PlacesVisited[], dimension: number): number {
  const rows = motions.reduce((sum, { times }) => sum + times.length, 0);
  const stride = Math.ceil(rows / MOST_SAMPLES);
  const samples = motions.flatMap(({ times, positions }, motion) =>
    Array.from({ length: Math.ceil(times.length / stride) }, (_, k) => {
      const i = k * stride;
      return { motion, time: times[i] as number, q: positions.subarray(i * dimension, (i + 1) * dimension) };
    }),
  );
  const isReturn = (a: (typeof samples)[number]) =>
    samples.some(
      (b) =>
        (a.motion !== b.motion || Math.abs(a.time - b.time) > OTHER_TIME) &&
        Math.hypot(...a.q.map((value, c) => value - (b.q[c] as number))) < SAME_PLACE,
    );
  return samples.filter(isReturn).length / samples.length;
}
