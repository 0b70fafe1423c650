/** A motion as it was measured. */
export interface MeasuredMotion {
  /** Ascending, [N]. */
  readonly times: Float64Array;
  /** Positions, then velocities or canonical momenta, [N][2d]; NaN where a component was not measured. */
  readonly values: Float64Array;
  /** How many measurements each row stands for, [N]; 1 where it is left out. */
  readonly repeats?: Float64Array | undefined;
}

/**
 * How the velocity columns are made of the velocities: by coordinate, f (u + k u''), where u is the velocity a lag later and u'' its second time derivative: what smoothing
 * over a window takes away, in the first order. Columns of canonical momenta have M(q) v in the place of the velocity v, and one factor: the mass that the law calls 1.
 */
export interface VelocityModel {
  /** Whether the columns are canonical momenta. */
  readonly momenta?: boolean | undefined;
  /** For every coordinate the number of its factor f, or -1 where it is 1. Coordinates with the same number share it. */
  readonly factors: readonly number[];
  /** Factors that are fitted. */
  readonly count: number;
  /** Whether a lag, the same for all, is fitted. */
  readonly lag: boolean;
  /** Whether k, the same for all, is fitted, and if so the time over which u'' is differenced. */
  readonly smoothing?: number | undefined;
}

export const plainVelocities = (dimension: number): VelocityModel => ({
  factors: Array.from({ length: dimension }, () => -1),
  count: 0,
  lag: false,
});

/** Columns of canonical momenta. */
export const canonicalMomenta = (dimension: number): VelocityModel => ({
  momenta: true,
  factors: Array.from({ length: dimension }, () => 0),
  count: 1,
  lag: true,
});

/** Unknowns of a model of velocities: factors, the lag, the smoothing. */
export const velocityUnknowns = ({ count, lag, smoothing }: VelocityModel) =>
  count + (lag ? 1 : 0) + (smoothing === undefined ? 0 : 1);

/** A stretch of a motion that is followed from one state. Neighbours meet at the first row of the later one. */
export interface Segment {
  readonly motion: number;
  /** Rows, `last` excluded. */
  readonly first: number;
  readonly last: number;
  /** Where the next segment of the motion begins, as a row; the last row of the motion where there is none. */
  readonly end: number;
  /** Whether the motion begins with it, whether another follows. */
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Divides every motion into segments of about `duration`, each with at least `fewest` rows. */
export function segmentsOf(motions: readonly MeasuredMotion[], duration: number, fewest: number): Segment[] {
  return motions.flatMap(({ times }, motion) => {
    const N = times.length;
    const starts = [0];
    for (let i = 1; i < N; i++) {
      const from = starts.at(-1) as number;
      if ((times[i] as number) - (times[from] as number) >= duration && i - from >= fewest && N - i >= fewest)
        starts.push(i);
    }
    return starts.map((first, s): Segment => {
      const next = starts[s + 1];
      return { motion, first, last: next ?? N, end: next ?? N - 1, begins: s === 0, ends: next === undefined };
    });
  });
}
