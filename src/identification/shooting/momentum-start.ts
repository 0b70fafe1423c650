import type { Law } from "../law/law.js";
import { momentaOf } from "../law/momenta.js";
import { type Belief, conditionCoefficients, type Hyperparameters, priorOf } from "./belief.js";

/** States (q, v) [n][2d] with the momenta [n][d] that were measured there. */
export interface MomentumPoints {
  readonly states: Float64Array;
  readonly momenta: Float64Array;
}

/** Masses that momenta speak for. */
export interface FoundMasses {
  /** Coefficients of the law, of which only those of kinetic energies have changed. */
  readonly theta: Float64Array;
  /** The mass that the law calls 1. */
  readonly scale: number;
  /** Standard deviations of the coefficients. */
  readonly deviations: Float64Array;
}

/** Steps at most, and the change of the misfit that ends them. */
const [STEPS, DONE] = [20, 1e-4];
/** The first mass is believed to be within so many times its first estimate. */
const SCALE_DEVIATION = 10;

/**
 * Coefficients of the kinetic energies, and the first mass s, by regression of momenta on smoothed velocities, p = s M(q) v: steps of Gauss and Newton, since s and the
 * coefficients multiply. Undefined where momenta or velocities vanish.
 */
export function regressMomenta(
  law: Law,
  beliefs: readonly Belief[],
  start: Float64Array,
  hyper: Hyperparameters,
  { states, momenta: measured }: MomentumPoints,
): FoundMasses | undefined {
  const { dimension: d, count } = law;
  const n = states.length / (2 * d);
  const P = count + 1;
  const momenta = momentaOf(law);
  const first = firstScale();
  if (first === undefined) return undefined;
  const law0 = priorOf(
    beliefs.filter(({ first: at }) => at < count),
    hyper,
    count,
  );
  const prior = {
    means: Float64Array.from([...law0.means, first]),
    precisions: Float64Array.from([...law0.precisions, 1 / (SCALE_DEVIATION * first) ** 2]),
  };
  let at = Float64Array.from([...start.subarray(0, count), first]);
  let found = assess(at);
  let posterior = conditionCoefficients(found, prior, at);
  for (let step = 0; step < STEPS && posterior !== undefined; step++) {
    const { delta } = posterior;
    let moved = false;
    for (const share of [1, 0.3, 0.1, 0.03]) {
      const tried = at.map((value, k) => value + share * (delta[k] as number));
      const next = assess(tried);
      if (!(next.merit < found.merit)) continue;
      moved = found.merit - next.merit > DONE * Math.abs(found.merit);
      [at, found] = [tried, next];
      break;
    }
    posterior = conditionCoefficients(found, prior, at);
    if (!moved) break;
  }
  if (posterior === undefined) return undefined;
  const C = posterior.covariance();
  return {
    theta: at.slice(0, count),
    scale: at[count] as number,
    deviations: Float64Array.from({ length: count }, (_, k) => Math.sqrt(Math.max(0, C[k * P + k] as number))),
  };

  function pointsAt(i: number): Float64Array {
    return states.subarray(i * 2 * d, (i + 1) * 2 * d);
  }

  /** Size of the momenta over that of those of the law as it is believed to be. */
  function firstScale(): number | undefined {
    let [own, other] = [0, 0];
    for (let i = 0; i < n; i++) {
      momenta.at(pointsAt(i), start);
      for (let c = 0; c < d; c++) {
        own += (measured[i * d + c] as number) * (momenta.values[c] as number);
        other += (momenta.values[c] as number) ** 2;
      }
    }
    const scale = own / other;
    return Number.isFinite(scale) && scale !== 0 ? scale : undefined;
  }

  /** The misfit: half the rows' number times the logarithm of what is left of every component, whose size is so found with the coefficients. */
  function assess(values: Float64Array) {
    const scale = values[count] as number;
    const squares = new Float64Array(d);
    const residuals = new Float64Array(n * d);
    const J = new Float64Array(n * d * P);
    for (let i = 0; i < n; i++) {
      momenta.differentiate(pointsAt(i), values);
      for (let c = 0; c < d; c++) {
        const r = (measured[i * d + c] as number) - scale * (momenta.values[c] as number);
        residuals[i * d + c] = r;
        squares[c] = (squares[c] as number) + (r * r) / n;
        const row = (i * d + c) * P;
        for (let k = 0; k < count; k++) J[row + k] = scale * (momenta.byCoefficient[c * count + k] as number);
        J[row + count] = momenta.values[c] as number;
      }
    }
    const sizes = Float64Array.from({ length: d }, (_, c) => sizeOf(c));
    const variances = squares.map((value, c) => Math.max(value, (1e-9 * (sizes[c] as number)) ** 2, 1e-300));
    const information = new Float64Array(P * P);
    const right = new Float64Array(P);
    for (let i = 0; i < n * d; i++) {
      const w = 1 / (variances[i % d] as number);
      for (let k = 0; k < P; k++) {
        const jk = w * (J[i * P + k] as number);
        if (jk === 0) continue;
        right[k] = (right[k] as number) + jk * (residuals[i] as number);
        for (let l = 0; l < P; l++)
          information[k * P + l] = (information[k * P + l] as number) + jk * (J[i * P + l] as number);
      }
    }
    const merit = variances.reduce((sum, value) => sum + (n * Math.log(value)) / 2, 0);
    return { information, right, constant: 0, merit };
  }

  function sizeOf(c: number): number {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (measured[i * d + c] as number) ** 2 / n;
    return Math.sqrt(sum);
  }
}
