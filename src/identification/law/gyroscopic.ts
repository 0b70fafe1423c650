import type { Term } from "./term.js";

/**
 * A force across the velocity, that does no work: theta (c (e.v) - e (c.v)) for two directions c and e [d]. Of a magnetic field, or of a frame that turns (Coriolis); antisymmetric between the velocities, where
 * friction is symmetric. With `lift` in proportion to the speed |v| too, as the air gives to what spins (Magnus) or to a wing. One coefficient.
 */
export function gyroscopicTerm(first: ArrayLike<number>, second: ArrayLike<number>, lift = false): Term {
  const d = first.length;
  // R = -force = theta A v, with A antisymmetric.
  const A = Float64Array.from({ length: d * d }, (_, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    return (second[i] as number) * (first[j] as number) - (first[i] as number) * (second[j] as number);
  });
  const across = new Float64Array(d);
  /** The speed, and its derivatives by the velocities; 1 and 0 without lift. */
  let speed = 1;
  const slopes = new Float64Array(d);
  return {
    count: 1,
    prepare(_q, v) {
      if (lift) {
        speed = Math.hypot(...v);
        for (let j = 0; j < d; j++) slopes[j] = speed > 0 ? (v[j] as number) / speed : 0;
      }
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += (A[i * d + j] as number) * (v[j] as number);
        across[i] = sum;
      }
    },
    addForces(theta, at, _mass, rest) {
      for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + (theta[at] as number) * speed * (across[i] as number);
    },
    addJacobian(theta, at, _a, _byPosition, byVelocity) {
      for (let k = 0; k < d * d; k++) {
        const bent = (across[Math.floor(k / d)] as number) * (slopes[k % d] as number);
        byVelocity[k] = (byVelocity[k] as number) + (theta[at] as number) * (speed * (A[k] as number) + bent);
      }
    },
    addColumns(_a, at, columns, width) {
      for (let i = 0; i < d; i++)
        columns[i * width + at] = (columns[i * width + at] as number) + speed * (across[i] as number);
    },
    energy: () => 0,
  };
}
