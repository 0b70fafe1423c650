import { orderOf, type Rows, rowOf } from "../gaussian/rows.js";
import type { PieceJet } from "./jet.js";

/** Standard deviation of a term's function (or number) and its length scale in units of the feature's spread. */
export interface TermScales {
  readonly deviation: number;
  readonly length: number;
}

/**
 * Covariances between the components of two jets at two points. With delta = z_i - z_j, u = 1 / l^2 and g's kernel
 * s^2 exp(-u |delta|^2 / 2), that of components c and e is s^2 exp(-u |delta|^2 / 2) (A + B u + C u^2), where
 *
 * A = v_ic v_je,  B = v_ic (w_je . delta) - (w_ic . delta) v_je + w_ic . w_je,  C = -(w_ic . delta) (w_je . delta).
 *
 * Nothing but s and l changes while hyperparameters are looked for: A, B and C are computed once. Writes them for
 * [components of a][components of b][3] at `out[at]`; returns |delta|^2. For numbers in the place of functions there is A alone:
 * [components of a][components of b].
 */
function pairForm(
  a: PieceJet,
  i: number,
  b: PieceJet,
  j: number,
  wide: number,
  other: number,
  out: Float64Array,
  at: number,
) {
  const { size } = a;
  const [allA, allB] = [a.components.length, b.components.length];
  const [vA, vB] = [i * allA, j * allB];
  if (size === 0) {
    for (let c = 0; c < wide; c++)
      for (let e = 0; e < other; e++) out[at + c * other + e] = (a.v[vA + c] as number) * (b.v[vB + e] as number);
    return 0;
  }
  const [wA, wB] = [i * size * allA, j * size * allB];
  if (deltas.length < size) deltas = new Float64Array(size);
  if (slopes.length < other) slopes = new Float64Array(other);
  let square = 0;
  for (let k = 0; k < size; k++) {
    const delta = (a.z[i * size + k] as number) - (b.z[j * size + k] as number);
    deltas[k] = delta;
    square += delta * delta;
  }
  for (let e = 0; e < other; e++) slopes[e] = slopeAlong(b.w, wB + e, allB, size);
  for (let c = 0; c < wide; c++) {
    const left = a.v[vA + c] as number;
    const slopeLeft = slopeAlong(a.w, wA + c, allA, size);
    for (let e = 0; e < other; e++) {
      const right = b.v[vB + e] as number;
      const slopeRight = slopes[e] as number;
      let bend = 0;
      for (let k = 0, l = wA + c, r = wB + e; k < size; k++, l += allA, r += allB)
        bend += (a.w[l] as number) * (b.w[r] as number);
      const place = at + 3 * (c * other + e);
      out[place] = left * right;
      out[place + 1] = left * slopeRight - slopeLeft * right + bend;
      out[place + 2] = -slopeLeft * slopeRight;
    }
  }
  return square;
}

/** Room for delta and for w . delta of all components at the second point, so that a pair of points allocates nothing. */
let deltas = new Float64Array(0);
let slopes = new Float64Array(0);

/** w . delta of the component whose slopes begin at `w[at]`. */
function slopeAlong(w: Float64Array, at: number, stride: number, size: number): number {
  let slope = 0;
  for (let k = 0, place = at; k < size; k++, place += stride) slope += (w[place] as number) * (deltas[k] as number);
  return slope;
}

/** Number of a jet's components that are observed: H itself, the last, only where energies are compared. */
const observedWidth = (jet: PieceJet, energies: boolean) => jet.components.length - (energies ? 0 : 1);

/** Where the entries of a pair of points belong in the matrix of all rows, below its diagonal, at `places[at]`. */
function pairPlaces(a: PieceJet, i: number, b: PieceJet, j: number, rows: Rows, places: Int32Array, at: number): void {
  const order = orderOf(rows);
  const [wide, other] = [observedWidth(a, rows.energies), observedWidth(b, rows.energies)];
  for (let c = 0; c < wide; c++) {
    const row = rowOf(rows, i, a.components[c] as number);
    for (let e = 0; e < other; e++) {
      const column = rowOf(rows, j, b.components[e] as number);
      // Both (c, e) and (e, c) of one point come up: each belongs where it is, one of them above the diagonal.
      places[at + c * other + e] = i === j || row > column ? row * order + column : column * order + row;
    }
  }
}

/** Forms of two jets at pairs of points i >= j: of all pairs, kept, or of one at a time. */
class PieceForms {
  /** Numbers in the place of functions. */
  readonly constant: boolean;
  /** The entry of H with H (the last) where H is the function itself: a constant in it cannot be seen in differences. */
  readonly relative: boolean;
  /** Entries a pair. */
  readonly entries: number;
  /** How many blocks of the symmetric matrix a pair stands for: 2, or 1 where its points are the same [pair]. */
  readonly multiplicities: Float64Array;
  /** |delta|^2 [pair] */
  readonly squares: Float64Array;
  /** [pair][entry][3], of constants [pair][entry] */
  readonly forms: Float64Array;
  /** [pair][entry] */
  readonly places: Int32Array;
  readonly #a: PieceJet;
  readonly #b: PieceJet;
  readonly #rows: Rows;
  readonly #keep: boolean;

  constructor(a: PieceJet, b: PieceJet, rows: Rows, keep: boolean) {
    const { count, energies } = rows;
    this.#a = a;
    this.#b = b;
    this.#rows = rows;
    this.#keep = keep;
    this.constant = a.size === 0;
    this.relative = energies && a.potential && b.potential;
    this.entries = observedWidth(a, energies) * observedWidth(b, energies);
    const pairs = keep ? (count * (count + 1)) / 2 : 1;
    this.multiplicities = new Float64Array(pairs);
    this.squares = new Float64Array(pairs);
    this.forms = new Float64Array(pairs * this.entries * (this.constant ? 1 : 3));
    this.places = new Int32Array(pairs * this.entries);
    if (keep) for (let i = 0, pair = 0; i < count; i++) for (let j = 0; j <= i; j++, pair++) this.#compute(i, j, pair);
  }

  /** Calls `visit` when the arrays hold all pairs: once, or once for each. */
  forEach(visit: () => void): void {
    if (this.#keep) {
      visit();
      return;
    }
    for (let i = 0; i < this.#rows.count; i++)
      for (let j = 0; j <= i; j++) {
        this.#compute(i, j, 0);
        visit();
      }
  }

  #compute(i: number, j: number, pair: number): void {
    const [a, b, rows, at] = [this.#a, this.#b, this.#rows, pair * this.entries];
    const [wide, other] = [observedWidth(a, rows.energies), observedWidth(b, rows.energies)];
    pairPlaces(a, i, b, j, rows, this.places, at);
    this.squares[pair] = pairForm(a, i, b, j, wide, other, this.forms, this.constant ? at : 3 * at);
    this.multiplicities[pair] = i === j ? 1 : 2;
  }
}

/** Adds the covariances of the pairs of points that are there. */
function addPairs(
  matrix: Float64Array,
  { constant, relative, entries, forms, places, squares }: PieceForms,
  { deviation, length }: TermScales,
): void {
  const u = 1 / (length * length);
  const variance = deviation * deviation;
  const pairs = squares.length;
  // Where H is the function itself its last entry is that of H with H.
  const whole = relative ? entries - 1 : entries;
  for (let pair = 0, at = 0; pair < pairs; pair++) {
    const below = constant ? 0 : variance * Math.expm1((-u * (squares[pair] as number)) / 2);
    const kernel = variance + below;
    for (let end = at + whole; at < end; at++) {
      const value = constant
        ? (forms[at] as number)
        : (forms[3 * at] as number) + u * ((forms[3 * at + 1] as number) + u * (forms[3 * at + 2] as number));
      const place = places[at] as number;
      matrix[place] = (matrix[place] as number) + kernel * value;
    }
    if (!relative) continue;
    const place = places[at++] as number;
    matrix[place] = (matrix[place] as number) + below;
  }
}

/** A term's covariance of all rows as a function of its scales. */
export class TermCovariance {
  readonly #pieces: readonly PieceForms[];

  /** `keep` what does not depend on the scales, for evaluations at many of them. */
  constructor(jets: readonly PieceJet[], rows: Rows, keep: boolean) {
    this.#pieces = jets.flatMap((a) => jets.map((b) => new PieceForms(a, b, rows, keep)));
  }

  /** Adds it to the lower triangle of the matrix of all rows: with each of several scales to a matrix of its own. */
  addTo(matrices: readonly Float64Array[], scales: readonly TermScales[]): void {
    for (const piece of this.#pieces)
      piece.forEach(() => {
        for (let m = 0; m < matrices.length; m++) addPairs(matrices[m] as Float64Array, piece, scales[m] as TermScales);
      });
  }

  /**
   * Sums over the whole symmetric matrix of weights times the derivatives of the covariance in the logarithms of the
   * deviation and the length.
   */
  contract(weights: Float64Array, scales: TermScales): { deviation: number; length: number } {
    const slope = { deviation: 0, length: 0 };
    for (const piece of this.#pieces)
      piece.forEach(() => {
        contractPairs(weights, piece, scales, slope);
      });
    return slope;
  }
}

/** Adds to `slope` what the pairs of points that are there contribute. */
function contractPairs(
  weights: Float64Array,
  { constant, relative, entries, forms, places, squares, multiplicities }: PieceForms,
  { deviation, length }: TermScales,
  slope: { deviation: number; length: number },
): void {
  const u = 1 / (length * length);
  const variance = deviation * deviation;
  const pairs = squares.length;
  let [byDeviation, byLength] = [slope.deviation, slope.length];
  for (let pair = 0, at = 0; pair < pairs; pair++) {
    const square = u * (squares[pair] as number);
    const scale = (multiplicities[pair] as number) * variance;
    const kernel = constant ? scale : scale * Math.exp(-square / 2);
    let [values, slopes] = [0, 0];
    for (const end = at + entries; at < end; at++) {
      const weight = weights[places[at] as number] as number;
      if (constant) {
        values += weight * (forms[at] as number);
        continue;
      }
      const first = u * (forms[3 * at + 1] as number);
      const second = u * u * (forms[3 * at + 2] as number);
      values += weight * ((forms[3 * at] as number) + first + second);
      slopes += weight * (first + 2 * second);
    }
    byDeviation += 2 * kernel * values;
    if (relative) byDeviation -= 2 * scale * (weights[places[at - 1] as number] as number);
    byLength += kernel * (square * values - 2 * slopes);
  }
  slope.deviation = byDeviation;
  slope.length = byLength;
}

/**
 * Covariance of a term's components at one point (jets `at` of a single state) with all rows: `out` [2d + 1][rows], its
 * last row that of H, is added to.
 */
export function addCrossCovariance(
  out: Float64Array,
  at: readonly PieceJet[],
  jets: readonly PieceJet[],
  { deviation, length }: TermScales,
  rows: Rows,
): void {
  const u = 1 / (length * length);
  const order = orderOf(rows);
  for (const a of at)
    for (const b of jets) {
      const [wide, other] = [a.components.length, observedWidth(b, rows.energies)];
      const stride = a.size === 0 ? 1 : 3;
      const forms = new Float64Array(stride * wide * other);
      for (let j = 0; j < rows.count; j++) {
        const square = pairForm(a, 0, b, j, wide, other, forms, 0);
        const kernel = deviation * deviation * Math.exp((-u * square) / 2);
        for (let c = 0; c < wide; c++)
          for (let e = 0; e < other; e++) {
            const k = stride * (c * other + e);
            const value =
              stride === 1
                ? (forms[k] as number)
                : (forms[k] as number) + u * ((forms[k + 1] as number) + u * (forms[k + 2] as number));
            const place = (a.components[c] as number) * order + rowOf(rows, j, b.components[e] as number);
            out[place] = (out[place] as number) + kernel * value;
          }
      }
    }
}

/** Prior covariance of H at two single states. */
export function energyCovariance(
  at: readonly PieceJet[],
  others: readonly PieceJet[],
  { deviation, length }: TermScales,
): number {
  let total = 0;
  for (const a of at)
    for (const b of others) {
      let square = 0;
      for (let k = 0; k < a.size; k++) square += ((a.z[k] as number) - (b.z[k] as number)) ** 2;
      const kernel = deviation * deviation * Math.exp(-square / (2 * length * length));
      total += kernel * (a.v.at(-1) as number) * (b.v.at(-1) as number);
    }
  return total;
}
