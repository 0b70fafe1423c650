import type { Term } from "./term.js";

/**
 * A force across the velocity, that does no work: theta (c (e.v) - e (c.v)) for two directions c and e [d]. Of a magnetic field, or of a frame that turns (Coriolis); antisymmetric between the velocities, where
 * friction is symmetric. One coefficient.
 */
export function gyroscopicTerm(first: ArrayLike<number>, second: ArrayLike<number>): Term {
  const d = first.length;
  // R = -force = theta A v, with A antisymmetric.
  const A = Float64Array.from({ length: d * d }, (_, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    return (second[i] as number) * (first[j] as number) - (first[i] as number) * (second[j] as number);
  });
  const across = new Float64Array(d);
  return {
    count: 1,
    prepare(_q, v) {
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += (A[i * d + j] as number) * (v[j] as number);
        across[i] = sum;
      }
    },
    addForces(theta, at, _mass, rest) {
      for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + (theta[at] as number) * (across[i] as number);
    },
    addJacobian(theta, at, _a, _byPosition, byVelocity) {
      for (let k = 0; k < d * d; k++)
        byVelocity[k] = (byVelocity[k] as number) + (theta[at] as number) * (A[k] as number);
    },
    addColumns(_a, at, columns, width) {
      for (let i = 0; i < d; i++) columns[i * width + at] = (columns[i * width + at] as number) + (across[i] as number);
    },
    energy: () => 0,
  };
}
