import { followLaw, type InputSignal } from "../../../identification/index.js";
import type { LawModel } from "../model.js";
import { stateForm } from "../states.js";

/** The rows of a motion that a path is laid through. */
export interface PathRows {
  readonly times: Float64Array;
  /** [rows][d]. */
  readonly positions: Float64Array;
  /** Velocities, or momenta where the record has them, [rows][d]; absent where they say nothing of their own. */
  readonly second?: Float64Array | undefined;
  /** Of every component; null where it was not measured. */
  readonly noise: readonly (number | null)[];
}

/** The motion of a law along a record: states at the rows, and between them. */
export interface LawPath {
  readonly times: Float64Array;
  /** [rows][2d]. */
  readonly states: Float64Array;
  readonly deviations: Float64Array;
  /**
   * What was measured at every row less what the rows after it let expect, over the deviation of that, [rows][2d]; NaN where nothing was. Unlike the distance from the corrected path they are noise of size
   * 1 of a loosely followed law too.
   */
  readonly misses: Float64Array;
  /** States [n][2d] at ascending times within the rows. */
  at(times: ArrayLike<number>): Float64Array;
}

/** The state at the end is known to about this share of the noise before the rows are looked at. */
const KNOWN = 0.3;
/** Random changes over a tick, relative to the noise: no law is followed exactly for ever. Of what was not measured, relative to this share of the spread: as tight as the fit is at its tightest. */
const [LOOSE, UNMEASURED] = [0.02, 1e-3];
/** Steps of finite differences, relative to the spreads. */
const STEP = 1e-5;
/** More coordinates would take long. */
const MOST_COORDINATES = 6;

/**
 * Follows a law back from the end of a motion and corrects the state at every row by what was measured there (an extended Kalman filter backwards in time), so that the path stays with the record
 * however long it is. Undefined where it gets lost.
 */
export function lawPath(
  model: LawModel,
  rows: PathRows,
  end: { readonly time: number; readonly state: Float64Array },
  signal?: InputSignal,
): LawPath | undefined {
  const { law, active, rest, momentumScale } = model;
  const { times } = rows;
  const [n, N, d] = [active.length, times.length, rest.length];
  const form = stateForm(model);
  if (n > MOST_COORDINATES) return undefined;
  const size = 2 * n;
  const follow = (state: Float64Array, from: number, to: readonly number[]) =>
    followLaw(law, state, from, to, { signal, smoothed: true });
  const noise = Array.from({ length: size }, (_, a) => {
    const own = rows.noise[a < n ? (active[a] as number) : d + (active[a - n] as number)] ?? undefined;
    if (own !== undefined && (a < n || momentumScale === undefined)) return own;
    return (rows.noise[active[a % n] as number] ?? (law.spreads[a % n] as number)) / (a < n ? 1 : law.tick);
  });
  /** What was measured at a row, one number after the other: by which row of the state, from where, with what noise. */
  const correctAt = (i: number) => {
    const unit = (a: number) => Float64Array.from({ length: size }, (_, b) => (b === a ? 1 : 0));
    active.forEach((c, k) => {
      const error = (rows.positions[i * d + c] as number) - (x[k] as number);
      misses[i * 2 * d + c] = correct(x, P, unit(k), error, noise[k] as number);
    });
    active.forEach((c, k) => {
      const value = rows.second?.[i * d + c];
      if (value === undefined) return;
      const own = rows.noise[d + c] ?? (noise[n + k] as number);
      const there = form.recordStates(x)[d + c] as number;
      misses[(2 * i + 1) * d + c] = correct(x, P, form.secondRow(x, k), value - there, own);
    });
  };
  const last = times[N - 1] as number;
  let x = follow(form.lawState(end.state), end.time, [last]);
  let P: Float64Array = Float64Array.from({ length: size * size }, (_, k) =>
    k % (size + 1) === 0 ? (KNOWN * (noise[k / (size + 1)] as number)) ** 2 : 0,
  );
  const states = new Float64Array(N * size);
  const misses = new Float64Array(N * 2 * d).fill(Number.NaN);
  const deviations = new Float64Array(N * 2 * d);
  for (let i = N - 1; i >= 0; i--) {
    correctAt(i);
    if (!x.every(Number.isFinite)) return undefined;
    states.set(x, i * size);
    deviations.set(form.recordDeviations(x, P), i * 2 * d);
    if (i === 0) break;
    const [from, to] = [times[i] as number, times[i - 1] as number];
    const jacobian = new Float64Array(size * size);
    const next = follow(x, from, [to]);
    for (let a = 0; a < size; a++) {
      const moved = x.slice();
      const step = STEP * ((law.spreads[a] as number) || 1);
      moved[a] = (moved[a] as number) + step;
      const other = follow(moved, from, [to]);
      for (let b = 0; b < size; b++) jacobian[b * size + a] = ((other[b] as number) - (next[b] as number)) / step;
    }
    P = carried(jacobian, P, size);
    for (let a = 0; a < size; a++) {
      const spread = law.spreads[a] as number;
      const known = a < n || rows.second !== undefined;
      const share = LOOSE * (known ? (noise[a] as number) : UNMEASURED * spread) + law.looseness * spread;
      P[a * size + a] = (P[a * size + a] as number) + (share ** 2 * (from - to)) / law.tick;
    }
    x = next;
  }
  const at = (wanted: ArrayLike<number>): Float64Array => {
    const result = new Float64Array(wanted.length * size);
    let i = N - 1;
    for (let j = wanted.length - 1; j >= 0; ) {
      const t = wanted[j] as number;
      while (i > 0 && (times[i - 1] as number) >= t) i--;
      // All times back to the row before, followed from this row.
      const own: number[] = [];
      const before = i === 0 ? Number.NEGATIVE_INFINITY : (times[i - 1] as number);
      while (j >= 0 && (wanted[j] as number) > before) own.push(wanted[j--] as number);
      const path = follow(states.slice(i * size, (i + 1) * size), times[i] as number, own);
      for (let k = 0; k < own.length; k++)
        result.set(path.subarray(k * size, (k + 1) * size), (j + own.length - k) * size);
    }
    return form.recordStates(result);
  };
  return { times, states: form.recordStates(states), deviations, misses, at };
}

/** Takes in a measurement that is `row`.x plus noise, and misses it by `error`; returns that over its deviation. */
function correct(x: Float64Array, P: Float64Array, row: Float64Array, error: number, noise: number): number {
  const size = x.length;
  const along = Float64Array.from({ length: size }, (_, b) => {
    let sum = 0;
    for (let a = 0; a < size; a++) sum += (P[b * size + a] as number) * (row[a] as number);
    return sum;
  });
  let total = noise ** 2;
  for (let a = 0; a < size; a++) total += (row[a] as number) * (along[a] as number);
  if (!(total > 0)) return 0;
  for (let b = 0; b < size; b++) {
    const gain = (along[b] as number) / total;
    x[b] = (x[b] as number) + gain * error;
    for (let c = 0; c < size; c++) P[b * size + c] = (P[b * size + c] as number) - gain * (along[c] as number);
  }
  return error / Math.sqrt(total);
}

/** J P J^T. */
function carried(J: Float64Array, P: Float64Array, n: number): Float64Array {
  const product = (A: Float64Array, B: Float64Array, transposed: boolean) =>
    Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      let sum = 0;
      for (let l = 0; l < n; l++) sum += (A[i * n + l] as number) * (B[transposed ? j * n + l : l * n + j] as number);
      return sum;
    });
  return product(product(J, P, false), J, true);
}
