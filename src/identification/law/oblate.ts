import type { Term } from "./term.js";

/** What the coefficient of `oblateTerm` is multiplied by in front of (3 z^2 / r^2 - 1) / r^3. */
export const oblateSize = (unit: number): number => (unit ** 2 * unit ** 2) / 3;

/**
 * What a flattened body adds to its attraction about its axis, the last of three coordinates (Vallado, Fundamentals of Astrodynamics, 8.6; J2 of the earth): the potential energy theta u^4 (3 z^2 / r^2 - 1) / (3 r^3), whose force is of the size of
 * theta at the distance u. One coefficient.
 */
export function oblateTerm(unit: number): Term {
  const size = oblateSize(unit);
  let value = 0;
  const gradient = new Float64Array(3);
  const curvature = new Float64Array(9);
  return {
    count: 1,
    prepare(q) {
      const z = q[2] as number;
      const squares = (q[0] as number) ** 2 + (q[1] as number) ** 2 + z * z;
      const r = Math.sqrt(squares);
      // f = g r^-5 with g = 3 z^2 - r^2.
      const five = size / (squares * squares * r);
      const seven = five / squares;
      const nine = seven / squares;
      const g = 3 * z * z - squares;
      const slope = (i: number) => (i === 2 ? 4 * z : -2 * (q[i] as number));
      value = g * five;
      for (let i = 0; i < 3; i++) {
        const x = q[i] as number;
        gradient[i] = slope(i) * five - 5 * g * x * seven;
        for (let j = 0; j < 3; j++) {
          const y = q[j] as number;
          const own = i === j ? (i === 2 ? 4 : -2) * five - 5 * g * seven : 0;
          curvature[3 * i + j] = own - 5 * (slope(i) * y + slope(j) * x) * seven + 35 * g * x * y * nine;
        }
      }
    },
    addForces(theta, first, _mass, rest) {
      for (let i = 0; i < 3; i++) rest[i] = (rest[i] as number) + (theta[first] as number) * (gradient[i] as number);
    },
    addJacobian(theta, first, _a, byPosition) {
      for (let k = 0; k < 9; k++)
        byPosition[k] = (byPosition[k] as number) + (theta[first] as number) * (curvature[k] as number);
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < 3; i++)
        columns[i * width + first] = (columns[i * width + first] as number) + (gradient[i] as number);
    },
    energy: (theta, first) => (theta[first] as number) * value,
  };
}
