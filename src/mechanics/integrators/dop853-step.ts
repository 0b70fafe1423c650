import type { VectorField } from "../definition.js";

/** The arrays that a step reads and writes. */
export interface StepArrays {
  /** State at the start of the step. */
  readonly state: Float64Array;
  /** State at its end. */
  readonly next: Float64Array;
  /** Values of the field at the stages 0 to 15. */
  readonly slopes: readonly Float64Array[];
  /** For the arguments of the stages. */
  readonly at: Float64Array;
  /** Coefficients of the dense output, F0 to F6. */
  readonly polynomial: readonly Float64Array[];
}

/** The arithmetic of a step of DOP853. */
export interface Arithmetic {
  /** Computes the stages 1 to 11 and `next` for a step of h seconds; returns its error relative to the tolerance. */
  attempt(field: VectorField, arrays: StepArrays, h: number, tolerance: number): number;
  /** Computes the stages 13 to 15 and the coefficients of the dense output for an accepted step. */
  prepareDense(field: VectorField, arrays: StepArrays, h: number): void;
}
