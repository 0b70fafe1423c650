import { dot, leastSquares, leftOf, upperMedian } from "../../../numerics/index.js";

/** Second differences are taken over rows in which an angle usually turns by this, in radians. */
const TURNED = 0.3;
/** Rows that are looked at, and the fewest that say something. */
const [MOST, FEWEST] = [2000, 60];
/** What bends by so many times more than this share of all rows do is where another motion begins. */
const [BROKEN, MOSTLY] = [5, 0.9];
/** So much more of the bending must go with sines. */
const CLEARLY = 0.1;

/**
 * Whether an angle bends its way as the sines of angles in radians have it, rather than as angles in degrees do that swing about one place: of what goes over the top there and back, as a double pendulum does, the values
 * alone show swings over many units. `angles`: those of the record, the one that is judged first, by row.
 */
export function bendsInRadians(angles: readonly Float64Array[]): boolean {
  const [own] = angles as [Float64Array];
  const N = own.length;
  let lag = 1;
  while (lag < N / 20 && upperMedian(stepsOver(own, lag)) < TURNED) lag *= 2;
  const every = Math.max(1, Math.floor((N - 2 * lag) / MOST));
  const all: number[] = [];
  for (let i = lag; i + lag < N; i += every)
    if (angles.every((q) => [i - lag, i, i + lag].every((k) => Number.isFinite(q[k])))) all.push(i);
  const bendAt = (q: Float64Array, i: number) => (q[i + lag] as number) - 2 * (q[i] as number) + (q[i - lag] as number);
  const limits = angles.map((q) => {
    const sizes = Float64Array.from(all, (i) => Math.abs(bendAt(q, i))).sort();
    return BROKEN * (sizes[Math.floor(MOSTLY * sizes.length)] ?? 0);
  });
  const rows = all.filter((i) => angles.every((q, k) => Math.abs(bendAt(q, i)) <= (limits[k] as number)));
  if (rows.length < FEWEST) return false;
  const column = (of: (i: number) => number) => Float64Array.from(rows, of);
  const at = (q: Float64Array, i: number) => q[i] as number;
  const turned = (q: Float64Array) => column((i) => at(q, i + lag) - at(q, i - lag));
  const bend = (q: Float64Array) => column((i) => bendAt(q, i));
  const bent = bend(own);
  const common = [column(() => 1), ...angles.map(turned)];
  // An arm is turned by another that it hangs on with the sine and cosine of the angle between them.
  const others = angles.slice(1).map((q) => ({ q, bent: bend(q), squares: turned(q).map((value) => value ** 2) }));
  const between = others.flatMap((other) => {
    const apart = column((i) => at(own, i) - at(other.q, i));
    return [
      other.bent.map((b, k) => b * Math.cos(apart[k] as number)),
      other.squares.map((s, k) => s * Math.sin(apart[k] as number)),
    ];
  });
  const sines = [
    ...angles.flatMap((q) => [column((i) => Math.sin(at(q, i))), column((i) => Math.cos(at(q, i)))]),
    ...between,
  ];
  const powers = [
    ...angles.flatMap((q) => [column((i) => at(q, i)), column((i) => at(q, i) ** 2 * at(q, i))]),
    ...others.flatMap((other) => [other.bent, other.squares]),
  ];
  const left = (columns: readonly Float64Array[]) => {
    const rest = leftOf(columns, leastSquares(columns, bent), bent);
    return dot(rest, 0, rest, 0, rest.length);
  };
  const whole = left(common.slice(0, 1));
  return left([...common, ...powers]) - left([...common, ...sines]) > CLEARLY * whole;
}

const stepsOver = (values: Float64Array, lag: number): Float64Array =>
  values
    .subarray(lag)
    .map((value, i) => Math.abs(value - (values[i] as number)))
    .filter(Number.isFinite);
