import type { Basis } from "./basis.js";
import type { Feature } from "./feature.js";
import type { Term } from "./term.js";

/** A potential energy: sum_k theta_k phi_k(z(q)). R_k = phi_k'(z) dz/dq. */
export function potentialTerm(feature: Feature, basis: Basis): Term {
  const { count } = basis;
  const { gradient } = feature;
  const d = gradient.length;
  const [values, slopes, curvatures] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const sum = (functions: Float64Array, theta: Float64Array, first: number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (functions[k] as number);
    return total;
  };
  return {
    count,
    roughness: Math.max(...basis.roughness),
    prepare(q) {
      basis.evaluate(feature.at(q), values, slopes, curvatures);
    },
    addForces(theta, first, _mass, rest) {
      const slope = sum(slopes, theta, first);
      for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + slope * (gradient[i] as number);
    },
    addJacobian(theta, first, _a, byPosition) {
      const [slope, curvature] = [sum(slopes, theta, first), sum(curvatures, theta, first)];
      const { hessian } = feature;
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          const bent = hessian === undefined ? 0 : slope * (hessian[i * d + j] as number);
          byPosition[i * d + j] =
            (byPosition[i * d + j] as number) + curvature * (gradient[i] as number) * (gradient[j] as number) + bent;
        }
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < d; i++) {
        const g = gradient[i] as number;
        if (g === 0) continue;
        const row = i * width + first;
        for (let k = 0; k < count; k++) columns[row + k] = (columns[row + k] as number) + g * (slopes[k] as number);
      }
    },
    energy: (theta, first) => sum(values, theta, first),
  };
}
