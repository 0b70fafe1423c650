import { abs, add, cos, div, log, minimum, mul, type Operand, sin, sqrt, sub, type Tensor } from "../../graph/index.js";
import type { BasisSpec, FeatureSpec } from "../../identification/index.js";

/** A basis at a value z: all of its functions and their slopes, row by row. */
export interface BasisTensors {
  readonly values: readonly Operand[];
  readonly slopes: readonly Operand[];
}

/** sum_k c_k x_k, of numbers and tensors. */
export function weighted(coefficients: ArrayLike<number>, parts: readonly Operand[]): Tensor {
  return parts.reduce<Tensor>((sum, part, k) => add(sum, mul(coefficients[k] as number, part)), mul(0, 0));
}

/** sum_k a_k b_k. */
export const tensorDot = (a: readonly Operand[], b: readonly Operand[]): Tensor =>
  a.reduce<Tensor>((sum, x, i) => add(sum, mul(x, b[i] as Operand)), mul(0, 0));

/** The functions of a basis at z as tensors: the same recurrences as the library's own. */
export function basisTensors(basis: BasisSpec, z: Tensor): BasisTensors {
  switch (basis.kind) {
    case "chebyshev":
      return chebyshev(basis, z);
    case "log-chebyshev":
      return logChebyshev(basis, z);
    case "fourier":
      return fourier(basis.orders, z);
    case "powers":
      return powers(basis, z);
    case "constant":
      return { values: [1], slopes: [0] };
    case "linear":
      return { values: [z], slopes: [1] };
    case "sum": {
      const { values, slopes } = basisTensors(basis.of, z);
      return {
        values: [add(basis.constant, weighted(basis.weights, values))],
        slopes: [weighted(basis.weights, slopes)],
      };
    }
  }
}

/** T_k(u) w / k with the slope U_{k-1}(u), and parabolas beyond the range. */
function chebyshev({ low, high, count }: Extract<BasisSpec, { readonly kind: "chebyshev" }>, z: Tensor): BasisTensors {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const u = div(sub(z, middle), half);
  const inside = sub(0, minimum(1, sub(0, minimum(1, u))));
  const beyond = mul(half, sub(u, inside));
  const [values, slopes]: [Operand[], Operand[]] = [[], []];
  const twice = mul(2, inside);
  let [t0, t1]: [Operand, Operand] = [1, inside];
  let [u0, u1]: [Operand, Operand] = [0, 1];
  let [d0, d1]: [Operand, Operand] = [0, 0];
  for (let k = 1; k <= count; k++) {
    const curvature = div(d1, half);
    values.push(add(mul(half / k, t1), mul(add(u1, mul(0.5, mul(curvature, beyond))), beyond)));
    slopes.push(add(u1, mul(curvature, beyond)));
    [t0, t1] = [t1, sub(mul(twice, t1), t0)];
    [d0, d1] = [d1, sub(add(mul(2, u1), mul(twice, d1)), d0)];
    [u0, u1] = [u1, sub(mul(twice, u1), u0)];
  }
  return { values, slopes };
}

/** The same of the logarithm of z, scaled by the geometric mean of the range. */
function logChebyshev(
  { low, high, count }: Extract<BasisSpec, { readonly kind: "log-chebyshev" }>,
  z: Tensor,
): BasisTensors {
  const plain = chebyshev({ kind: "chebyshev", low: Math.log(low), high: Math.log(high), count }, log(z));
  const scale = Math.sqrt(low * high);
  return {
    values: plain.values.map((value) => mul(scale, value)),
    slopes: plain.slopes.map((slope) => div(mul(scale, slope), z)),
  };
}

function fourier(orders: number, z: Tensor): BasisTensors {
  const numbers = Array.from({ length: orders }, (_, k) => k + 1);
  const sines = numbers.map((k) => sin(mul(k, z)));
  const cosines = numbers.map((k) => cos(mul(k, z)));
  return {
    values: [
      ...numbers.map((k, i) => mul(-1 / k, cosines[i] as Tensor)),
      ...numbers.map((k, i) => mul(1 / k, sines[i] as Tensor)),
    ],
    slopes: [...sines, ...cosines],
  };
}

function powers({ origin, unit, count }: Extract<BasisSpec, { readonly kind: "powers" }>, z: Tensor): BasisTensors {
  const u = div(sub(z, origin), unit);
  const slopes: Operand[] = [1];
  for (let k = 1; k < count; k++) slopes.push(mul(slopes[k - 1] as Operand, u));
  return { values: slopes.map((power, i) => mul(unit / (i + 1), mul(power, u))), slopes };
}

/** A feature's value and its gradient, by coordinate. */
export function featureTensors(feature: FeatureSpec, q: readonly Tensor[]): { z: Tensor; gradient: Operand[] } {
  if (feature.kind === "linear") return { z: weighted(feature.coefficients, q), gradient: [...feature.coefficients] };
  const arrows = feature.components.map((row, k) => sub(weighted(row, q), feature.origin[k] as number));
  const squares = arrows.reduce<Tensor>((sum, arrow) => add(sum, mul(arrow, arrow)), mul(0, 0));
  const z = sqrt(squares);
  const gradient = q.map((_, i) =>
    div(
      weighted(
        feature.components.map((row) => row[i] as number),
        arrows,
      ),
      z,
    ),
  );
  return { z, gradient };
}

/** Cubic B-splines on equally spaced knots, one about each: ((2 - s)_+^3 - 4 (1 - s)_+^3) / 6 at the distance s. */
export function splineTensors(knots: readonly number[], time: Tensor): Tensor[] {
  const [first, step] = [knots[0] as number, (knots[1] as number) - (knots[0] as number)];
  const at = div(sub(time, first), step);
  const cubed = (x: Tensor) => {
    const positive = mul(0.5, add(x, abs(x)));
    return mul(positive, mul(positive, positive));
  };
  return knots.map((_, k) => {
    const s = abs(sub(at, k));
    return mul(1 / 6, sub(cubed(sub(2, s)), mul(4, cubed(sub(1, s)))));
  });
}
