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
  const part = (f: number, k: number, order: number): number => {
    const index = (products[k] as readonly number[])[f] as number;
    if (index < 0) return order === 0 ? 1 : 0;
    return ((tables[f] as Float64Array[])[order] as Float64Array)[index] as number;
  };
  return {
    count,
    roughness: Math.max(...products.map((indices) => indices.reduce((sum, index) => sum + index + 1, 0))),
    prepare(q) {
      factors.forEach(({ coordinate, basis }, f) => {
        const [v, s, c] = tables[f] as [Float64Array, Float64Array, Float64Array];
        basis.evaluate(q[coordinate] as number, v, s, c);
      });
      for (let k = 0; k < count; k++) {
        let value = scales[k] as number;
        for (let f = 0; f < n; f++) value *= part(f, k, 0);
        values[k] = value;
        for (let f = 0; f < n; f++)
          for (let g = f; g < n; g++) {
            let bent = scales[k] as number;
            for (let e = 0; e < n; e++) bent *= part(e, k, (e === f ? 1 : 0) + (e === g ? 1 : 0));
            hessians[(k * n + f) * n + g] = bent;
            hessians[(k * n + g) * n + f] = bent;
          }
        for (let f = 0; f < n; f++) {
          let slope = scales[k] as number;
          for (let e = 0; e < n; e++) slope *= part(e, k, e === f ? 1 : 0);
          gradients[k * n + f] = slope;
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
