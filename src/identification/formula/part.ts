import type { TermChoice } from "../choice/fitting/candidate.js";

/** A term of a formula: what is believed of its coefficients, and where a search for them begins. */
export interface Part extends TermChoice {
  /** Tells parts of one library apart. */
  readonly name: string;
  readonly deviation: readonly number[];
  readonly start: readonly number[];
  /** Numbers of the coefficients in which the term is not linear: exponents, centres, decays. */
  readonly nonlinear: readonly number[];
  /** What its choice from a library costs (natural log); 0 for a part of the law itself. */
  readonly cost: number;
}

/** What a part of a library costs: it was chosen among about as many. */
export const PART_COST = Math.log(20);
/** The same of shapes that mechanics meets less often than powers and cosines. */
export const RARE_COST = 2 * PART_COST;

export const costOf = (parts: readonly Part[]) => parts.reduce((sum, { cost }) => sum + cost, 0);
