import type { BasisSpec, FeatureSpec } from "../law/spec.js";
import { basisOf } from "../law/spec.js";
import type { SurfaceProfile } from "../law/surface.js";
import { forceSpread, type SmoothedRecord } from "../prepare/smoothed.js";
import type { TermChoice } from "./fitting/candidate.js";

/** What a coordinate is: an angle in radians, a length, or not known. */
export type CoordinateKind = "angle" | "length" | "unknown";

/** What is known of the coordinates before anything is fitted. */
export interface Coordinates {
  readonly kinds: readonly CoordinateKind[];
  /** Which body each belongs to: coordinates of one body have one mass. */
  readonly bodies: readonly number[];
  /** Lengths that nothing but their number parts, as the columns of one array of positions: they may as well be the axes of fewer bodies. */
  readonly ungrouped?: boolean | undefined;
  /** Masses of the bodies, where the user gave them. */
  readonly masses?: readonly number[] | undefined;
  /** The point that forces point to, where it was found. */
  readonly centre?: readonly number[] | undefined;
}

/** Room beyond a coordinate's range that a polynomial covers, relative to the range. */
const MARGIN = 0.05;

/** Distances that come nearer than this share of their largest go through the middle. */
const NEAR = 0.01;

/** Beyond a tenfold distance a force has so many more functions for every further e-fold, up to a number. */
const [FEW_FOLD, FUNCTIONS_A_FOLD, MOST_FUNCTIONS] = [10, 4, 20];

/** An angle that goes further than this is taken for one that turns. */
export const TURNS = 1.5 * Math.PI;

/** Builds terms for one record. */
export class FormBuilder {
  readonly d: number;
  readonly record: SmoothedRecord;
  readonly coordinates: Coordinates;
  /** Size of accelerations. */
  readonly force: number;

  constructor(record: SmoothedRecord, coordinates: Coordinates) {
    this.d = record.dimension;
    this.record = record;
    this.coordinates = coordinates;
    this.force = Math.max(...record.accelerationSpreads);
  }

  /** Size of the forces on a coordinate, of an angle beside lengths in their unit. */
  forceOn(i: number): number {
    return Math.max(this.force, forceSpread(this.record, i));
  }

  unit(i: number): number[] {
    return Array.from({ length: this.d }, (_, k) => (k === i ? 1 : 0));
  }

  difference(i: number, j: number): number[] {
    return Array.from({ length: this.d }, (_, k) => (k === i ? 1 : k === j ? -1 : 0));
  }

  pattern(i: number, j: number): number[] {
    return i === j ? this.square(this.unit(i)) : this.productOf(this.unit(i), this.unit(j));
  }

  /** The pattern of (c.v)^2. */
  square(c: readonly number[]): number[] {
    return c.flatMap((a) => c.map((b) => a * b));
  }

  /** The pattern of 2 (c.v) (e.v). */
  productOf(c: readonly number[], e: readonly number[]): number[] {
    return c.flatMap((a, i) => c.map((_, j) => a * (e[j] as number) + (c[j] as number) * (e[i] as number)));
  }

  /** Least and largest value of a feature along the record, with some room. */
  range(feature: FeatureSpec): readonly [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const size = 2 * this.d;
    for (const states of this.record.states)
      for (let k = 0; k < states.length; k += size) {
        const z = featureAt(feature, states.subarray(k, k + this.d));
        low = Math.min(low, z);
        high = Math.max(high, z);
      }
    const room = MARGIN * (high - low) || 1;
    return [low - room, high + room];
  }

  potential(feature: FeatureSpec, basis: BasisSpec, size = this.force): TermChoice {
    return {
      spec: { kind: "potential", feature, basis },
      deviation: size,
      roughness: basisOf(basis).roughness,
    };
  }

  polynomial(coefficients: readonly number[], count: number): TermChoice {
    const feature: FeatureSpec = { kind: "linear", coefficients };
    const [low, high] = this.range(feature);
    return this.potential(feature, { kind: "chebyshev", low, high, count });
  }

  fourier(coefficients: readonly number[], orders: number, size?: number): TermChoice {
    return this.potential({ kind: "linear", coefficients }, { kind: "fourier", orders }, size);
  }

  central(
    components: readonly (readonly number[])[],
    count: number,
    origin: readonly number[] = components.map(() => 0),
  ): TermChoice {
    const feature: FeatureSpec = { kind: "distance", components, origin };
    const [low, high] = this.range(feature);
    // Forces of distances are mostly powers of them, unless the motion goes through the middle.
    // As many functions as bring an inverse square to the same share of its least force.
    const more = Math.ceil(FUNCTIONS_A_FOLD * Math.max(0, Math.log(high / low / FEW_FOLD)));
    return low > NEAR * high
      ? this.potential(feature, { kind: "log-chebyshev", low, high, count: Math.min(MOST_FUNCTIONS, count + more) })
      : this.potential(feature, { kind: "chebyshev", low: 0, high, count });
  }

  /** What a flattened body about the third axis adds to its attraction. */
  oblate(): TermChoice {
    const unit = Math.hypot(...this.record.spreads.subarray(0, 3));
    return { spec: { kind: "oblate", unit }, deviation: this.force };
  }

  /** Products of polynomials of all coordinates up to a total degree. */
  plane(degree: number): TermChoice {
    const factors = Array.from({ length: this.d }, (_, coordinate) => {
      const [low, high] = this.range({ kind: "linear", coefficients: this.unit(coordinate) });
      return { coordinate, basis: { kind: "chebyshev", low, high, count: degree } as const };
    });
    const products: number[][] = [];
    const extend = (indices: number[], left: number) => {
      if (indices.length === this.d) {
        if (indices.some((index) => index >= 0)) products.push(indices);
        return;
      }
      for (let k = 0; k <= left; k++) extend([...indices, k - 1], left - k);
    };
    extend([], degree);
    // The functions carry a factor of half the range each, of which the slope of a product should keep one.
    const halves = factors.map(({ basis }) => (basis.high - basis.low) / 2);
    const scales = products.map((indices) => {
      const own = halves.filter((_, f) => (indices[f] as number) >= 0);
      return Math.min(...own) / own.reduce((product, half) => product * half, 1);
    });
    return {
      spec: { kind: "product", factors, products, scales },
      deviation: this.force,
      roughness: products.map((indices) => indices.reduce((sum, index) => sum + index + 1, 0)),
    };
  }

  /** A force across the velocity for every pair of a body's coordinates; with `lift` in proportion to the speed too. */
  gyroscopic(group: readonly number[], lift = false): TermChoice[] {
    const speed = Math.hypot(...group.map((i) => this.record.spreads[this.d + i] as number));
    return group.flatMap((i, k) =>
      group.slice(k + 1).map(
        (j): TermChoice => ({
          spec: { kind: "gyroscopic", first: this.unit(i), second: this.unit(j), ...(lift ? { lift } : {}) },
          deviation: this.force / (lift ? speed * speed : speed),
        }),
      ),
    );
  }

  /** The surface that a body seen from above moves on, its axis near a point. Curved by no more than about the size of the motion. */
  surface(profile: SurfaceProfile, centre: readonly [number, number]): TermChoice {
    const size = Math.hypot(this.record.spreads[0] as number, this.record.spreads[1] as number);
    return {
      spec: { kind: "surface", at: [0, 1], profile },
      means: [0, 0, ...centre],
      deviation: [1 / size ** 2, this.force / size, size, size],
    };
  }

  fixedMass(pattern: readonly number[], constant: number): TermChoice {
    return {
      spec: { kind: "kinetic", pattern, feature: { kind: "linear", coefficients: this.unit(0) }, constant },
      deviation: 1,
    };
  }

  freeMass(pattern: readonly number[], mean: number, deviation: number): TermChoice {
    return {
      spec: {
        kind: "kinetic",
        pattern,
        feature: { kind: "linear", coefficients: this.unit(0) },
        basis: { kind: "constant" },
        constant: 0,
      },
      means: [mean],
      deviation,
    };
  }

  variableMass(
    pattern: readonly number[],
    coefficients: readonly number[],
    basis: BasisSpec,
    deviation: number | readonly number[],
    means?: readonly number[],
  ): TermChoice {
    return {
      spec: { kind: "kinetic", pattern, feature: { kind: "linear", coefficients }, basis, constant: 0 },
      deviation,
      ...(means === undefined ? {} : { means }),
    };
  }

  /**
   * One mass a body, that of the first body 1 (a scale of all energies that no motion shows), unless masses are given. Between coordinates of different units masses are
   * in proportion to their spreads. `alike`: each has mass 1.
   */
  bodyMasses(alike = false): TermChoice[] {
    const { bodies, masses } = this.coordinates;
    const first = bodies[0] as number;
    return [...new Set(bodies)].map((body) => {
      const E = new Array<number>(this.d * this.d).fill(0);
      bodies.forEach((own, i) => {
        if (own === body) E[i * this.d + i] = 1;
      });
      if (masses !== undefined) return this.fixedMass(E, (masses[body] as number) / (masses[first] as number));
      if (body === first || alike) return this.fixedMass(E, 1);
      const at = bodies.indexOf(body);
      const ratio = ((this.record.spreads[this.d] as number) / (this.record.spreads[this.d + at] as number)) ** 2;
      return this.freeMass(E, ratio, ratio);
    });
  }
}

function featureAt(feature: FeatureSpec, q: Float64Array): number {
  const along = (row: readonly number[]) => row.reduce((sum, value, i) => sum + value * (q[i] as number), 0);
  if (feature.kind === "linear") return along(feature.coefficients);
  return Math.hypot(...feature.components.map((row, k) => along(row) - (feature.origin[k] as number)));
}
