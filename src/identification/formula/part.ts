import type { TermChoice } from "../choice/candidate.js";

/** A term of a formula: what is believed of its coefficients, and where a search for them begins. */
export interface Part extends TermChoice {
  /** Tells parts of one library apart. */
  readonly name: string;
  readonly deviation: readonly number[];
  readonly start: readonly number[];
  /** Numbers of the coefficients in which the term is not linear: exponents, centres, decays. */
  readonly nonlinear: readonly number[];
  /** Whether it was chosen from a library. */
  readonly chosen: boolean;
}

/** What every part of a library that a formula takes up costs (natural log): it was chosen among about as many. */
export const PART_COST = Math.log(20);
