import type { Random } from "../../base/random.js";
import { add, cos, exp, log, mul, sqrt, square, sub, type Tensor } from "../../graph/index.js";

/** A potential of one coordinate u, of size 1. */
export type Potential = (u: Tensor) => Tensor;
/** A potential of a squared distance, of size 1. */
export type RadialPotential = (squared: Tensor) => Tensor;

export const addAll = (terms: readonly Tensor[]) => terms.reduce((a, b) => add(a, b));
export const norm2 = (x: Tensor, y: Tensor) => add(square(x), square(y));
export const coin = (random: Random, chance = 0.5) => random.uniform() < chance;
export const either = (random: Random) => (coin(random) ? 1 : -1);
/** Of a list, one at random. */
export const oneOf = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;

/** Uniform in the union of intervals. */
function within(random: Random, intervals: readonly (readonly [number, number])[]): number {
  let at = random.uniform() * intervals.reduce((total, [low, high]) => total + (high - low), 0);
  for (const [low, high] of intervals) {
    if (at < high - low) return low + at;
    at -= high - low;
  }
  return intervals[0]?.[0] as number;
}

/**
 * k u^2 / 2 + a cos(w u + phase): a spring with waves on it, of two wells or more where they are high. Never the spring alone
 * (|a| w^2 is at least 0.3 k), nor the cosine of a pendulum alone (k > 0).
 */
function wavySpring(random: Random): Potential {
  const stiffness = random.between(0.3, 2);
  const frequency = random.between(0.6, 2.5);
  const amplitude = (either(random) * stiffness * random.between(0.3, 2)) / frequency ** 2;
  const phase = coin(random) ? 0 : random.between(0, 2 * Math.PI);
  return (u) => add(mul(stiffness / 2, square(u)), mul(amplitude, cos(add(mul(frequency, u), phase))));
}

/** k (1 + u^2)^(e/2) / e: a spring that softens (e < 2) or stiffens; no polynomial, e being neither 2 nor 4. */
function bentSpring(random: Random): Potential {
  const stiffness = random.between(0.5, 2);
  const exponent = within(random, [
    [0.5, 1.6],
    [2.4, 3.6],
  ]);
  return (u) => mul(stiffness / exponent, exp(mul(exponent / 2, log(add(1, square(u))))));
}

/** k (exp(c u) - c u) / c^2: Toda's spring, steep on one side. */
function lopsidedSpring(random: Random): Potential {
  const stiffness = random.between(0.3, 1.5);
  const rate = either(random) * random.between(0.4, 1.2);
  return (u) => mul(stiffness / rate ** 2, sub(exp(mul(rate, u)), mul(rate, u)));
}

/** A well of one coordinate: an anharmonic spring of one of three families. */
export const well = (random: Random): Potential => oneOf(random, [wavySpring, bentSpring, lopsidedSpring])(random);

/** A round spring with three plane waves of random direction, at least one of which counts. */
export function wavyPlane(random: Random): (x: Tensor, y: Tensor) => Tensor {
  const stiffness = random.between(0.4, 1.5);
  const waves = [0.3, 0, 0].map((least) => {
    const [size, angle] = [random.between(0.6, 2), random.between(0, 2 * Math.PI)];
    const amplitude = (either(random) * stiffness * random.between(least, 1)) / size ** 2;
    return {
      along: [size * Math.cos(angle), size * Math.sin(angle)] as const,
      amplitude,
      phase: 2 * Math.PI * random.uniform(),
    };
  });
  return (x, y) =>
    addAll([
      mul(stiffness / 2, norm2(x, y)),
      ...waves.map(({ along: [a, b], amplitude, phase }) => mul(amplitude, cos(add(add(mul(a, x), mul(b, y)), phase)))),
    ]);
}

/** A well along each of two perpendicular axes of random direction. */
export function crossedWells(random: Random): (x: Tensor, y: Tensor) => Tensor {
  const [first, second] = [well(random), well(random)];
  const angle = random.between(0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => add(first(add(mul(c, x), mul(s, y))), second(sub(mul(c, y), mul(s, x))));
}

/**
 * Exponents e of attractions r^e / e. None is near -1, gravity, or 2, the harmonic spring: the distance to each is at least a
 * quarter.
 */
export const EXPONENTS = [
  [-1.75, -1.25],
  [-0.75, -0.1],
  [0.1, 1.75],
  [2.25, 3.5],
] as const;

/**
 * An attraction to or between points: k (r^2 + c^2)^(e/2) / e with c = 0 in half of them and a round bump on it in half, or a
 * spring k (r - l)^2 / 2 with a length.
 */
export function attraction(random: Random): RadialPotential {
  const strength = random.between(0.5, 1.5);
  if (coin(random, 0.2)) {
    const length = random.between(0.3, 1.2);
    return (squared) => mul(strength / 2, square(sub(sqrt(squared), length)));
  }
  const exponent = within(random, EXPONENTS);
  const core = coin(random) ? 0 : random.between(0.2, 0.7) ** 2;
  const bump = coin(random) ? 0 : strength * random.between(-0.3, 0.3);
  return (squared) => {
    const power = mul(strength / exponent, exp(mul(exponent / 2, log(add(squared, core)))));
    return bump === 0 ? power : add(power, mul(bump, exp(mul(-1, squared))));
  };
}
