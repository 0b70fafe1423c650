import type { SmoothedRecord } from "../prepare/smoothed.js";
import { LONGEST } from "../shooting/noise.js";
import { pathOf } from "../shooting/path.js";
import { longFilterOf, type PositionFilter } from "./derived-velocities.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { misfits } from "./misfit.js";
import { rowsIn } from "./shares.js";

/** A filter that leaves more than this share of the column's spread makes no velocities. */
const FILTER_LEAVES = 0.2;
/** Errors hang together from row to row below this whiteness, and are independent above that one; those of positions over the time for which errors of measurements may hang together. */
const [TOGETHER, APART] = [0.35, 0.8];
/** Errors of smooth columns are at least so many times their scatter about smooth curves. */
const SMOOTH = 2;

/**
 * A filter for every coordinate's velocities, where these are smooth curves, as splines through noisy positions are: what a law leaves of each hangs together from row to row and is larger than its scatter, while what it leaves
 * of the positions does not. A law that misses something leaves the same of exact velocities: whether it was this is seen when the positions alone have led to a law.
 */
export function smoothFilters(record: SmoothedRecord, fitted: FittedCandidate): PositionFilter[] | undefined {
  const { measured, noise, spreads, dimension: d } = record;
  const { fit } = fitted;
  if (!misfits(fitted)) return undefined;
  for (let c = 0; c < d; c++) if (!((fit.noise[d + c] as number) > SMOOTH * (noise[d + c] as number))) return undefined;
  if (!areSmooth(fitted, record)) return undefined;
  const filters = Array.from({ length: d }, (_, c) => longFilterOf(measured, c, d));
  const all = filters.filter((own): own is PositionFilter => own !== undefined);
  const make =
    all.length === d && all.every(({ residual }, c) => residual <= FILTER_LEAVES * (spreads[d + c] as number));
  return make ? all : undefined;
}

/** Whether what a law leaves of every velocity hangs together from row to row, and what it leaves of the positions does not. */
export function areSmooth(fitted: FittedCandidate, record: SmoothedRecord): boolean {
  const [positions, velocities] = whitenessesOf(fitted, record);
  if (positions === undefined || velocities === undefined) return false;
  return velocities.every((own) => own < TOGETHER) && positions.every((own) => own > APART);
}

/** Whiteness (von Neumann 1941) of what a fit leaves of every position, over half a tick, and, but for a factor, of every velocity from row to row; empty where the law cannot be followed. */
function whitenessesOf(
  { fit }: FittedCandidate,
  { measured, tick, dimension: d }: SmoothedRecord,
): (number[] | undefined)[] {
  const size = 2 * d;
  const [products, squares] = [new Float64Array(size), new Float64Array(size)];
  const paths: Float64Array[] = [];
  for (const [m, { times, values }] of measured.entries()) {
    const path = pathOf(fit, m, times, 0, tick);
    if (path === undefined) return [];
    paths.push(path);
    for (let k = 0; k < values.length; k++) {
      const [c, own] = [k % size, path[Math.floor(k / size) * 3 * d + (k % size)] as number];
      const value = values[k] as number;
      if (c < d || Number.isNaN(value)) continue;
      products[c] = (products[c] as number) + own * value;
      squares[c] = (squares[c] as number) + own * own;
    }
  }
  const [steps, sums] = [new Float64Array(size), new Float64Array(size)];
  measured.forEach(({ times, values }, m) => {
    const apart = rowsIn(times, LONGEST * tick);
    const left = (i: number, c: number) => {
      const factor = c < d ? 1 : (products[c] as number) / (squares[c] as number);
      return (values[i * size + c] as number) - factor * (paths[m]?.[i * 3 * d + c] as number);
    };
    for (let i = 1; i < times.length; i++)
      for (let c = 0; c < size; c++) {
        const back = c < d ? apart : 1;
        if (i < back) continue;
        const [now, before] = [left(i, c), left(i - back, c)];
        if (Number.isNaN(now) || Number.isNaN(before)) continue;
        steps[c] = (steps[c] as number) + (now - before) ** 2 / 2;
        sums[c] = (sums[c] as number) + now * now;
      }
  });
  const all = Array.from(steps, (own, c) => own / (sums[c] as number));
  return [all.slice(0, d), all.slice(d)];
}
