import type { Piece, Term } from "./term.js";

/**
 * A piece m(p) g(z(x)) at a list of states, in the form its observations take: the derivative in component a, and H itself
 * as one more component, are v_a g(z) + sum_k w_ka (dg / dz_k)(z).
 */
export interface Jet {
  /** Components in which the piece has derivatives, and last the index 2d for its value. */
  readonly components: Int32Array;
  /** Number of features r; 0 for a constant instead of a function. */
  readonly size: number;
  /** [count][r], in units of the feature's spread. */
  readonly z: Float64Array;
  /** [count][components] */
  readonly v: Float64Array;
  /** [count][r][components] */
  readonly w: Float64Array;
}

/** Jets of a term's pieces at states [count][2d], their features divided by `spread`. */
export function jetsOf({ pieces }: Term, states: Float64Array, stateSize: number, spread: number): Jet[] {
  return pieces.map((piece) => jetOf(piece, states, stateSize, spread));
}

function jetOf({ momenta, feature }: Piece, states: Float64Array, stateSize: number, spread: number): Jet {
  const d = stateSize / 2;
  const count = states.length / stateSize;
  const derivatives = [...new Set([...(feature?.components ?? []), ...momenta.map((i) => d + i)])].sort(
    (a, b) => a - b,
  );
  const components = Int32Array.of(...derivatives, stateSize);
  const width = components.length;
  const size = feature?.size ?? 0;
  const z = new Float64Array(count * size);
  const v = new Float64Array(count * width);
  const w = new Float64Array(count * size * width);
  const places = (feature?.components ?? []).map((component) => derivatives.indexOf(component));
  const jacobian = new Float64Array(size * places.length);
  for (let i = 0; i < count; i++) {
    const from = i * stateSize;
    const momentum = (index: number) => states[from + d + index] as number;
    const monomial = momenta.reduce((product, index) => product * momentum(index), 1);
    v[i * width + width - 1] = monomial;
    momenta.forEach((index, k) => {
      const rest = momenta.reduce((product, other, l) => (l === k ? product : product * momentum(other)), 1);
      const at = i * width + derivatives.indexOf(d + index);
      v[at] = (v[at] as number) + rest;
    });
    if (feature === undefined) continue;
    feature.evaluate(states, from, z.subarray(i * size, (i + 1) * size), jacobian);
    for (let k = 0; k < size; k++) {
      z[i * size + k] = (z[i * size + k] as number) / spread;
      places.forEach((place, c) => {
        w[(i * size + k) * width + place] = (monomial * (jacobian[k * places.length + c] as number)) / spread;
      });
    }
  }
  return { components, size, z, v, w };
}

/** Root mean square deviation of a term's features at states [count][2d]: a length scale of 1. 1 without features. */
export function featureSpread(term: Term, states: Float64Array, stateSize: number): number {
  const jets = jetsOf(term, states, stateSize, 1);
  const { size } = jets[0] as Jet;
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
