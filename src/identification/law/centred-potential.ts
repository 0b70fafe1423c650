import type { Basis } from "./basis.js";
import type { Term } from "./term.js";

/**
 * A potential energy of the distance from a point o that is itself looked for: sum_k theta_k phi_k(|C q - o|), with C the rows `components` [m][d]. The coordinates of o come after the coefficients of the basis; in them it
 * is not linear.
 */
export function centredPotentialTerm(components: readonly ArrayLike<number>[], basis: Basis): Term {
  const m = components.length;
  const d = components[0]?.length ?? 0;
  const C = Float64Array.from(components.flatMap((row) => Array.from(row)));
  const { count } = basis;
  const [values, slopes, curvatures] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const direction = new Float64Array(m);
  /** C^T e: the distance's derivative by q. */
  const gradient = new Float64Array(d);
  /** The force's derivatives by C q, [d][m]. */
  const bent = new Float64Array(d * m);
  const sum = (functions: Float64Array, theta: Float64Array, first: number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (functions[k] as number);
    return total;
  };
  return {
    count: count + m,
    roughness: Math.max(...basis.roughness),
    prepare(q, _v, _t, theta, first) {
      let squares = 0;
      for (let k = 0; k < m; k++) {
        let y = -(theta[first + count + k] as number);
        for (let i = 0; i < d; i++) y += (C[k * d + i] as number) * (q[i] as number);
        direction[k] = y;
        squares += y * y;
      }
      const length = Math.sqrt(squares);
      for (let k = 0; k < m; k++) direction[k] = (direction[k] as number) / length;
      basis.evaluate(length, values, slopes, curvatures);
      const across = sum(slopes, theta, first) / length;
      const along = sum(curvatures, theta, first) - across;
      gradient.fill(0);
      bent.fill(0);
      for (let k = 0; k < m; k++)
        for (let i = 0; i < d; i++) {
          const c = C[k * d + i] as number;
          gradient[i] = (gradient[i] as number) + c * (direction[k] as number);
          for (let l = 0; l < m; l++)
            bent[i * m + l] =
              (bent[i * m + l] as number) +
              c * (along * (direction[k] as number) * (direction[l] as number) + (k === l ? across : 0));
        }
    },
    addForces(theta, first, _mass, rest) {
      const slope = sum(slopes, theta, first);
      for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + slope * (gradient[i] as number);
    },
    addJacobian(_theta, _first, _a, byPosition) {
      for (let i = 0; i < d; i++)
        for (let k = 0; k < m; k++)
          for (let j = 0; j < d; j++)
            byPosition[i * d + j] =
              (byPosition[i * d + j] as number) + (bent[i * m + k] as number) * (C[k * d + j] as number);
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < d; i++) {
        const at = i * width + first;
        for (let k = 0; k < count; k++)
          columns[at + k] = (columns[at + k] as number) + (slopes[k] as number) * (gradient[i] as number);
        for (let k = 0; k < m; k++)
          columns[at + count + k] = (columns[at + count + k] as number) - (bent[i * m + k] as number);
      }
    },
    energy: (theta, first) => sum(values, theta, first),
  };
}
