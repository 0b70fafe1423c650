import type { Random } from "../base/random.js";
import type { Tensor } from "../graph/index.js";

/** Writes the time derivative of `state` into `out`; both have 2d numbers and are not the same array. */
export type VectorField = (state: Float64Array, out: Float64Array) => void;

/** A named number with a unit. */
export interface Quantity {
  readonly name: string;
  /** SI notation, such as "kg m/s"; "1" where there is none. */
  readonly unit: string;
}

/** A quantity that sampled motions keep within [-reach, reach] (a sampled motion that leaves it is redrawn). */
export interface BoundedQuantity extends Quantity {
  readonly reach: number;
}

/** Where a coordinate sits among the two-dimensional bodies that a graph network sees. */
export interface Place {
  /** Body, counted from 0. */
  readonly body: number;
  /** First or second coordinate of that body. */
  readonly slot: 0 | 1;
}

/** A degree of freedom: a generalised position and its conjugate momentum. */
export interface Coordinate extends Place {
  readonly position: BoundedQuantity;
  readonly momentum: BoundedQuantity;
}

/** A coordinate that the system does not have: it stands at 0 so that every body is a two-dimensional node. */
export interface SurplusCoordinate extends Place {
  readonly position: Quantity;
  readonly momentum: Quantity;
}

/** Constants by name. */
export type Constants<Name extends string = string> = Readonly<Record<Name, number>>;

/**
 * A Hamiltonian system, declared once; `defineSystem` derives everything else from it.
 *
 * An own state is `[q of every coordinate..., p of every coordinate...]` in the order of `coordinates` (2d numbers).
 */
export interface SystemDefinition<Name extends string = string> {
  /** Lower case with hyphens; also names the system's random streams and files. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Number of bodies: nodes of the graph. */
  readonly bodies: number;
  /** The d degrees of freedom, by ascending body and slot. */
  readonly coordinates: readonly Coordinate[];
  /** The remaining slots of the bodies. */
  readonly surplus: readonly SurplusCoordinate[];
  /** Default values of the constants. */
  readonly constants: Constants<Name>;
  /** The Hamiltonian as text, for people. */
  readonly formula: string;
  /** Samples a trajectory, both ends included. */
  readonly samples: number;
  /** Time from the first to the last sample, seconds. */
  readonly duration: number;
  /** Where the system, its span and its initial conditions come from. */
  readonly source: string;
  /** Typical spread of the energies of sampled motions, J: relative energy errors are relative to this. */
  readonly energyScale: number;
  /** The Hamiltonian as a scalar tensor of d scalar positions and d scalar momenta. */
  hamiltonian(q: readonly Tensor[], p: readonly Tensor[], constants: Constants<Name>): Tensor;
  /** Draws an own state (2d numbers) from the documented distribution. */
  initialState(random: Random, constants: Constants<Name>): Float64Array;
  /** Whether a sampled motion may pass through this own state; else it is redrawn. Asked after every step. */
  acceptable?(state: Float64Array): boolean;
}

/** A coordinate as `defineSystem` takes it: its name, or as much of it as is known. */
export type CoordinateInput =
  | string
  | {
      /** Name of the position. */
      readonly name: string;
      /** Unit of the position; "1" by default. */
      readonly unit?: string;
      /** Largest |position| of sampled motions; estimated by default. */
      readonly reach?: number;
      /** The conjugate momentum; `p_<name>` by default. */
      readonly momentum?: { readonly name?: string; readonly unit?: string; readonly reach?: number };
    };

/** What `defineSystem` asks for; everything that is left out is derived (see there). */
export interface SystemInput<Name extends string = string>
  extends Partial<Omit<SystemDefinition<Name>, "coordinates" | "initialState" | "hamiltonian" | "name">> {
  readonly name: string;
  readonly coordinates: readonly (CoordinateInput | Coordinate)[];
  /** The Hamiltonian as a scalar tensor of d scalar positions and d scalar momenta, made with the operations of `graph`. */
  hamiltonian(q: Tensor[], p: Tensor[], constants: Constants<Name>): Tensor;
  /**
   * Initial conditions: a function that draws an own state (2d numbers, positions first), or for every position and momentum its
   * value or the interval that it is drawn from, uniformly.
   */
  readonly initialState:
    | ((random: Random, constants: Constants<Name>) => ArrayLike<number>)
    | Readonly<Record<string, number | readonly [low: number, high: number]>>;
}
