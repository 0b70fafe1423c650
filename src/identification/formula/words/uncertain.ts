import { realPower } from "../../../numerics/index.js";
/** A number that depends on coefficients: its value and, unless it is exact, its derivatives with respect to them. */
export interface Uncertain {
  readonly value: number;
  readonly gradient?: Float64Array | undefined;
}

export const exact = (value: number): Uncertain => ({ value });

/** Coefficient `index` of `count`, with a value. */
export function coefficient(value: number, index: number, count: number): Uncertain {
  const gradient = new Float64Array(count);
  gradient[index] = 1;
  return { value, gradient };
}

/** A function of numbers, with its partial derivatives. */
export function combined(value: number, parts: readonly (readonly [Uncertain, number])[]): Uncertain {
  const first = parts.find(([{ gradient }]) => gradient !== undefined)?.[0].gradient;
  if (first === undefined) return { value };
  const gradient = new Float64Array(first.length);
  for (const [{ gradient: own }, slope] of parts)
    own?.forEach((g, k) => {
      gradient[k] = (gradient[k] as number) + slope * g;
    });
  // What no coefficient changes is exact.
  return gradient.every((g) => g === 0) ? { value } : { value, gradient };
}

export const plus = (a: Uncertain, b: Uncertain) =>
  combined(a.value + b.value, [
    [a, 1],
    [b, 1],
  ]);

export const times = (a: Uncertain, b: Uncertain) =>
  combined(a.value * b.value, [
    [a, b.value],
    [b, a.value],
  ]);

export const negative = (a: Uncertain) => times(exact(-1), a);

export const over = (a: Uncertain, b: Uncertain) =>
  combined(a.value / b.value, [
    [a, 1 / b.value],
    [b, -a.value / b.value ** 2],
  ]);

/** a to the power n, of a number a above 0 unless n is an exact integer. */
export function raised(a: Uncertain, n: Uncertain): Uncertain {
  const value = realPower(a.value, n.value);
  return combined(value, [
    [a, n.value * realPower(a.value, n.value - 1)],
    ...(n.gradient === undefined ? [] : [[n, value * Math.log(a.value)] as const]),
  ]);
}

/** Length and angle of the vector (a, b). */
export function polar(a: Uncertain, b: Uncertain): { length: Uncertain; angle: Uncertain } {
  const length = Math.hypot(a.value, b.value);
  return {
    length: combined(length, [
      [a, a.value / length],
      [b, b.value / length],
    ]),
    angle: combined(Math.atan2(b.value, a.value), [
      [a, -b.value / length ** 2],
      [b, a.value / length ** 2],
    ]),
  };
}

/** Covariance of two numbers, by the covariance of the coefficients [P][P] that they depend on. */
export function covarianceOf(a: Uncertain, b: Uncertain, covariance: Float64Array): number {
  if (a.gradient === undefined || b.gradient === undefined) return 0;
  const P = Math.sqrt(covariance.length);
  let total = 0;
  for (let k = 0; k < a.gradient.length; k++)
    for (let l = 0; l < b.gradient.length; l++)
      total += (a.gradient[k] as number) * (b.gradient[l] as number) * (covariance[k * P + l] as number);
  return total;
}

export const deviationOfNumber = (a: Uncertain, covariance: Float64Array): number =>
  Math.sqrt(Math.max(0, covarianceOf(a, a, covariance)));
