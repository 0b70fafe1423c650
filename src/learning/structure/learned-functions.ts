/** Functions of a state that something has learned, in units: a term of H that is linear in as many numbers, each N(0, 1). */
export interface LearnedFunctions {
  /** Number of functions F. */
  readonly size: number;
  /** Derivatives of all functions in the components of states [count][2d], then their values: [count][2d + 1][F]. */
  jets(states: Float64Array): Float64Array;
  /** The sum of the functions with weights [F]: writes its derivatives, returns its value. */
  combine(weights: Float64Array): (state: Float64Array, gradient: Float64Array) => number;
}
