import type { MeasuredMotion } from "../shooting/record.js";
import { type LocalFit, smoothLocally } from "../shooting/smooth.js";

/** Measured motions with smoothed states beside them, and the sizes that everything is measured by. */
export interface SmoothedRecord {
  /** Coordinates. */
  readonly dimension: number;
  readonly motions: readonly MeasuredMotion[];
  /** The motions with all of their rows, where `motions` are compressed. */
  readonly measured: readonly MeasuredMotion[];
  /** Smoothed (q, v) at every row, by motion, [N][2d]. */
  readonly states: readonly Float64Array[];
  /** Smoothed accelerations, by motion, [N][d]. */
  readonly accelerations: readonly Float64Array[];
  /** Root mean square of every position about its mean and of every velocity, [2d], and of every acceleration, [d]. */
  readonly spreads: Float64Array;
  readonly accelerationSpreads: Float64Array;
  /** Least and largest value of every coordinate. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Time over which the motion changes: a radian of an oscillation. */
  readonly tick: number;
  /** First estimates of the measurement noise, [2d]. */
  readonly noise: Float64Array;
}

/** Noise of velocities that were not measured, relative to their spread: of no effect. */
const NOT_MEASURED = 0.05;
const LEAST = 1e-7;
const LEAST_FORCE = 1e-3;

/** Smooths every coordinate of every motion, by the velocities too where they were measured. */
export function smoothRecord(
  motions: readonly MeasuredMotion[],
  dimension: number,
  measured: readonly MeasuredMotion[] = motions,
): SmoothedRecord {
  const d = dimension;
  const size = 2 * d;
  const noises = Array.from({ length: size }, () => [] as number[]);
  const states: Float64Array[] = [];
  const accelerations: Float64Array[] = [];
  for (const { times, values } of motions) {
    const N = times.length;
    const state = new Float64Array(N * size);
    const acceleration = new Float64Array(N * d);
    for (let c = 0; c < d; c++) {
      const fit = smoothCoordinate(times, column(values, c, size), column(values, d + c, size), (which, noise) => {
        noises[which === "value" ? c : d + c]?.push(noise);
      });
      for (let i = 0; i < N; i++) {
        const [q, v, a] = fit.at(times[i] as number);
        state[i * size + c] = q;
        state[i * size + d + c] = v;
        acceleration[i * d + c] = a;
      }
    }
    states.push(state);
    accelerations.push(acceleration);
  }
  const spreads = spreadsOf(states, size, d);
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
    measured,
    states,
    accelerations,
    spreads,
    accelerationSpreads,
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
      const spread = (spreads[c] as number) || 1;
      return Math.max(LEAST * spread, known(noises[c] as number[]) ?? NOT_MEASURED * spread);
    }),
  };
}

function column(values: Float64Array, c: number, size: number): Float64Array {
  return Float64Array.from({ length: values.length / size }, (_, i) => values[i * size + c] as number);
}

function smoothCoordinate(
  times: Float64Array,
  positions: Float64Array,
  velocities: Float64Array,
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
