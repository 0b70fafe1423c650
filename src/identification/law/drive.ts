import type { Term } from "./term.js";

/**
 * A harmonic force on the direction c [d]: theta_0 cos(w s) + theta_1 sin(w s), with s = t - `origin` and the angular frequency w = theta_2 (in which it is not
 * linear).
 */
export function harmonicTerm(direction: ArrayLike<number>, origin: number): Term {
  const c = Float64Array.from(direction);
  let [cosine, sine, force, byFrequency] = [0, 0, 0, 0];
  return {
    count: 3,
    prepare(_q, _v, t, theta, first) {
      const s = t - origin;
      const [alpha, beta, w] = [theta[first] as number, theta[first + 1] as number, theta[first + 2] as number];
      cosine = Math.cos(w * s);
      sine = Math.sin(w * s);
      force = alpha * cosine + beta * sine;
      byFrequency = s * (beta * cosine - alpha * sine);
    },
    addForces(_theta, _first, _mass, rest) {
      for (let i = 0; i < c.length; i++) rest[i] = (rest[i] as number) - force * (c[i] as number);
    },
    addJacobian() {},
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < c.length; i++) {
        const [at, g] = [i * width + first, c[i] as number];
        columns[at] = (columns[at] as number) - g * cosine;
        columns[at + 1] = (columns[at + 1] as number) - g * sine;
        columns[at + 2] = (columns[at + 2] as number) - g * byFrequency;
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
