import type { Recording } from "../recording.js";
import { type Smoothed, smoothColumn } from "./smooth.js";

/** The units that a fit computes in: z = (x - centre) / spread, time / tick, H / energy. */
export interface ModelUnits {
  readonly centre: Float64Array;
  readonly spread: Float64Array;
  /** Time over which the motion changes. */
  readonly tick: number;
  readonly energy: number;
  /** dz_q/dt = coupling dh/dz_p, one number a coordinate. */
  readonly couplings: Float64Array;
}

/** One motion in the units of a fit. */
export interface ScaledMotion {
  readonly times: Float64Array;
  /** Measured components, [N][2d]; NaN for those that were not measured. */
  readonly observed: Float64Array;
  /** The smoothed state at a time, [2d]. */
  smoothedAt(time: number): Float64Array;
}

/** A record ready to be fitted. */
export interface ScaledRecord {
  readonly units: ModelUnits;
  readonly motions: readonly ScaledMotion[];
  /** Measured components. */
  readonly measured: readonly number[];
  /** Noise of every component as the smoothing finds it, in units of its spread; of no meaning where not measured. */
  readonly noise: Float64Array;
  /** dz_q/dt = rates z_p + offsets, where dq/dt = p / m. */
  readonly kinetic: { readonly rates: Float64Array; readonly offsets: Float64Array };
}

/** The samples of one motion that a fit sees. */
export type SampleChoice = readonly number[];

/** Smooths the chosen samples of every motion and puts them into units in which everything is of order one. */
export function scaleRecord(record: Recording, choices: readonly SampleChoice[]): ScaledRecord {
  const { space, momenta, masses } = record;
  const d = space.dimension;
  const chosen = record.motions.map((motion, m) => {
    const indices = choices[m] ?? [];
    const times = Float64Array.from(indices, (i) => motion.times[i] as number);
    const column = (values: Float64Array, c: number) => Float64Array.from(indices, (i) => values[i * d + c] as number);
    const curves = Array.from({ length: d }, (_, c) => {
      const position = column(motion.positions, c);
      const momentum = motion.momenta === undefined ? undefined : column(motion.momenta, c);
      return { position, momentum, q: smoothColumn(times, position), p: momentum && smoothColumn(times, momentum) };
    });
    return { times, curves };
  });
  type Chosen = (typeof chosen)[number];
  const stateAt = ({ curves }: Chosen, time: number): Float64Array => {
    const state = new Float64Array(2 * d);
    curves.forEach(({ q, p }, c) => {
      const { value, slope } = q.at(time);
      state[c] = value;
      state[d + c] = p === undefined ? slope * (masses[c] as number) : p.at(time).value;
    });
    return state;
  };
  const states = chosen.flatMap((motion) => Array.from(motion.times, (time) => stateAt(motion, time)));
  const centre = new Float64Array(2 * d);
  const spread = new Float64Array(2 * d);
  for (let a = 0; a < 2 * d; a++) {
    const values = states.map((state) => state[a] as number);
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    centre[a] = mean;
    spread[a] = Math.sqrt(2 * values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
  }
  fillFlat(spread, d);
  const curves: Smoothed[] = chosen.flatMap((motion) =>
    motion.curves.flatMap(({ q, p }) => (p === undefined ? [q] : [q, p])),
  );
  const tick = Math.min(...curves.map(({ length }) => length));
  const areas = Array.from({ length: d }, (_, c) => (spread[c] as number) * (spread[d + c] as number));
  const area = Math.exp(areas.reduce((sum, value) => sum + Math.log(value) / d, 0));
  const toUnits = (state: Float64Array) =>
    state.map((value, a) => (value - (centre[a] as number)) / (spread[a] as number));
  const noiseOf = (a: number) => {
    const found = chosen.map(({ curves }) => (a < d ? curves[a]?.q : curves[a - d]?.p)?.noise ?? 0);
    return Math.sqrt(found.reduce((sum, value) => sum + value ** 2 / found.length, 0)) / (spread[a] as number);
  };
  return {
    units: {
      centre,
      spread,
      tick,
      energy: area / tick,
      couplings: Float64Array.from(areas, (value) => area / value),
    },
    motions: chosen.map((motion) => ({
      times: motion.times.map((time) => time / tick),
      observed: Float64Array.from({ length: motion.times.length * 2 * d }, (_, k) => {
        const [i, a] = [Math.floor(k / (2 * d)), k % (2 * d)];
        const curve = motion.curves[a % d] as (typeof motion.curves)[number];
        const value = a < d ? curve.position[i] : curve.momentum?.[i];
        return ((value ?? Number.NaN) - (centre[a] as number)) / (spread[a] as number);
      }),
      smoothedAt: (time) => toUnits(stateAt(motion, time * tick)),
    })),
    measured: Array.from({ length: 2 * d }, (_, a) => a).filter((a) => a < d || momenta !== "positions"),
    noise: Float64Array.from({ length: 2 * d }, (_, a) => Math.max(noiseOf(a), LEAST_NOISE)),
    kinetic: {
      rates: Float64Array.from(
        masses,
        (mass, c) => (tick * (spread[d + c] as number)) / (mass * (spread[c] as number)),
      ),
      offsets: Float64Array.from(
        masses,
        (mass, c) => (tick * (centre[d + c] as number)) / (mass * (spread[c] as number)),
      ),
    },
  };
}

/** Relative to the spread: below it, rounding and the steps of the integration weigh more than any noise. */
const LEAST_NOISE = 1e-7;

/** A component that stands still gets the spread of its kind, or 1. */
function fillFlat(spread: Float64Array, d: number): void {
  for (const half of [spread.subarray(0, d), spread.subarray(d)]) {
    const largest = Math.max(...half);
    for (let c = 0; c < d; c++) if ((half[c] as number) <= 1e-9 * largest || largest === 0) half[c] = largest || 1;
  }
}
