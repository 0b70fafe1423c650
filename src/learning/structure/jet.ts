import type { StructureTerm, TermPiece } from "./term.js";

/**
 * A piece m(p) g(z(x)) at a list of states, in the form its observations take: the derivative in component a, and H itself
 * as one more component, are v_a g(z) + sum_k w_ka (dg / dz_k)(z). It can be taken to other states without allocating
 * anything.
 */
export class PieceJet {
  /** Components in which the piece has derivatives, and last the index 2d for its value. */
  readonly components: Int32Array;
  /** Number of features r; 0 for a constant instead of a function. */
  readonly size: number;
  /** Whether H is the function itself, times no momentum. */
  readonly potential: boolean;
  /** [count][r], in units of the feature's spread. */
  readonly z: Float64Array;
  /** [count][components] */
  readonly v: Float64Array;
  /** [count][r][components] */
  readonly w: Float64Array;
  readonly #piece: TermPiece;
  readonly #stateSize: number;
  readonly #spread: number;
  /** Places of the feature's components, and of the momenta, among the jet's. */
  readonly #places: Int32Array;
  readonly #momenta: Int32Array;
  readonly #features: Float64Array;
  readonly #jacobian: Float64Array;

  /** For `count` states. */
  constructor(piece: TermPiece, stateSize: number, spread: number, count: number) {
    const { momenta, feature } = piece;
    const own = feature?.components ?? [];
    const ofMomenta = momenta.map((i) => stateSize / 2 + i);
    const derivatives = [...new Set([...own, ...ofMomenta])].sort((a, b) => a - b);
    this.components = Int32Array.of(...derivatives, stateSize);
    const width = this.components.length;
    this.size = feature?.size ?? 0;
    this.potential = momenta.length === 0;
    this.z = new Float64Array(count * this.size);
    this.v = new Float64Array(count * width);
    this.w = new Float64Array(count * this.size * width);
    this.#piece = piece;
    this.#stateSize = stateSize;
    this.#spread = spread;
    this.#places = Int32Array.from(own, (component) => derivatives.indexOf(component));
    this.#momenta = Int32Array.from(ofMomenta, (component) => derivatives.indexOf(component));
    this.#features = new Float64Array(this.size);
    this.#jacobian = new Float64Array(this.size * own.length);
  }

  /** Takes the jet to the states [count][2d]. */
  moveTo(states: Float64Array): this {
    const count = states.length / this.#stateSize;
    for (let i = 0; i < count; i++) this.#move(states, i);
    return this;
  }

  #move(states: Float64Array, i: number): void {
    const { z, v, w, size } = this;
    const { momenta, feature } = this.#piece;
    const width = this.components.length;
    const from = i * this.#stateSize;
    const at = from + this.#stateSize / 2;
    const vAt = i * width;
    let monomial = 1;
    for (const index of momenta) monomial *= states[at + index] as number;
    v.fill(0, vAt, vAt + width);
    v[vAt + width - 1] = monomial;
    for (let k = 0; k < momenta.length; k++) {
      let rest = 1;
      for (let l = 0; l < momenta.length; l++) if (l !== k) rest *= states[at + (momenta[l] as number)] as number;
      const place = vAt + (this.#momenta[k] as number);
      v[place] = (v[place] as number) + rest;
    }
    if (feature === undefined) return;
    feature.evaluate(states, from, this.#features, this.#jacobian);
    const places = this.#places;
    for (let k = 0; k < size; k++) {
      z[i * size + k] = (this.#features[k] as number) / this.#spread;
      for (let c = 0; c < places.length; c++)
        w[(i * size + k) * width + (places[c] as number)] =
          (monomial * (this.#jacobian[k * places.length + c] as number)) / this.#spread;
    }
  }
}

/** Jets of a term's pieces at states [count][2d], their features divided by `spread`. */
export function jetsOf({ pieces }: StructureTerm, states: Float64Array, stateSize: number, spread: number): PieceJet[] {
  return pieces.map((piece) => new PieceJet(piece, stateSize, spread, states.length / stateSize).moveTo(states));
}

/** Root mean square deviation of a term's features at states [count][2d]: a length scale of 1. 1 without features. */
export function featureSpread(term: StructureTerm, states: Float64Array, stateSize: number): number {
  if (term.learned !== undefined) return 1;
  const jets = jetsOf(term, states, stateSize, 1);
  const { size } = jets[0] as PieceJet;
  if (size === 0) return 1;
  const count = states.length / stateSize;
  let square = 0;
  for (let k = 0; k < size; k++) {
    const values = jets.flatMap(({ z }) => Array.from({ length: count }, (_, i) => z[i * size + k] as number));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    square += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / size;
  }
  return Math.sqrt(square) + SMALLEST_SPREAD;
}

/** A feature that stands still must not be divided by nothing. */
const SMALLEST_SPREAD = 1e-9;
