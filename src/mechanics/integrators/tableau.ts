/**
 * Coefficients of Runge-Kutta methods: one type for all explicit ones, on numbers and on tensors, with steps of a given size and of
 * a chosen one.
 *
 * A row of weights is a list of pairs [stage, weight]: zero weights are not listed. Stages count from 0.
 */
export type StageWeights = readonly (readonly [stage: number, weight: number])[];

/** An explicit Runge-Kutta method. */
export interface ExplicitTableau {
  /** Row s: weights of the earlier stages in the argument of stage s. */
  readonly stages: readonly StageWeights[];
  readonly solution: StageWeights;
  /** The solution's weights with fewer operations: sums of slopes times whole numbers, over a divisor. */
  readonly grouped?: GroupedWeights;
}

/** Sums of neighbouring slopes times whole numbers, in order; the whole is divided by `divisor`. */
export interface GroupedWeights {
  readonly groups: readonly (readonly [stages: readonly number[], weight: number])[];
  readonly divisor: number;
}

/** What a method needs to choose its steps itself: embedded errors, and the motion inside of a step. */
export interface AdaptiveTableau extends ExplicitTableau {
  /** Weights of the error estimates of orders 3 and 5. */
  readonly errors: readonly [order3: StageWeights, order5: StageWeights];
  readonly dense: {
    /** Weights in the arguments of the further stages, from 13 on; stage 12 is the field at the end of the step. */
    readonly stages: readonly StageWeights[];
    /** Rows: weights of the upper four coefficients of the dense output. */
    readonly coefficients: readonly StageWeights[];
  };
}

/** An implicit Runge-Kutta method of s stages. */
export interface ImplicitTableau {
  /** a [stage][stage] */
  readonly matrix: readonly (readonly number[])[];
  /** b [stage] */
  readonly weights: readonly number[];
}
