import type { VectorField } from "../mechanics/index.js";
import { cholesky, componentVariances, leastSquares, solveLower } from "../numerics/index.js";
import type { Learner, Observations } from "./learner.js";
import { checkObservations } from "./observe.js";

/** A law whose formula is known and whose constants are not: what a `System` is to a learner that may see it. */
export interface LawFamily {
  /** Constants to start from. */
  readonly constants: Readonly<Record<string, number>>;
  withConstants(changes: Readonly<Record<string, number>>): Law;
}

interface Law {
  readonly vectorField: VectorField;
  energy(state: Float64Array): number;
}

const ITERATIONS = 30;
/** Steps of difference quotients: in standard deviations of the states, and in units of the constants. */
const STATE_STEP = 1e-4;
const CONSTANT_STEP = 1e-6;
/** First damping of steps, relative; it grows tenfold where a step fails and shrinks where one succeeds, down to the least. */
const DAMPING = { first: 1e-3, least: 1e-5, most: 1e3 } as const;
/** Steps that gain less than this share of the squared residuals are the last. */
const SMALLEST_GAIN = 1e-10;

/**
 * The limit, not a competitor: it is given the formula of the very law and fits its constants. Maximum likelihood for Gaussian
 * noise on states and derivatives in proportion to the spread of each component: dx/dt - f(x) then has to first order the
 * covariance S = D + J X J^T with the variances D of the derivatives, X of the states and J = df/dx, and damped Gauss-Newton
 * steps (Levenberg and Marquardt: constants that only appear together have directions without any effect) minimise the residuals weighed by it (errors in variables: Fuller 1987, section 3.2). A learner that must find the law
 * too can hardly be expected much below its error under noise; that energies are equal along a motion, it does not use.
 */
export function knownLaw(family: LawFamily): Learner {
  return {
    name: "known-law",
    title: "The law's formula, constants fitted",
    async adapt(space, observations) {
      checkObservations(space, observations);
      const constants = fitConstants(family, observations);
      const { vectorField, energy } = family.withConstants(constants);
      return { vectorField, energy, choices: constants };
    },
  };
}

/** The likeliest constants of a law's family for observed points, by name: see `knownLaw`. */
export function fitConstants(family: LawFamily, observations: Observations): Record<string, number> {
  const names = Object.keys(family.constants);
  const named = (values: readonly number[]) => Object.fromEntries(names.map((name, k) => [name, values[k] as number]));
  let values = Object.values(family.constants);
  const weigh = weights(family.withConstants(named(values)).vectorField, observations);
  const residuals = (at: readonly number[]) => weigh(misfit(family.withConstants(named(at)).vectorField, observations));
  let current = residuals(values);
  let damping: number = DAMPING.first;
  let gain = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ITERATIONS && gain > SMALLEST_GAIN; i++) {
    const units = values.map((value) => Math.abs(value) || 1);
    const columns = units.map((unit, k) => {
      const moved = residuals(values.map((value, l) => (l === k ? value + CONSTANT_STEP * unit : value)));
      return moved.map((value, row) => (value - (current[row] as number)) / CONSTANT_STEP);
    });
    const before = square(current);
    for (gain = 0; gain === 0 && damping <= DAMPING.most; damping *= 10) {
      const step = dampedStep(columns, current, damping);
      const next = values.map((value, k) => value + (units[k] as number) * (step[k] as number));
      const nextResiduals = residuals(next);
      const after = square(nextResiduals);
      if (!(after < before)) continue;
      gain = 1 - after / before;
      [values, current] = [next, nextResiduals];
    }
    damping = Math.max(damping / 100, DAMPING.least);
  }
  return named(values);
}

/** dx/dt - f(x) at the observed points [K][2d]. */
function misfit(field: VectorField, { states, derivatives, count }: Observations): Float64Array {
  const size = states.length / count;
  const out = new Float64Array(states.length);
  for (let from = 0; from < out.length; from += size)
    field(states.subarray(from, from + size), out.subarray(from, from + size));
  return out.map((value, k) => (derivatives[k] as number) - value);
}

/** Multiplies the residuals of each point by the inverse of the lower Cholesky factor of their covariance. */
function weights(field: VectorField, { states, derivatives, count }: Observations) {
  const size = states.length / count;
  const [ofStates, ofDerivatives] = [states, derivatives].map((values) => componentVariances(values, size)) as [
    Float64Array,
    Float64Array,
  ];
  const least = 1e-12 * Math.max(...ofDerivatives);
  const factors = Array.from({ length: count }, (_, i) => {
    const jacobian = differences(field, states.slice(i * size, (i + 1) * size), ofStates.map(Math.sqrt));
    const covariance = new Float64Array(size * size);
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) {
        let sum = a === b ? (ofDerivatives[a] as number) + least : 0;
        // The quotients' columns are in standard deviations of the states already.
        for (let k = 0; k < size; k++) sum += (jacobian[k * size + a] as number) * (jacobian[k * size + b] as number);
        covariance[a * size + b] = sum;
      }
    const factor = cholesky(covariance, size);
    if (factor === undefined) throw new Error("the field's derivative is not finite at an observed state");
    return factor;
  });
  return (residuals: Float64Array) => {
    const out = residuals.slice();
    factors.forEach((factor, i) => {
      solveLower(factor, out.subarray(i * size, (i + 1) * size));
    });
    return out;
  };
}

/** Derivatives of the field in every state component, a standard deviation its unit [component][2d]. */
function differences(field: VectorField, state: Float64Array, deviations: Float64Array): Float64Array {
  const size = state.length;
  const [above, below] = [new Float64Array(size), new Float64Array(size)];
  const out = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const step = STATE_STEP * (deviations[k] as number);
    const at = state[k] as number;
    state[k] = at + step;
    field(state, above);
    state[k] = at - step;
    field(state, below);
    state[k] = at;
    for (let a = 0; a < size; a++) out[k * size + a] = ((above[a] as number) - (below[a] as number)) / (2 * STATE_STEP);
  }
  return out;
}

/** The step s of least |columns s + residuals|^2 + |damping longest s|^2, `longest` being the length of the longest column. */
function dampedStep(columns: readonly Float64Array[], residuals: Float64Array, damping: number): Float64Array {
  const longest = Math.sqrt(Math.max(...columns.map(square)));
  const damped = columns.map((column, k) =>
    Float64Array.of(...column, ...columns.map((_, l) => (l === k ? damping * longest : 0))),
  );
  const target = Float64Array.of(...residuals.map((value) => -value), ...new Float64Array(columns.length));
  return leastSquares(damped, target);
}

const square = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
