import type { Basis } from "./basis.js";
import type { Feature } from "./feature.js";
import type { Term } from "./term.js";

/**
 * A kinetic energy (1/2) m(q) v.E v with a constant symmetric pattern E [d][d] and m = `constant` + sum_k theta_k phi_k(z(q)), where `constant` has no coefficient.
 * Its part of the equations is m E a + (dm/dt) E v - (1/2) (v.E v) dm/dq.
 */
export function kineticTerm(
  pattern: ArrayLike<number>,
  feature: Feature,
  basis: Basis | undefined,
  constant = 0,
): Term {
  const E = Float64Array.from(pattern);
  const { gradient } = feature;
  const d = gradient.length;
  const count = basis?.count ?? 0;
  const [values, slopes, curvatures] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const Ev = new Float64Array(d);
  const velocity = new Float64Array(d);
  // d/dt of z, of its gradient, and v.E v.
  let [rate, square] = [0, 0];
  const turning = new Float64Array(d);
  const sum = (functions: Float64Array, theta: Float64Array, first: number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (functions[k] as number);
    return total;
  };
  return {
    count,
    roughness: Math.max(1, ...(basis?.roughness ?? [])),
    prepare(q, v) {
      basis?.evaluate(feature.at(q), values, slopes, curvatures);
      rate = 0;
      square = 0;
      const { hessian } = feature;
      for (let i = 0; i < d; i++) {
        let [e, h] = [0, 0];
        for (let j = 0; j < d; j++) {
          e += (E[i * d + j] as number) * (v[j] as number);
          if (hessian !== undefined) h += (hessian[i * d + j] as number) * (v[j] as number);
        }
        Ev[i] = e;
        turning[i] = h;
        velocity[i] = v[i] as number;
        rate += (gradient[i] as number) * (v[i] as number);
        square += e * (v[i] as number);
      }
    },
    addForces(theta, first, mass, rest) {
      const m = constant + sum(values, theta, first);
      const slope = sum(slopes, theta, first);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) mass[i * d + j] = (mass[i * d + j] as number) + m * (E[i * d + j] as number);
        rest[i] = (rest[i] as number) + slope * (rate * (Ev[i] as number) - (square / 2) * (gradient[i] as number));
      }
    },
    addJacobian(theta, first, a, byPosition, byVelocity) {
      if (count === 0) return;
      const slope = sum(slopes, theta, first);
      const curvature = sum(curvatures, theta, first);
      const { hessian } = feature;
      for (let i = 0; i < d; i++) {
        let Ea = 0;
        for (let j = 0; j < d; j++) Ea += (E[i * d + j] as number) * (a[j] as number);
        for (let j = 0; j < d; j++) {
          const g = gradient[j] as number;
          const bent = hessian === undefined ? 0 : (square / 2) * (hessian[i * d + j] as number);
          byPosition[i * d + j] =
            (byPosition[i * d + j] as number) +
            slope * (Ea * g + (Ev[i] as number) * (turning[j] as number) - bent) +
            curvature * g * (rate * (Ev[i] as number) - (square / 2) * (gradient[i] as number));
          byVelocity[i * d + j] =
            (byVelocity[i * d + j] as number) +
            slope *
              ((Ev[i] as number) * g + rate * (E[i * d + j] as number) - (gradient[i] as number) * (Ev[j] as number));
        }
      }
    },
    addColumns(a, first, columns, width) {
      for (let i = 0; i < d; i++) {
        let Ea = 0;
        for (let j = 0; j < d; j++) Ea += (E[i * d + j] as number) * (a[j] as number);
        const bent = rate * (Ev[i] as number) - (square / 2) * (gradient[i] as number);
        const row = i * width + first;
        for (let k = 0; k < count; k++)
          columns[row + k] = (columns[row + k] as number) + (values[k] as number) * Ea + (slopes[k] as number) * bent;
      }
    },
    energy: (theta, first) => ((constant + sum(values, theta, first)) * square) / 2,
    momenta: {
      add(theta, first, momenta) {
        const m = constant + sum(values, theta, first);
        for (let i = 0; i < d; i++) momenta[i] = (momenta[i] as number) + m * (Ev[i] as number);
      },
      addJacobian(theta, first, byPosition, byVelocity) {
        const m = constant + sum(values, theta, first);
        const slope = sum(slopes, theta, first);
        for (let i = 0; i < d; i++)
          for (let j = 0; j < d; j++) {
            const at = i * d + j;
            byPosition[at] = (byPosition[at] as number) + slope * (Ev[i] as number) * (gradient[j] as number);
            byVelocity[at] = (byVelocity[at] as number) + m * (E[at] as number);
          }
      },
      addColumns(first, columns, width) {
        for (let i = 0; i < d; i++)
          for (let k = 0; k < count; k++) {
            const at = i * width + first + k;
            columns[at] = (columns[at] as number) + (values[k] as number) * (Ev[i] as number);
          }
      },
    },
  };
}
