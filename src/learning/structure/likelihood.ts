import { cholesky, choleskySolve, inverseDiagonalBlocks, logDeterminant } from "../../numerics/index.js";
import { type Conditioned, conditionOn, likelihoodSlopes } from "../gaussian/conditioned.js";
import {
  differenceRows,
  differenceVector,
  type EnergyPairs,
  spreadRows,
  spreadVector,
} from "../gaussian/energy-rows.js";
import { orderOf, type Rows } from "../gaussian/rows.js";
import { TermCovariance, type TermScales } from "./covariance.js";
import { type Hyperprior, layoutOf, type PriorLayout } from "./hyperprior.js";
import { featureSpread, jetsOf, type PieceJet } from "./jet.js";
import { LearnedCovariance } from "./learned-term.js";
import { NOISES, NoiseCovariance, type NoiseModel } from "./noise.js";
import type { StructureTerm } from "./term.js";

/** Observed derivatives of H and differences of H, in units. */
export interface StructureData {
  /** 2d */
  readonly stateSize: number;
  readonly count: number;
  /** Where the rows are taken [count][2d]: the observed states, or better ones. */
  readonly states: Float64Array;
  /** dH/dx [count][2d] */
  readonly gradients: Float64Array;
  /** H of every point but for one constant a motion [count]: 0 where the states are the observed ones. */
  readonly energies: Float64Array;
  /** Points between which H is compared. */
  readonly pairs: EnergyPairs;
  readonly noise: NoiseModel;
}

/** Share of its own variance that is added to every observation: what float64 needs to factorise smooth kernels. */
const NUGGET = 1e-13;
/** What the final process begins with. */
export const SMALLEST_NUGGET = 1e-14;
const LARGEST_NUGGET = 1e-7;
/** Differences of H follow from the derivatives where these are many: they need more. */
const ENERGY_NUGGET = 1e-12;

/** A structured process conditioned on its data: every derivative, then every compared pair. */
export interface ConditionedStructure extends Conditioned {
  readonly nugget: number;
}

export interface ConditionOptions {
  /** The nugget to begin with (default: the likelihood's own). */
  readonly smallest?: number;
  readonly largest?: number;
  /** The covariance with these hyperparameters, where it is there already; it is used up. */
  readonly covariance?: Float64Array | undefined;
  /** Room for its factor [observations][observations]. */
  readonly lower?: Float64Array | undefined;
}

/** How a likelihood is set up. */
export interface LikelihoodOptions {
  /** Units of every term's features; taken from the data where they are not given. */
  readonly spreads?: readonly number[] | undefined;
  /** It will be evaluated for many hyperparameters. */
  readonly climbs?: boolean;
  /** What the likelihood takes for the limit of float64, as a share of every observation's variance. */
  readonly nugget?: number;
}

/** The process of a list of terms on fixed data: its marginal likelihood as a function of the hyperparameters. */
export class StructureLikelihood {
  readonly terms: readonly StructureTerm[];
  readonly data: StructureData;
  readonly nugget: number;
  readonly layout: PriorLayout;
  /** Units of every term's features. */
  readonly spreads: readonly number[];
  readonly jets: readonly (readonly PieceJet[])[];
  readonly rows: Rows;
  /** Of every term. */
  readonly termCovariances: readonly (TermCovariance | LearnedCovariance)[];
  readonly #noise: NoiseCovariance;
  /** Derivatives, then differences of H. */
  readonly #observed: Float64Array;
  /** Matrices that every evaluation of the objective writes anew: allocating them takes as long as factorising. */
  #room: { readonly rows: Float64Array; readonly compared: Float64Array; readonly lower: Float64Array } | undefined;

  constructor(
    terms: readonly StructureTerm[],
    data: StructureData,
    { spreads, climbs = false, nugget = NUGGET }: LikelihoodOptions = {},
  ) {
    const { states, stateSize, count, pairs } = data;
    this.terms = terms;
    this.data = data;
    this.nugget = nugget;
    this.layout = layoutOf(terms);
    this.spreads = spreads ?? terms.map((term) => featureSpread(term, states, stateSize));
    this.jets = terms.map((term, t) => jetsOf(term, states, stateSize, this.spreads[t] as number));
    this.rows = { stateSize, count, energies: pairs.count > 0 };
    this.termCovariances = terms.map(({ learned }, t) =>
      learned === undefined
        ? new TermCovariance(this.jets[t] as readonly PieceJet[], this.rows, climbs)
        : new LearnedCovariance(learned, states, this.rows),
    );
    this.#noise = new NoiseCovariance(data.noise, this.rows);
    this.#observed = this.compare(Float64Array.of(...data.gradients, ...data.energies));
  }

  scalesOf(theta: Float64Array, term: number): TermScales {
    const at = this.layout.lengths[term] as number;
    return { deviation: Math.exp(theta[term] as number), length: at < 0 ? 1 : Math.exp(theta[at] as number) };
  }

  /** Logarithms of the relative noises. */
  noiseOf(theta: Float64Array): Float64Array {
    return theta.subarray(this.layout.noise, this.layout.noise + NOISES);
  }

  /** Derivatives and energies of all points as observations: energies become differences between the points of pairs. */
  compare(values: Float64Array): Float64Array {
    const { count, stateSize, pairs } = this.data;
    return differenceVector(values, count * stateSize, pairs);
  }

  /** Weights of derivatives and energies from weights of observations. */
  spread(weights: Float64Array): Float64Array {
    const { count, stateSize, pairs } = this.data;
    return pairs.count === 0 ? weights : spreadVector(weights, count * stateSize, count, pairs);
  }

  /** The covariances of all observations with their noise, lower triangles: one for each of several hyperparameters. */
  covariances(thetas: readonly Float64Array[]): Float64Array[] {
    const order = orderOf(this.rows);
    // Where nothing but the noise differs, the terms are the same.
    const first = thetas.map((theta) => thetas.findIndex((other) => this.#sameTerms(theta, other)));
    const distinct = thetas.filter((_, m) => first[m] === m);
    const ofTerms = distinct.map(() => new Float64Array(order * order));
    this.#addTerms(ofTerms, distinct);
    const matrices = thetas.map((_, m) => {
      const own = ofTerms[distinct.indexOf(thetas[first[m] as number] as Float64Array)] as Float64Array;
      return first[m] === m ? own : own.slice();
    });
    return matrices.map((matrix, m) => this.#observe(matrix, thetas[m] as Float64Array));
  }

  /** Adds the covariances of all rows without noise, lower triangles: each of the hyperparameters to a matrix of its own. */
  #addTerms(matrices: readonly Float64Array[], thetas: readonly Float64Array[]): void {
    this.termCovariances.forEach((covariance, t) => {
      covariance.addTo(
        matrices,
        thetas.map((theta) => this.scalesOf(theta, t)),
      );
    });
  }

  /** The covariance of observations from that of rows without noise, which is used up; into `compared` where energies are. */
  #observe(matrix: Float64Array, theta: Float64Array, compared?: Float64Array): Float64Array {
    const { count, stateSize, pairs } = this.data;
    this.#noise.addTo(matrix, this.noiseOf(theta));
    return pairs.count === 0 ? matrix : differenceRows(matrix, count * stateSize, count, pairs, compared);
  }

  #sameTerms(theta: Float64Array, other: Float64Array): boolean {
    return theta.subarray(0, this.layout.noise).every((value, i) => value === other[i]);
  }

  /** Nuggets of all observations, as shares of their variances. */
  #share(row: number, nugget: number): number {
    return row < this.data.gradients.length ? nugget : Math.max(nugget, ENERGY_NUGGET);
  }

  /**
   * Conditions on the data with the smallest nugget that lets the covariance be factorised; undefined where none does. Uses
   * up `covariance`, that of `theta`.
   */
  condition(
    theta: Float64Array,
    { smallest = this.nugget, largest = LARGEST_NUGGET, covariance, lower }: ConditionOptions = {},
  ): ConditionedStructure | undefined {
    const matrix = covariance ?? (this.covariances([theta])[0] as Float64Array);
    const observed = this.#observed;
    const size = observed.length;
    const diagonal = Float64Array.from({ length: size }, (_, row) => matrix[row * (size + 1)] as number);
    for (let nugget = smallest; nugget <= largest * 1.001; nugget *= 10) {
      for (let row = 0; row < size; row++)
        matrix[row * (size + 1)] = (diagonal[row] as number) * (1 + this.#share(row, nugget));
      const conditioned = conditionOn(matrix, observed, lower);
      if (conditioned === undefined) continue;
      return Number.isFinite(conditioned.logLikelihood) ? { ...conditioned, nugget } : undefined;
    }
    return undefined;
  }

  /**
   * Minus the log marginal likelihood of the hyperparameters `theta` and its gradient: d log p / d theta =
   * tr((a a^T - K^-1) dK / d theta) / 2 with a = K^-1 y (Rasmussen and Williams 2006, equation 5.9). Infinite where the
   * covariance cannot be factorised.
   */
  objective(theta: Float64Array, gradient: Float64Array): number {
    const { count, stateSize, pairs } = this.data;
    const size = this.#observed.length;
    this.#room ??= {
      rows: new Float64Array(orderOf(this.rows) ** 2),
      compared: new Float64Array(size ** 2),
      lower: new Float64Array(size ** 2),
    };
    const { rows, compared, lower } = this.#room;
    rows.fill(0);
    this.#addTerms([rows], [theta]);
    const covariance = this.#observe(rows, theta, compared);
    const conditioned = this.condition(theta, { largest: this.nugget, covariance, lower });
    gradient.fill(0);
    if (conditioned === undefined) return Number.POSITIVE_INFINITY;
    const slopes = likelihoodSlopes(conditioned, compared);
    // The nugget is a share of the diagonal and scales with it.
    for (let row = 0; row < size; row++)
      slopes[row * (size + 1)] = (slopes[row * (size + 1)] as number) * (1 + this.#share(row, this.nugget));
    const w = pairs.count === 0 ? slopes : spreadRows(slopes, count * stateSize, count, pairs, rows);
    this.termCovariances.forEach((covariance, t) => {
      const slope = covariance.contract(w, this.scalesOf(theta, t));
      gradient[t] = (gradient[t] as number) + slope.deviation;
      const at = this.layout.lengths[t] as number;
      if (at >= 0) gradient[at] = (gradient[at] as number) + slope.length;
    });
    this.#noise.contract(w, this.noiseOf(theta), this.noiseOf(gradient));
    return -conditioned.logLikelihood;
  }

  /**
   * How well every point's derivatives are predicted from all else (leave-one-out: Rasmussen and Williams 2006, section
   * 5.4.2, a block of K^-1 for each point); undefined where nothing can be factorised.
   */
  leaveOneOut(theta: Float64Array, options: ConditionOptions = {}): LeaveOneOut | undefined {
    const conditioned = this.condition(theta, options);
    if (conditioned === undefined) return undefined;
    const { factor, weights } = conditioned;
    const { count, stateSize } = this.data;
    const blocks = inverseDiagonalBlocks(factor, stateSize, count);
    let [density, square] = [0, 0];
    for (let i = 0; i < count; i++) {
      const precision = cholesky(blocks.subarray(i * stateSize ** 2, (i + 1) * stateSize ** 2), stateSize);
      if (precision === undefined) return undefined;
      const own = weights.subarray(i * stateSize, (i + 1) * stateSize);
      const residual = choleskySolve(precision, own);
      const fit = own.reduce((sum, weight, a) => sum + weight * (residual[a] as number), 0);
      density += (logDeterminant(precision) - fit - stateSize * Math.log(2 * Math.PI)) / 2;
      square += residual.reduce((sum, value) => sum + value * value, 0);
    }
    return { conditioned, density, square };
  }
}

export interface LeaveOneOut {
  /** The process with all points. */
  readonly conditioned: ConditionedStructure;
  /** Log density of the points' derivatives, summed over the points. */
  readonly density: number;
  /** Squared error of their means, in units, summed over points and components. */
  readonly square: number;
}

/** Hyperparameters that a climb ended at, the likelihood that was climbed and the belief that it was under. */
export interface Climbed {
  readonly likelihood: StructureLikelihood;
  readonly hyperprior: Hyperprior;
  readonly theta: Float64Array;
}

/** The process with chosen hyperparameters, conditioned on its data. */
export interface FittedStructure {
  readonly likelihood: StructureLikelihood;
  /** Logarithms of the hyperparameters, in the order of the likelihood's layout. */
  readonly theta: Float64Array;
  readonly conditioned: ConditionedStructure;
  /** Where its hyperparameters come from, for what is left uncertain of them. */
  readonly climbed?: Climbed | undefined;
}
