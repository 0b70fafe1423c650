import { UserError } from "../base/errors.js";
import { type Random, randomStream } from "../base/random.js";
import { compileScalar, gradient, input, neg, reachable, type ScalarFunction, type Tensor } from "../graph/index.js";
import { checkDefinition, definitionError } from "./checks.js";
import { withDefaults } from "./defaults.js";
import type { Constants, SystemDefinition, SystemInput, VectorField } from "./definition.js";
import { estimateReach } from "./estimate.js";
import { inStateOrder } from "./layout.js";

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
  /**
   * The same system with other constants; its box grows to what sampled motions then need, unless it is given. Throws
   * `UserError` for a constant that it does not have.
   */
  withConstants(changes: Constants, options?: { readonly box?: Float64Array }): System;
}

/**
 * Derives a system from its definition. The vector field is the symbolic gradient of the Hamiltonian, compiled to plain
 * JavaScript in float64.
 *
 * What a definition leaves out is derived: one or two coordinates are one body, more are divided evenly between `bodies`;
 * momenta are called `p_<name>`; slots without a coordinate are surplus; samples and duration are 100 and 10 s; reaches and the energy
 * scale are estimated from sampled motions.
 *
 * Throws `UserError` for a definition that contradicts itself, a Hamiltonian that is not a scalar tensor, and initial states
 * at which energy or field is not finite.
 */
export function defineSystem<const Name extends string>(input: SystemInput<Name>): System {
  const system = ownSystem(input);
  checkSampledStates(system);
  // Estimates come now, so that what is wrong comes out here and not later.
  if (system.box.some(Number.isNaN)) throw definitionError(system, "its reach cannot be estimated");
  return system;
}

/** The same for the library's own systems, which tests try at initial states: to compile them all would delay every start of a program. */
export function ownSystem<const Name extends string>(input: SystemInput<Name>): System {
  const definition = withDefaults(input);
  checkDefinition(definition);
  return derive(definition, definition.constants);
}

/** What JavaScript makes of p * p is a number that is none. */
const NO_OPERATORS = "operators such as * do not work on tensors";

/** Initial states that a new definition is tried at. */
const TRIALS = 8;

function checkSampledStates(system: System): void {
  const slope = new Float64Array(2 * system.dimension);
  for (let i = 0; i < TRIALS; i++) {
    const state = system.initialState(randomStream(0, "trial", system.name, i));
    system.vectorField(state, slope);
    if (!Number.isFinite(system.energy(state)) || !slope.every(Number.isFinite))
      throw definitionError(
        system,
        `energy and forces are not finite at the initial state [${state}]: energy ${system.energy(state)}, derivative [${slope}]${Number.isNaN(system.energy(state)) ? `; ${NO_OPERATORS}` : ""}`,
      );
  }
}

/** A system with the given constants; `box` where it is known already. */
function derive<Name extends string>(
  definition: SystemDefinition<Name>,
  constants: Constants<Name>,
  knownBox?: Float64Array,
): System {
  const { name, coordinates } = definition;
  const dimension = coordinates.length;
  const hamiltonian = (q: readonly Tensor[], p: readonly Tensor[]) => definition.hamiltonian(q, p, constants);
  const compiled = lazy(() => compileSystem(definition, hamiltonian));
  let field: ScalarFunction = (state, out) => {
    field = compiled().field;
    field(state, out);
  };
  const result = new Float64Array(1);
  const allowed = (state: Float64Array) => definition.acceptable?.(state) ?? true;
  const box = lazy(() => knownBox ?? boxOf(definition, system, allowed));
  const scale = lazy(() => energyScaleOf(definition, system));

  const system: System = {
    ...definition,
    constants,
    dimension,
    get box() {
      return box();
    },
    get energyScale() {
      return scale();
    },
    hamiltonian,
    energy(state) {
      compiled().energy(state, result);
      return result[0] as number;
    },
    vectorField: (state, out) => field(state, out),
    initialState(random) {
      const state = definition.initialState(random, constants);
      if (state.length !== 2 * dimension || !state.every(Number.isFinite))
        throw definitionError(definition, `its initial state must be ${2 * dimension} finite numbers, got [${state}]`);
      return state;
    },
    acceptable: (state) => isWithin(box(), state, 1) && allowed(state),
    withConstants(changes, options = {}) {
      for (const [key, value] of Object.entries(changes)) {
        if (!Object.hasOwn(constants, key))
          throw new UserError(
            `${name} has no constant "${key}"; it has ${Object.keys(constants).join(", ") || "no constants"}`,
          );
        if (!Number.isFinite(value)) throw new UserError(`${name}: constant "${key}" must be finite, got ${value}`);
      }
      return derive(definition, { ...constants, ...changes }, options.box);
    },
  };
  definitions.set(system, definition);
  return system;
}

/** The definition that each system was derived from. */
const definitions = new WeakMap<System, unknown>();

/** Whether two systems come from the same definition, so that they differ by constants at most. */
export function sameDefinition(a: System, b: System): boolean {
  const definition = definitions.get(a);
  return definition !== undefined && definition === definitions.get(b);
}

/** Energy and field of a Hamiltonian as functions of own states. */
function compileSystem(
  definition: Pick<SystemDefinition, "name" | "coordinates">,
  hamiltonian: (q: readonly Tensor[], p: readonly Tensor[]) => Tensor,
): { energy: ScalarFunction; field: ScalarFunction } {
  const q = definition.coordinates.map((_, i) => input(`q${i}`, []));
  const p = definition.coordinates.map((_, i) => input(`p${i}`, []));
  const h = callHamiltonian(definition, () => hamiltonian(q, p));
  const known = new Set([...q, ...p]);
  if (reachable([h]).some((node) => node.operation.name === "input" && !known.has(node)))
    throw definitionError(definition, "its Hamiltonian depends on tensors other than its coordinates and momenta");
  return {
    energy: compileScalar([...q, ...p], [h]),
    field: compileScalar([...q, ...p], [...gradient(h, p), ...gradient(h, q).map(neg)]),
  };
}

function callHamiltonian(definition: Pick<SystemDefinition, "name">, call: () => unknown): Tensor {
  let h: unknown;
  try {
    h = call();
  } catch (error) {
    throw definitionError(
      definition,
      `its Hamiltonian fails: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof h !== "object" || h === null || !("operation" in h) || !("shape" in h))
    throw definitionError(
      definition,
      `its Hamiltonian must return a tensor, made of q and p with add, mul, ... (${NO_OPERATORS}); got ${String(h)}`,
    );
  const tensor = h as Tensor;
  if (tensor.shape.length > 0) throw definitionError(definition, "its Hamiltonian is not a scalar");
  return tensor;
}

/**
 * Reach of every component. Declared ones hold for the default constants; with others they grow to what sampled motions
 * need, as does one that was not declared.
 */
function boxOf<Name extends string>(
  { coordinates, constants }: SystemDefinition<Name>,
  system: System,
  allowed: (state: Float64Array) => boolean,
): Float64Array {
  const declared = Float64Array.from(inStateOrder(coordinates), ({ reach }) => reach);
  const usual = (Object.entries(constants) as [Name, number][]).every(
    ([key, value]) => system.constants[key] === value,
  );
  if (usual && !declared.some(Number.isNaN)) return declared;
  const { name, dimension, duration, vectorField, initialState } = system;
  const needed = estimateReach({ name, dimension, duration, vectorField, initialState, allowed });
  return declared.map((reach, i) =>
    Number.isNaN(reach) ? (needed[i] as number) : usual ? reach : Math.max(reach, needed[i] as number),
  );
}

/** The declared scale, or the spread of the energies of sampled initial states. */
function energyScaleOf({ energyScale }: Pick<SystemDefinition, "energyScale">, system: System): number {
  if (!Number.isNaN(energyScale)) return energyScale;
  const energies = Array.from({ length: 50 }, (_, i) =>
    system.energy(system.initialState(randomStream(0, "energy scale", system.name, i))),
  );
  const [low, high] = [Math.min(...energies), Math.max(...energies)];
  // Initial states of one energy: then its own size is all there is to compare with.
  return high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)) ? high - low : Math.max(Math.abs(high), 1e-3);
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

/** The value, made at the first call. */
function lazy<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}
