import type { Term } from "./term.js";

/**
 * What a force that oscillates is in proportion to, where it is not the same everywhere: with z = c.q - `origin` that is z itself (a spring that is changed in time), its sine or cosine (a pivot that is shaken along the
 * vertical or across), or the velocity c.v.
 */
export interface DriveFactor {
  readonly kind: "place" | "sine" | "cosine" | "velocity";
  readonly origin: number;
}

/** The factor and its derivative by what it depends on, the place or the velocity along a drive's direction. */
export function driveFactor({ kind, origin }: DriveFactor, place: number, velocity: number): [number, number] {
  const z = place - origin;
  if (kind === "sine") return [Math.sin(z), Math.cos(z)];
  if (kind === "cosine") return [Math.cos(z), -Math.sin(z)];
  return kind === "place" ? [z, 1] : [velocity, 1];
}

/**
 * A force on the direction c [d] that oscillates: (theta_0 cos(w s) + theta_1 sin(w s)) g, with s = t - `origin`, the angular frequency w = theta_2 (in which it is not
 * linear), and g = 1 or the factor. Of a factor it is the force of Mathieu's equation.
 */
export function harmonicTerm(direction: ArrayLike<number>, origin: number, factor?: DriveFactor): Term {
  const c = Float64Array.from(direction);
  let [cosine, sine, wave, byFrequency, g, slope] = [0, 0, 0, 0, 1, 0];
  const along = (values: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < c.length; i++) sum += (c[i] as number) * (values[i] as number);
    return sum;
  };
  return {
    count: 3,
    prepare(q, v, t, theta, first) {
      const s = t - origin;
      const [alpha, beta, w] = [theta[first] as number, theta[first + 1] as number, theta[first + 2] as number];
      cosine = Math.cos(w * s);
      sine = Math.sin(w * s);
      wave = alpha * cosine + beta * sine;
      byFrequency = s * (beta * cosine - alpha * sine);
      if (factor !== undefined) [g, slope] = driveFactor(factor, along(q), along(v));
    },
    addForces(_theta, _first, _mass, rest) {
      for (let i = 0; i < c.length; i++) rest[i] = (rest[i] as number) - wave * g * (c[i] as number);
    },
    addJacobian(_theta, _first, _a, byPosition, byVelocity) {
      if (factor === undefined) return;
      const into = factor.kind === "velocity" ? byVelocity : byPosition;
      const d = c.length;
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++)
          into[i * d + j] = (into[i * d + j] as number) - wave * slope * (c[i] as number) * (c[j] as number);
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < c.length; i++) {
        const [at, own] = [i * width + first, g * (c[i] as number)];
        columns[at] = (columns[at] as number) - own * cosine;
        columns[at + 1] = (columns[at + 1] as number) - own * sine;
        columns[at + 2] = (columns[at + 2] as number) - own * byFrequency;
      }
    },
    energy: () => 0,
  };
}

/** What the square of an input is multiplied by: nothing, a place z = c.q (a ball on a beam that is turned, z u'^2), or sin z cos z of an angle (a bead on a hoop that is turned about the vertical). */
export type SquareFactor = "plain" | "place" | "hoop";

/** "u", "u^2", "x u^2". */
export function squaredText(input: string, squared: SquareFactor | undefined, z: string): string {
  if (squared === undefined) return input;
  const own = `${input}^2`;
  return squared === "plain" ? own : squared === "place" ? `${z} ${own}` : `sin(${z}) cos(${z}) ${own}`;
}

/** That factor and its derivative by z. */
const squareFactor = (kind: SquareFactor, z: number): [number, number] => {
  if (kind === "plain") return [1, 0];
  return kind === "place" ? [z, 1] : [Math.sin(2 * z) / 2, Math.cos(2 * z)];
};

/** Forces of the squares of inputs on the direction c [d]: sum_k theta_k u_k(t)^2 g(c.q), where `at` writes the u_k at a time. */
export function squaredInputTerm(
  direction: ArrayLike<number>,
  count: number,
  at: (time: number, values: Float64Array) => void,
  kind: SquareFactor,
): Term {
  const c = Float64Array.from(direction);
  const values = new Float64Array(count);
  let [g, slope] = [1, 0];
  const sum = (theta: Float64Array, first: number) => {
    let force = 0;
    for (let k = 0; k < count; k++) force += (theta[first + k] as number) * (values[k] as number) ** 2;
    return force;
  };
  return {
    count,
    prepare(q, _v, t) {
      at(t, values);
      let z = 0;
      for (let i = 0; i < c.length; i++) z += (c[i] as number) * (q[i] as number);
      [g, slope] = squareFactor(kind, z);
    },
    addForces(theta, first, _mass, rest) {
      const force = g * sum(theta, first);
      for (let i = 0; i < c.length; i++) rest[i] = (rest[i] as number) - force * (c[i] as number);
    },
    addJacobian(theta, first, _a, byPosition) {
      const change = slope * sum(theta, first);
      const d = c.length;
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++)
          byPosition[i * d + j] = (byPosition[i * d + j] as number) - change * (c[i] as number) * (c[j] as number);
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < c.length; i++)
        for (let k = 0; k < count; k++) {
          const place = i * width + first + k;
          columns[place] = (columns[place] as number) - g * (c[i] as number) * (values[k] as number) ** 2;
        }
    },
    energy: () => 0,
  };
}

/** Forces of time on the direction c [d]: sum_k theta_k u_k(t), where `at` writes the u_k at a time. */
export function timeForceTerm(
  direction: ArrayLike<number>,
  count: number,
  at: (time: number, values: Float64Array) => void,
): Term {
  const c = Float64Array.from(direction);
  const values = new Float64Array(count);
  return {
    count,
    prepare(_q, _v, t) {
      at(t, values);
    },
    addForces(theta, first, _mass, rest) {
      let force = 0;
      for (let k = 0; k < count; k++) force += (theta[first + k] as number) * (values[k] as number);
      for (let i = 0; i < c.length; i++) rest[i] = (rest[i] as number) - force * (c[i] as number);
    },
    addJacobian() {},
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < c.length; i++)
        for (let k = 0; k < count; k++) {
          const place = i * width + first + k;
          columns[place] = (columns[place] as number) - (c[i] as number) * (values[k] as number);
        }
    },
    energy: () => 0,
  };
}
