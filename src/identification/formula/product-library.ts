import type { Coordinates } from "../choice/form-builder.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { argumentOf } from "./argument.js";
import { shapesOf } from "./library.js";
import { PART_COST, type Part } from "./part.js";

/** Products of powers of coordinates have at most this degree. */
const DEGREE = 4;

/** Potentials of several coordinates together: products of their powers, and shapes of the distance from a point. */
export function productsOf(record: SmoothedRecord, coordinates: Coordinates): Part[] {
  const d = record.dimension;
  const rows = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0)));
  const about = argumentOf([rows], record, coordinates);
  const factors = rows.map((row, coordinate) => ({
    coordinate,
    basis: {
      kind: "powers" as const,
      origin: 0,
      unit: argumentOf([[row]], record, coordinates).size,
      count: DEGREE,
    },
  }));
  const exponents: number[][] = [];
  const extend = (own: number[], left: number) => {
    if (own.length === d) {
      if (own.some((n) => n > 0)) exponents.push(own);
      return;
    }
    for (let n = 0; n <= left; n++) extend([...own, n], left - n);
  };
  extend([], DEGREE);
  const monomials = exponents.map((own): Part => {
    // Slopes of about 1 at the units: every factor of a product but one is divided by its own unit.
    const units = factors.filter((_, f) => (own[f] as number) > 0).map(({ basis }) => basis.unit);
    const scale = Math.min(...units) / units.reduce((product, unit) => product * unit, 1);
    return {
      name: `product ${own.join(" ")}`,
      spec: { kind: "product", factors, products: [own.map((n) => n - 1)], scales: [scale] },
      means: [0],
      deviation: [2 * about.force],
      start: [0],
      nonlinear: [],
      cost: PART_COST,
    };
  });
  return [...monomials, ...shapesOf(about)];
}

/** A part's own products, each for itself: of a potential whose factors are known, such as that of a weight in polar coordinates. */
export const ownProducts = (part: Part, spec: Extract<Part["spec"], { readonly kind: "product" }>): Part[] =>
  spec.products.map((product, k) => ({
    ...part,
    name: `product ${product.join(" ")} of ${part.name}`,
    spec: { ...spec, products: [product], scales: [spec.scales[k] as number] },
    means: [0],
    deviation: [part.deviation[k] as number],
    roughness: undefined,
    start: [part.start[k] as number],
    cost: PART_COST,
  }));
