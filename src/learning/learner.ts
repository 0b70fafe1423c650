import type { Random } from "../base/random.js";
import type { Program } from "../graph/index.js";
import type { Place, Quantity, VectorField } from "../mechanics/index.js";

/** A degree of freedom as one knows it before any motion is seen: where it sits, and what its two quantities are called. */
export interface PhaseCoordinate extends Place {
  readonly position: Quantity;
  readonly momentum: Quantity;
}

/**
 * What is known of a system before any of its motions is seen: bodies and canonical coordinates, not the law. A `System`
 * is one in its form; `phaseSpaceOf` leaves out everything else.
 *
 * An own state is `[q of every coordinate..., p of every coordinate...]` (2d numbers).
 */
export interface PhaseSpace {
  /** Number of bodies: nodes of a graph. */
  readonly bodies: number;
  /** Number of degrees of freedom d. */
  readonly dimension: number;
  /** The d coordinates, by ascending body and slot. */
  readonly coordinates: readonly PhaseCoordinate[];
  /** The remaining slots of the bodies, which stand at 0. */
  readonly surplus: readonly PhaseCoordinate[];
}

/** Measured points: states and their time derivatives. */
export interface Observations {
  /** Number of points K. */
  readonly count: number;
  /** Own states [K][2d]. */
  readonly states: Float64Array;
  /** Their time derivatives [K][2d]: dq/dt, then dp/dt. */
  readonly derivatives: Float64Array;
  /** Number of the motion that each point lies on [K]; all on one motion where it is left out. */
  readonly motions?: ArrayLike<number> | undefined;
}

/** What a learner made of some observations: a field to integrate, in float64 and own order. */
export interface LearnedSystem {
  /** Writes dx/dt at the own state `state` into `out`; both have 2d numbers. */
  readonly vectorField: VectorField;
  /** Learned H of an own state, up to a constant; absent where there is none. */
  energy?(state: Float64Array): number;
  /** Predictive standard deviation of every component of the field, of 2d numbers; absent where there is none. */
  readonly fieldDeviation?: VectorField;
  /** Standard deviation of H(state) - H(reference); absent where there is none. */
  energyDeviation?(state: Float64Array, reference: Float64Array): number;
  /** Draws a field from what the observations leave possible; many such fields give bands of trajectories. */
  sampleField?(random: Random): VectorField;
  /** The learned H, up to a constant, and the field as a tensor program of one row, `state` [1, 2d] -> `energy` [1, 1], `derivative` [1, 2d], whose ONNX model takes any number of rows; absent where there is none. */
  program?(): Program<"energy" | "derivative">;
  /** How large the parts are that H and, at most, a component of the field add up from at a state: what rounding is relative to. */
  magnitudes?(state: Float64Array): { readonly energy: number; readonly derivative: number };
  /** What the adaptation chose, for people and reports: length scales, a ridge, the number of steps. */
  readonly choices?: Readonly<Record<string, number | string | readonly number[]>>;
  /** Gives engines and their memory back; nothing else of the object may be used afterwards. */
  close?(): Promise<void>;
}

export interface AdaptOptions {
  /** All randomness of the adaptation. */
  readonly random: Random;
  /** Stops the adaptation, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A method that makes a field out of a handful of points of a system that it has never seen. */
export interface Learner {
  /** Lower case with hyphens. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  adapt(space: PhaseSpace, observations: Observations, options: AdaptOptions): Promise<LearnedSystem>;
}

/** The phase space of a system and nothing of its law. */
export function phaseSpaceOf({ bodies, dimension, coordinates, surplus }: PhaseSpace): PhaseSpace {
  const quantity = ({ name, unit }: Quantity): Quantity => ({ name, unit });
  const place = ({ body, slot, position, momentum }: PhaseCoordinate): PhaseCoordinate => ({
    body,
    slot,
    position: quantity(position),
    momentum: quantity(momentum),
  });
  return { bodies, dimension, coordinates: coordinates.map(place), surplus: surplus.map(place) };
}
