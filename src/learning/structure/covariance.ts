import type { Jet } from "./jet.js";
import { orderOf, type Rows, rowOf } from "./rows.js";

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
 * [components of a][components of b][3] at `out[at]`; returns |delta|^2.
 */
function pairForm(a: Jet, i: number, b: Jet, j: number, wide: number, other: number, out: Float64Array, at: number) {
  const { size } = a;
  const [allA, allB] = [a.components.length, b.components.length];
  let square = 0;
  for (let k = 0; k < size; k++) {
    const delta = (a.z[i * size + k] as number) - (b.z[j * size + k] as number);
    square += delta * delta;
  }
  for (let c = 0; c < wide; c++) {
    const left = a.v[i * allA + c] as number;
    for (let e = 0; e < other; e++) {
      const right = b.v[j * allB + e] as number;
      let [slopeLeft, slopeRight, bend] = [0, 0, 0];
      for (let k = 0; k < size; k++) {
        const delta = (a.z[i * size + k] as number) - (b.z[j * size + k] as number);
        const wLeft = a.w[(i * size + k) * allA + c] as number;
        const wRight = b.w[(j * size + k) * allB + e] as number;
        slopeLeft += wLeft * delta;
        slopeRight += wRight * delta;
        bend += wLeft * wRight;
      }
      const place = at + 3 * (c * other + e);
      out[place] = left * right;
      out[place + 1] = left * slopeRight - slopeLeft * right + bend;
      out[place + 2] = -slopeLeft * slopeRight;
    }
  }
  return square;
}

/** Number of a jet's components that are observed: H itself, the last, only where energies are compared. */
const observedWidth = (jet: Jet, energies: boolean) => jet.components.length - (energies ? 0 : 1);

/** Where the entries of a pair of points belong in the matrix of all rows, below its diagonal, at `places[at]`. */
function pairPlaces(a: Jet, i: number, b: Jet, j: number, rows: Rows, places: Int32Array, at: number): void {
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

/** The forms of two jets at pairs of points i >= j: of all of them, or of one at a time. */
class PieceForms {
  readonly constant: boolean;
  /** The entry of H with H (the last) where H is the function itself: a constant in it cannot be seen in differences. */
  readonly relative: boolean;
  /** Entries a pair. */
  readonly entries: number;
  /** |delta|^2 of the pair that was loaded. */
  square = 0;
  /** [pair][entry][3] */
  readonly forms: Float64Array;
  /** [pair][entry] */
  readonly places: Int32Array;
  readonly #squares: Float64Array | undefined;
  readonly #a: Jet;
  readonly #b: Jet;
  readonly #rows: Rows;

  constructor(a: Jet, b: Jet, rows: Rows, keep: boolean) {
    const { count, energies } = rows;
    this.#a = a;
    this.#b = b;
    this.#rows = rows;
    this.constant = a.size === 0;
    this.relative = energies && a.potential && b.potential;
    this.entries = observedWidth(a, energies) * observedWidth(b, energies);
    const pairs = keep ? (count * (count + 1)) / 2 : 1;
    this.forms = new Float64Array(pairs * this.entries * 3);
    this.places = new Int32Array(pairs * this.entries);
    if (!keep) return;
    const squares = new Float64Array(pairs);
    for (let i = 0, pair = 0; i < count; i++)
      for (let j = 0; j <= i; j++, pair++) squares[pair] = this.#compute(i, j, pair * this.entries);
    this.#squares = squares;
  }

  /** Makes the pair (i, j), the `pair`th, ready; returns where its entries begin. */
  load(i: number, j: number, pair: number): number {
    this.square = this.#squares === undefined ? this.#compute(i, j, 0) : (this.#squares[pair] as number);
    return this.#squares === undefined ? 0 : pair * this.entries;
  }

  #compute(i: number, j: number, at: number): number {
    const [a, b, { energies }] = [this.#a, this.#b, this.#rows];
    pairPlaces(a, i, b, j, this.#rows, this.places, at);
    return pairForm(a, i, b, j, observedWidth(a, energies), observedWidth(b, energies), this.forms, 3 * at);
  }
}

/** Adds the covariances of the pair of points that was loaded, whose entries begin at `from`. */
function addPair(
  matrix: Float64Array,
  { constant, relative, entries, forms, places, square }: PieceForms,
  from: number,
  { deviation, length }: TermScales,
): void {
  const u = 1 / (length * length);
  const variance = deviation * deviation;
  const below = constant ? 0 : variance * Math.expm1((-u * square) / 2);
  const kernel = variance + below;
  for (let k = 0, at = from; k < entries; k++, at++) {
    const value = (forms[3 * at] as number) + u * ((forms[3 * at + 1] as number) + u * (forms[3 * at + 2] as number));
    const place = places[at] as number;
    matrix[place] = (matrix[place] as number) + (relative && k === entries - 1 ? below : kernel * value);
  }
}

/** A term's covariance of all rows as a function of its scales. */
export class TermCovariance {
  readonly #pieces: readonly PieceForms[];
  readonly #count: number;

  /** `keep` what does not depend on the scales, for evaluations at many of them. */
  constructor(jets: readonly Jet[], rows: Rows, keep: boolean) {
    this.#pieces = jets.flatMap((a) => jets.map((b) => new PieceForms(a, b, rows, keep)));
    this.#count = rows.count;
  }

  /** Adds it to the lower triangle of the matrix of all rows: with each of several scales to a matrix of its own. */
  addTo(matrices: readonly Float64Array[], scales: readonly TermScales[]): void {
    for (const piece of this.#pieces)
      for (let i = 0, pair = 0; i < this.#count; i++)
        for (let j = 0; j <= i; j++, pair++) {
          const from = piece.load(i, j, pair);
          for (let m = 0; m < matrices.length; m++)
            addPair(matrices[m] as Float64Array, piece, from, scales[m] as TermScales);
        }
  }

  /**
   * Sums over the whole symmetric matrix of weights times the derivatives of the covariance in the logarithms of the
   * deviation and the length.
   */
  contract(weights: Float64Array, { deviation, length }: TermScales): { deviation: number; length: number } {
    const u = 1 / (length * length);
    const variance = deviation * deviation;
    let [byDeviation, byLength] = [0, 0];
    for (const piece of this.#pieces) {
      const { constant, relative, entries, forms, places } = piece;
      for (let i = 0, pair = 0; i < this.#count; i++)
        for (let j = 0; j <= i; j++, pair++) {
          const from = piece.load(i, j, pair);
          const square = u * piece.square;
          // Pairs of different points stand for two blocks of the matrix.
          const scale = (i === j ? 1 : 2) * variance;
          const kernel = constant ? scale : scale * Math.exp(-square / 2);
          let [values, slopes] = [0, 0];
          for (let k = 0, at = from; k < entries; k++, at++) {
            const weight = weights[places[at] as number] as number;
            const first = u * (forms[3 * at + 1] as number);
            const second = u * u * (forms[3 * at + 2] as number);
            values += weight * ((forms[3 * at] as number) + first + second);
            slopes += weight * (first + 2 * second);
          }
          byDeviation += 2 * kernel * values;
          if (relative) byDeviation -= 2 * scale * (weights[places[from + entries - 1] as number] as number);
          byLength += kernel * (square * values - 2 * slopes);
        }
    }
    return { deviation: byDeviation, length: byLength };
  }
}

/**
 * Covariance of a term's components at one point (jets `at` of a single state) with all rows: `out` [2d + 1][rows], its
 * last row that of H, is added to.
 */
export function addCrossCovariance(
  out: Float64Array,
  at: readonly Jet[],
  jets: readonly Jet[],
  { deviation, length }: TermScales,
  rows: Rows,
): void {
  const u = 1 / (length * length);
  const order = orderOf(rows);
  for (const a of at)
    for (const b of jets) {
      const [wide, other] = [a.components.length, observedWidth(b, rows.energies)];
      const forms = new Float64Array(3 * wide * other);
      for (let j = 0; j < rows.count; j++) {
        const square = pairForm(a, 0, b, j, wide, other, forms, 0);
        const kernel = deviation * deviation * Math.exp((-u * square) / 2);
        for (let c = 0; c < wide; c++)
          for (let e = 0; e < other; e++) {
            const k = 3 * (c * other + e);
            const value = (forms[k] as number) + u * ((forms[k + 1] as number) + u * (forms[k + 2] as number));
            const place = (a.components[c] as number) * order + rowOf(rows, j, b.components[e] as number);
            out[place] = (out[place] as number) + kernel * value;
          }
      }
    }
}

/** Prior covariance of H at two single states. */
export function energyCovariance(
  at: readonly Jet[],
  others: readonly Jet[],
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
