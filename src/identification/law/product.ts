import type { Basis } from "./basis.js";
import type { Term } from "./term.js";

/** One factor of a product: functions of one coordinate, the function 1 among them by its number -1. */
export interface Factor {
  readonly coordinate: number;
  readonly basis: Basis;
}

/**
 * A potential made of products of functions of several coordinates: `products[k][f]` is the number of factor f's function in product k, or -1 for 1, and `scales[k]` what
 * it is multiplied by.
 */
export function productPotentialTerm(
  dimension: number,
  factors: readonly Factor[],
  products: readonly (readonly number[])[],
  scales: readonly number[],
): Term {
  const d = dimension;
  const count = products.length;
  const n = factors.length;
  const tables = factors.map(({ basis }) => [0, 1, 2].map(() => new Float64Array(basis.count)) as Float64Array[]);
  const values = new Float64Array(count);
  const gradients = new Float64Array(count * n);
  const hessians = new Float64Array(count * n * n);
  /** Numbers of the functions, -1 for 1: [count][factors]. */
  const indices = Int32Array.from(products.flat());
  /** Values, slopes and curvatures of a product's factors. */
  const [p0, p1, p2] = [0, 1, 2].map(() => new Float64Array(n)) as [Float64Array, Float64Array, Float64Array];
  return {
    count,
    roughness: Math.max(...products.map((indices) => indices.reduce((sum, index) => sum + index + 1, 0))),
    prepare(q) {
      factors.forEach(({ coordinate, basis }, f) => {
        const [v, s, c] = tables[f] as [Float64Array, Float64Array, Float64Array];
        basis.evaluate(q[coordinate] as number, v, s, c);
      });
      for (let k = 0; k < count; k++) {
        const scale = scales[k] as number;
        let value = scale;
        for (let f = 0; f < n; f++) {
          const index = indices[k * n + f] as number;
          const [v, s, c] = tables[f] as [Float64Array, Float64Array, Float64Array];
          p0[f] = index < 0 ? 1 : (v[index] as number);
          p1[f] = index < 0 ? 0 : (s[index] as number);
          p2[f] = index < 0 ? 0 : (c[index] as number);
          value *= p0[f] as number;
        }
        values[k] = value;
        for (let f = 0; f < n; f++) {
          let slope = scale * (p1[f] as number);
          let curvature = scale * (p2[f] as number);
          for (let e = 0; e < n; e++) {
            if (e === f) continue;
            slope *= p0[e] as number;
            curvature *= p0[e] as number;
          }
          gradients[k * n + f] = slope;
          hessians[(k * n + f) * n + f] = curvature;
          for (let g = 0; g < f; g++) {
            let bent = scale * (p1[f] as number) * (p1[g] as number);
            for (let e = 0; e < n; e++) if (e !== f && e !== g) bent *= p0[e] as number;
            hessians[(k * n + f) * n + g] = bent;
            hessians[(k * n + g) * n + f] = bent;
          }
        }
      }
    },
    addForces(theta, first, _mass, rest) {
      for (let f = 0; f < n; f++) {
        let total = 0;
        for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (gradients[k * n + f] as number);
        const at = (factors[f] as Factor).coordinate;
        rest[at] = (rest[at] as number) + total;
      }
    },
    addJacobian(theta, first, _a, byPosition) {
      for (let f = 0; f < n; f++)
        for (let g = 0; g < n; g++) {
          let total = 0;
          for (let k = 0; k < count; k++)
            total += (theta[first + k] as number) * (hessians[(k * n + f) * n + g] as number);
          const at = (factors[f] as Factor).coordinate * d + (factors[g] as Factor).coordinate;
          byPosition[at] = (byPosition[at] as number) + total;
        }
    },
    addColumns(_a, first, columns, width) {
      for (let f = 0; f < n; f++) {
        const row = (factors[f] as Factor).coordinate * width + first;
        for (let k = 0; k < count; k++)
          columns[row + k] = (columns[row + k] as number) + (gradients[k * n + f] as number);
      }
    },
    energy(theta, first) {
      let total = 0;
      for (let k = 0; k < count; k++) total += (theta[first + k] as number) * (values[k] as number);
      return total;
    },
  };
}
