import { cholesky, choleskySolve } from "../../../numerics/index.js";
import { rateEvidence, stretchesOf } from "../../columns/evidence.js";
import type { NamedArray } from "../named-array.js";
import type { Cell } from "../table.js";

/** Rows by which it is judged what an array holds. */
const MOST_ROWS = 4096;
/** Share of what changes of a coordinate that its rate, or momenta, must explain. */
const SHARE = 0.9;
/** A rate of change is one but for this share; momenta of one mass alone may be taken for rates in another unit. */
const RATE_FACTOR = 0.1;
/** Names of whole states, as solvers of differential equations return them: of other arrays, rows are motions unless the record shows rates among them. */
const STATE = /^(y|u|z|sol|solution|states?|x|qp|sol[._]?y)$/i;
/** A matrix of masses is symmetric: but for this share of its diagonal, since it may depend on place. */
const SYMMETRIC = 0.5;

/**
 * A lone array [d, N] that holds components of one motion and not d motions, as [N, d] with names: its second half, or every second row, are rates of change of the others, or, of an array with the name of a
 * state, canonical momenta. Momenta are found in arrays [N, d] too. Others as they are.
 */
export function withComponents(array: NamedArray, times: NamedArray, arrays: readonly NamedArray[]): NamedArray {
  const N = times.shape[0] as number;
  const [first = 0, second = 0] = array.shape;
  if (array.shape.length !== 2 || first === second || (first !== N && second !== N)) return array;
  const across = second === N;
  if (!across && array.labels !== undefined) return array;
  const d = across ? first : second;
  if (d % 2 !== 0 || d > MOST_COMPONENTS) return array;
  if (across && arrays.some((other) => other !== array && other.shape.length === 2 && other.shape[1] === N))
    return array;
  const used = Math.min(N, MOST_ROWS);
  const t = Float64Array.from({ length: used }, (_, i) => Number(times.data[i]));
  const rows = Array.from({ length: d }, (_, c) =>
    Float64Array.from({ length: used }, (_unused, i) => Number(array.data[across ? c * N + i : i * d + c])),
  );
  const halves = Array.from({ length: d / 2 }, (_, i) => i);
  const stretches = stretchesOf(t);
  /** By which factor `v` is the rate of change of `q`; undefined where it is none. */
  const factorOf = (q: number, v: number) => {
    const { share, factor } = rateEvidence(t, rows[q] as Float64Array, rows[v] as Float64Array, stretches) ?? {
      share: 1,
      factor: 1,
    };
    return share > SHARE && factor > 0 ? factor : undefined;
  };
  const moves = (q: number, v: number) => factorOf(q, v) !== undefined;
  const isRate = (q: number, v: number) => Math.abs((factorOf(q, v) ?? 0) - 1) < RATE_FACTOR;
  const upright = (labels: readonly string[]) => (across ? transposed(array, labels) : array);
  const coordinate = (i: number) => `${array.name}_${i + 1}`;
  const rate = (i: number) => `d${array.name}_${i + 1}/dt`;
  const inHalves = () => upright([...halves.map(coordinate), ...halves.map(rate)]);
  if (halves.every((i) => isRate(i, i + d / 2))) return inHalves();
  if (halves.every((i) => moves(2 * i, 2 * i + 1))) return upright(halves.flatMap((i) => [coordinate(i), rate(i)]));
  if (d > 2 && STATE.test(array.name) && areMomenta(t, rows.slice(0, d / 2), rows.slice(d / 2))) {
    const labels = [...halves.map(coordinate), ...halves.map((i) => `p_${coordinate(i)}`)];
    return across ? transposed(array, labels) : { ...array, labels };
  }
  return halves.every((i) => moves(i, i + d / 2)) ? inHalves() : array;
}

/** Components of one motion at most. */
const MOST_COMPONENTS = 64;

/**
 * Whether p are about canonical momenta of q: q changes as the integrals of p let it, by masses whose inverse is symmetric and positive, dq/dt = M^-1 p, taken for constant here.
 */
function areMomenta(t: Float64Array, q: readonly Float64Array[], p: readonly Float64Array[]): boolean {
  const n = q.length;
  const integrals = p.map((own) => {
    const sums = new Float64Array(own.length);
    for (let i = 1; i < own.length; i++)
      sums[i] =
        (sums[i - 1] as number) +
        (((own[i] as number) + (own[i - 1] as number)) / 2) * ((t[i] as number) - (t[i - 1] as number));
    return centred(sums);
  });
  const products = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
    Float64Array.from({ length: n * n }, (_, k) => inner(a[Math.floor(k / n)], b[k % n]));
  const factor = cholesky(products(integrals, integrals), n);
  if (factor === undefined) return false;
  const inverse = q.map((own) => {
    const changes = centred(own);
    const along = Float64Array.from(integrals, (integral) => inner(integral, changes));
    const shares = choleskySolve(factor, along);
    return { shares, explained: inner(along, shares) / inner(changes, changes) };
  });
  const at = (i: number, j: number) => inverse[i]?.shares[j] as number;
  return inverse.every(
    ({ explained }, i) =>
      explained > SHARE &&
      at(i, i) > 0 &&
      inverse.every((_, j) => Math.abs(at(i, j) - at(j, i)) <= SYMMETRIC * Math.sqrt(at(i, i) * at(j, j))),
  );
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.map((value) => value - mean);
}

function inner(a: Float64Array = new Float64Array(0), b: Float64Array = a): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function transposed(array: NamedArray, labels: readonly string[]): NamedArray {
  const [d = 0, N = 0] = array.shape;
  return {
    ...array,
    shape: [N, d],
    labels,
    data: Array.from({ length: N * d }, (_, k) => array.data[(k % d) * N + Math.floor(k / d)] as Cell),
  };
}
