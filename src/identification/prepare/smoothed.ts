import type { MeasuredMotion } from "../shooting/record.js";
import { type LocalFit, smoothLocally } from "../shooting/smooth.js";
import { wanderingSpread, wanders } from "./turns.js";

/** Measured motions with smoothed states beside them, and the sizes that everything is measured by. */
export interface SmoothedRecord {
  /** Coordinates. */
  readonly dimension: number;
  readonly motions: readonly MeasuredMotion[];
  /** Whether the second half of every row is canonical momenta. */
  readonly momenta: boolean;
  /** Whether positions are integrals of the velocities: noise that is integrated is no noise of positions, so laws are fitted to the velocities alone. */
  readonly integrated?: boolean | undefined;
  /** Whether every motion slowed down to a rest that came after its last row. */
  readonly stopped?: boolean | undefined;
  /** Which coordinates are angles; none where it is left out. */
  readonly angles?: readonly boolean[] | undefined;
  /** The motions with all of their rows, where `motions` are compressed. */
  readonly measured: readonly MeasuredMotion[];
  /** Smoothed (q, v) at every row, by motion, [N][2d]. */
  readonly states: readonly Float64Array[];
  /** Smoothed accelerations, by motion, [N][d]. */
  readonly accelerations: readonly Float64Array[];
  /** Root mean square of every position about its mean and of every velocity, [2d], and of every acceleration, [d]. */
  readonly spreads: Float64Array;
  readonly accelerationSpreads: Float64Array;
  /** The same of the columns, [2d]: of momenta in their own unit. */
  readonly columnSpreads: Float64Array;
  /** Least and largest value of every coordinate. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Time over which the motion changes: a radian of an oscillation. */
  readonly tick: number;
  /** First estimates of the columns' noise, [2d]. */
  readonly noise: Float64Array;
}

/**
 * Size of the forces on a coordinate, its acceleration times its inertia. Beside lengths, the first of which has mass 1, the inertia of an angle is a length squared: in millimetres a million times that in metres.
 */
export function forceSpread(
  { spreads, accelerationSpreads, angles = [], dimension: d }: SmoothedRecord,
  i: number,
): number {
  const acceleration = accelerationSpreads[i] as number;
  const base = angles.length === d ? angles.indexOf(false) : -1;
  if (base < 0 || angles[i] !== true) return acceleration;
  const arm = (spreads[d + base] as number) / (spreads[d + i] as number);
  return Number.isFinite(arm) && arm > 0 ? acceleration * arm ** 2 : acceleration;
}

/** Noise of velocities that were not measured, relative to their spread: of no effect. */
const NOT_MEASURED = 0.05;
const LEAST = 1e-7;
const LEAST_FORCE = 1e-3;

/** Smooths every coordinate of every motion, by the velocities too where they were measured; where momenta were, from the positions alone. */
export function smoothRecord(
  motions: readonly MeasuredMotion[],
  dimension: number,
  measured: readonly MeasuredMotion[] = motions,
  momenta = false,
  angles: readonly boolean[] = [],
): SmoothedRecord {
  const d = dimension;
  const size = 2 * d;
  const noises = Array.from({ length: size }, () => [] as number[]);
  const { states, accelerations } = smoothStates(motions, d, momenta, (c, noise) => {
    noises[c]?.push(noise);
  });
  const spreads = spreadsOf(states, size, d).map((spread, c) => {
    // Over many turns, to and fro, slow changes are as large as anything and say nothing of how a motion goes.
    const far = angles[c] === true && states.some((own, m) => wanders(motions[m]?.times ?? [], column(own, c, size)));
    return far ? wanderingSpread(spread) : spread;
  });
  const columnSpreads = spreads.slice();
  if (momenta) columnSpreads.set(momentumSpreads(motions, d), d);
  const longest = Math.max(...motions.map(({ times }) => (times.at(-1) as number) - (times[0] as number)));
  // A motion without forces still has a scale of accelerations to believe in.
  const accelerationSpreads = spreadsOf(accelerations, d, 0).map((value, c) =>
    Math.max(value, (LEAST_FORCE * (spreads[d + c] as number)) / longest),
  );
  let tick = Number.POSITIVE_INFINITY;
  for (let c = 0; c < d; c++) {
    const [q, v, a] = [spreads[c], spreads[d + c], accelerationSpreads[c]] as [number, number, number];
    if (a > 0 && q > 0) tick = Math.min(tick, Math.sqrt(q / a), v > 0 ? q / v : Number.POSITIVE_INFINITY);
  }
  const known = (list: readonly number[]) =>
    list.length === 0 ? undefined : Math.sqrt(list.reduce((sum, value) => sum + value ** 2 / list.length, 0));
  return {
    dimension,
    motions,
    momenta,
    angles,
    measured,
    states,
    accelerations,
    spreads,
    accelerationSpreads,
    columnSpreads,
    ranges: Array.from({ length: d }, (_, c) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const state of states)
        for (let k = c; k < state.length; k += size) {
          low = Math.min(low, state[k] as number);
          high = Math.max(high, state[k] as number);
        }
      return [low, high] as const;
    }),
    tick: Math.min(tick, longest),
    noise: Float64Array.from({ length: size }, (_, c) => {
      const spread = (columnSpreads[c] as number) || 1;
      return Math.max(LEAST * spread, known(noises[c] as number[]) ?? NOT_MEASURED * spread);
    }),
  };
}

/** Smoothed states and accelerations, see `SmoothedRecord`. */
function smoothStates(
  motions: readonly MeasuredMotion[],
  d: number,
  momenta: boolean,
  tell: (column: number, noise: number) => void,
): Pick<SmoothedRecord, "states" | "accelerations"> {
  const size = 2 * d;
  const smoothed = motions.map(({ times, values }) => {
    const N = times.length;
    const state = new Float64Array(N * size);
    const acceleration = new Float64Array(N * d);
    for (let c = 0; c < d; c++) {
      const fit = smoothCoordinate(times, column(values, c, size), column(values, d + c, size), momenta, (own, noise) =>
        tell(own === "value" ? c : d + c, noise),
      );
      for (let i = 0; i < N; i++) {
        const [q, v, a] = fit.at(times[i] as number);
        state[i * size + c] = q;
        state[i * size + d + c] = v;
        acceleration[i * d + c] = a;
      }
    }
    return { state, acceleration };
  });
  return {
    states: smoothed.map(({ state }) => state),
    accelerations: smoothed.map(({ acceleration }) => acceleration),
  };
}

/** What some velocities made of a record: forms with the same masses ask for it one after another. */
const seenBefore = new WeakMap<SmoothedRecord, { velocities: readonly Float64Array[]; seen: SmoothedRecord }[]>();
const MOST_KEPT = 4;

/** The same record with the states that some velocities [N][d], by motion, let see beside the positions. */
export function withVelocities(record: SmoothedRecord, velocities: readonly Float64Array[]): SmoothedRecord {
  const kept = seenBefore.get(record) ?? [];
  const same = kept.find((one) => one.velocities.every((own, m) => own.every((v, k) => v === velocities[m]?.[k])));
  if (same !== undefined) return same.seen;
  const seen = smoothedBy(record, velocities);
  seenBefore.set(record, [{ velocities, seen }, ...kept.slice(0, MOST_KEPT - 1)]);
  return seen;
}

function smoothedBy(record: SmoothedRecord, velocities: readonly Float64Array[]): SmoothedRecord {
  const d = record.dimension;
  const motions = record.motions.map((motion, m) => ({
    ...motion,
    values: motion.values.map((value, k) => {
      const c = k % (2 * d);
      return c < d ? value : (velocities[m]?.[Math.floor(k / (2 * d)) * d + c - d] as number);
    }),
  }));
  return { ...record, ...smoothStates(motions, d, false, () => {}) };
}

/** Root mean square of every column of momenta. */
function momentumSpreads(motions: readonly MeasuredMotion[], d: number): Float64Array {
  return Float64Array.from({ length: d }, (_, c) => {
    const own = motions.flatMap(({ values }) => [...column(values, d + c, 2 * d)].filter((p) => !Number.isNaN(p)));
    return Math.sqrt(own.reduce((sum, p) => sum + (p * p) / own.length, 0));
  });
}

function column(values: Float64Array, c: number, size: number): Float64Array {
  return Float64Array.from({ length: values.length / size }, (_, i) => values[i * size + c] as number);
}

function smoothCoordinate(
  times: Float64Array,
  positions: Float64Array,
  velocities: Float64Array,
  momenta: boolean,
  tell: (which: "value" | "rate", noise: number) => void,
): LocalFit {
  const seen = (values: Float64Array) => {
    const rows = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i] as number));
    return { times: Float64Array.from(rows, (i) => times[i] as number), rows };
  };
  const own = seen(positions);
  const pick = (values: Float64Array, rows: readonly number[]) => Float64Array.from(rows, (i) => values[i] as number);
  const alone = smoothLocally({ times: own.times, values: pick(positions, own.rows) });
  tell("value", alone.noise);
  const other = seen(velocities);
  if (other.rows.length < 8) return alone;
  const rates = smoothLocally({ times: other.times, values: pick(velocities, other.rows) });
  tell("rate", rates.noise);
  if (momenta) return alone;
  const least = (noise: number, values: Float64Array) => Math.max(noise, LEAST * (spreadOf(values) || 1));
  const ratio = least(rates.noise, pick(velocities, other.rows)) / least(alone.noise, pick(positions, own.rows));
  return smoothLocally({
    times: own.times,
    values: pick(positions, own.rows),
    rates: pick(velocities, own.rows),
    ratio,
  });
}

function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
}

/** Root mean square of each of `size` interleaved components, the first `centred` of them about the mean of each motion. */
function spreadsOf(all: readonly Float64Array[], size: number, centred: number): Float64Array {
  const rows = all.reduce((sum, values) => sum + values.length / size, 0);
  return Float64Array.from({ length: size }, (_, c) => {
    let squares = 0;
    for (const values of all) {
      const own = column(values, c, size);
      const mean = c < centred ? own.reduce((sum, value) => sum + value / own.length, 0) : 0;
      squares += own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    }
    return Math.sqrt(squares / rows);
  });
}
