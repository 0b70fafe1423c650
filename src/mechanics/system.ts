import { UserError } from "../base/errors.js";
import type { Random } from "../base/random.js";
import { compileScalar, gradient, input, neg, type ScalarFunction, type Tensor } from "../graph/index.js";
import { checkDefinition, definitionError } from "./checks.js";
import type { Constants, SystemDefinition } from "./definition.js";

/** Writes the time derivative of `state` into `out`; both have 2d numbers and are not the same array. */
export type VectorField = (state: Float64Array, out: Float64Array) => void;

/** A Hamiltonian system ready for use: its definition with the constants put in, and what follows from it. */
export interface System extends Omit<SystemDefinition, "hamiltonian" | "initialState" | "acceptable"> {
  /** Number of degrees of freedom d: half the length of an own state. */
  readonly dimension: number;
  /** Reach of every component of an own state: sampled motions stay in the box [-box, box]. */
  readonly box: Float64Array;
  /** The Hamiltonian as a scalar tensor of d scalar positions and d scalar momenta. */
  hamiltonian(q: readonly Tensor[], p: readonly Tensor[]): Tensor;
  /** Energy of an own state, J. */
  energy(state: Float64Array): number;
  /** Hamilton's equations: `out` = (dH/dp, -dH/dq) at the own state, derived from the Hamiltonian. */
  readonly vectorField: VectorField;
  /** Draws an own state from the system's distribution of initial conditions. */
  initialState(random: Random): Float64Array;
  /** Whether a sampled motion may pass through this own state: inside the box and free of collisions. */
  acceptable(state: Float64Array): boolean;
  /** The same system with other constants; its box and initial conditions were chosen for the default ones. */
  withConstants(changes: Constants): System;
}

/**
 * Derives a system from its definition. The vector field is the symbolic gradient of the Hamiltonian, compiled to plain
 * JavaScript in float64 when first used. Throws `UserError` for a definition that contradicts itself.
 */
export function defineSystem<Name extends string>(definition: SystemDefinition<Name>): System {
  checkDefinition(definition);
  const { name, coordinates, constants } = definition;
  const dimension = coordinates.length;
  const hamiltonian = (q: readonly Tensor[], p: readonly Tensor[]) => definition.hamiltonian(q, p, constants);

  const q = coordinates.map((_, i) => input(`q${i}`, []));
  const p = coordinates.map((_, i) => input(`p${i}`, []));
  const h = hamiltonian(q, p);
  if (h.shape.length > 0) throw definitionError(definition, "its Hamiltonian is not a scalar");
  const derivatives = () => [...gradient(h, p), ...gradient(h, q).map(neg)];

  const field = lazily(() => compileScalar([...q, ...p], derivatives()));
  const value = lazily(() => compileScalar([...q, ...p], [h]));
  const result = new Float64Array(1);
  const box = Float64Array.from([
    ...coordinates.map(({ position }) => position.reach),
    ...coordinates.map(({ momentum }) => momentum.reach),
  ]);

  return {
    ...definition,
    constants,
    dimension,
    box,
    hamiltonian,
    energy(state) {
      value(state, result);
      return result[0] as number;
    },
    vectorField: field,
    initialState(random) {
      const state = definition.initialState(random, constants);
      if (state.length !== 2 * dimension || !state.every(Number.isFinite))
        throw definitionError(definition, `its initial state must be ${2 * dimension} finite numbers, got [${state}]`);
      return state;
    },
    acceptable: (state) => isWithin(box, state, 1) && (definition.acceptable?.(state) ?? true),
    withConstants(changes) {
      for (const key of Object.keys(changes))
        if (!(key in constants))
          throw new UserError(`${name} has no constant "${key}"; it has ${Object.keys(constants).join(", ")}`);
      return defineSystem({ ...definition, constants: { ...constants, ...changes } });
    },
  };
}

/** A predicted motion has escaped once a component leaves the box of sampled motions, widened this many times. */
export const ESCAPE_FACTOR = 3;

/** Whether an own state of a predicted motion is non-finite or beyond `ESCAPE_FACTOR` times the reach of sampled motions. */
export function hasEscaped(system: System, state: ArrayLike<number>): boolean {
  return !isWithin(system.box, state, ESCAPE_FACTOR);
}

/** Whether |state| <= factor box in every component; false where a component is not a number. */
function isWithin(box: Float64Array, state: ArrayLike<number>, factor: number): boolean {
  for (let i = 0; i < box.length; i++) if (!(Math.abs(state[i] as number) <= factor * (box[i] as number))) return false;
  return true;
}

/** Makes the function at its first call. */
function lazily(make: () => ScalarFunction): ScalarFunction {
  let call: ScalarFunction = (x, out) => {
    call = make();
    call(x, out);
  };
  return (x, out) => call(x, out);
}
