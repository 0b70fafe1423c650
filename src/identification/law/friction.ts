import { cube } from "../../numerics/index.js";
import type { Basis } from "./basis.js";
import type { Feature } from "./feature.js";
import type { Term } from "./term.js";

/** How a friction force grows with the speed: not at all, in proportion, with its square or its cube. */
export type FrictionKind = "dry" | "viscous" | "quadratic" | "cubic";

/**
 * Friction of a motion with the velocities u_j = c_j.v along some directions c_j [d], one for a coordinate, several for a body in the plane or in space: the force is
 * -theta sum_j c_j u_j |u|^(n-1), with n = 0 (dry), 1, 2 or 3. Dry friction is smoothed, u / sqrt(u^2 + `smoothing`^2), in the unit of u. One coefficient.
 */
export function frictionTerm(directions: readonly ArrayLike<number>[], kind: FrictionKind, smoothing = 0): Term {
  const c = directions.map((direction) => Float64Array.from(direction));
  const d = c[0]?.length ?? 0;
  const n = c.length;
  const u = new Float64Array(n);
  // Force along each direction, and its derivative with respect to each velocity.
  const force = new Float64Array(n);
  const slopes = new Float64Array(n * n);
  return {
    count: 1,
    abrupt: kind === "dry",
    prepare(_q, v) {
      let squares = 0;
      for (let j = 0; j < n; j++) {
        let value = 0;
        for (let i = 0; i < d; i++) value += ((c[j] as Float64Array)[i] as number) * (v[i] as number);
        u[j] = value;
        squares += value * value;
      }
      // |u|^(n-1), and the factor of u_j u_k in the derivative.
      let [factor, bent] = [1, 0];
      if (kind === "quadratic") {
        factor = Math.sqrt(squares);
        bent = factor === 0 ? 0 : 1 / factor;
      } else if (kind === "cubic") [factor, bent] = [squares, 2];
      else if (kind === "dry") {
        factor = 1 / Math.sqrt(squares + smoothing * smoothing);
        bent = -cube(factor);
      }
      for (let j = 0; j < n; j++) {
        force[j] = factor * (u[j] as number);
        for (let k = 0; k < n; k++)
          slopes[j * n + k] = bent * (u[j] as number) * (u[k] as number) + (j === k ? factor : 0);
      }
    },
    addForces(theta, first, _mass, rest) {
      for (let j = 0; j < n; j++) {
        const f = (theta[first] as number) * (force[j] as number);
        for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + f * ((c[j] as Float64Array)[i] as number);
      }
    },
    addJacobian(theta, first, _a, _byPosition, byVelocity) {
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) {
          const s = (theta[first] as number) * (slopes[j * n + k] as number);
          const [left, right] = [c[j] as Float64Array, c[k] as Float64Array];
          for (let i = 0; i < d; i++)
            for (let l = 0; l < d; l++)
              byVelocity[i * d + l] =
                (byVelocity[i * d + l] as number) + s * (left[i] as number) * (right[l] as number);
        }
    },
    addColumns(_a, first, columns, width) {
      for (let j = 0; j < n; j++)
        for (let i = 0; i < d; i++) {
          const at = i * width + first;
          columns[at] = (columns[at] as number) + (force[j] as number) * ((c[j] as Float64Array)[i] as number);
        }
    },
    energy: () => 0,
  };
}

/** Viscous friction that depends on place: the force -sum_k theta_k phi_k(z(q)) c (c.v). */
export function placeFrictionTerm(direction: ArrayLike<number>, feature: Feature, basis: Basis): Term {
  const c = Float64Array.from(direction);
  const d = c.length;
  const { count } = basis;
  const { gradient } = feature;
  const [values, slopes, curvatures] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let u = 0;
  const sum = (functions: Float64Array, theta: Float64Array, first: number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (functions[k] as number);
    return total;
  };
  return {
    count,
    roughness: Math.max(...basis.roughness),
    prepare(q, v) {
      u = 0;
      for (let i = 0; i < d; i++) u += (c[i] as number) * (v[i] as number);
      basis.evaluate(feature.at(q), values, slopes, curvatures);
    },
    addForces(theta, first, _mass, rest) {
      const f = sum(values, theta, first) * u;
      for (let i = 0; i < d; i++) rest[i] = (rest[i] as number) + f * (c[i] as number);
    },
    addJacobian(theta, first, _a, byPosition, byVelocity) {
      const [value, slope] = [sum(values, theta, first), sum(slopes, theta, first)];
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          const at = i * d + j;
          byVelocity[at] = (byVelocity[at] as number) + value * (c[i] as number) * (c[j] as number);
          byPosition[at] = (byPosition[at] as number) + slope * u * (c[i] as number) * (gradient[j] as number);
        }
    },
    addColumns(_a, first, columns, width) {
      for (let i = 0; i < d; i++)
        for (let k = 0; k < count; k++) {
          const at = i * width + first + k;
          columns[at] = (columns[at] as number) + (values[k] as number) * u * (c[i] as number);
        }
    },
    energy: () => 0,
  };
}
