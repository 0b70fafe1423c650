import { cholesky, choleskySolve } from "../../numerics/index.js";
import type { BasisSpec, FeatureSpec, TermSpec } from "../law/spec.js";
import { basisOf } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { Candidate, TermChoice } from "./candidate.js";

/** What a coordinate is: an angle in radians, a length, or not known. */
export type CoordinateKind = "angle" | "length" | "unknown";

/** What is known of the coordinates before anything is fitted. */
export interface Coordinates {
  readonly kinds: readonly CoordinateKind[];
  /** Which body each belongs to: coordinates of one body have one mass. */
  readonly bodies: readonly number[];
  /** Masses of the bodies, where the user gave them. */
  readonly masses?: readonly number[] | undefined;
}

/** Room beyond a coordinate's range that a polynomial covers, relative to the range. */
const MARGIN = 0.05;
/** An angle that goes further than this is taken for one that turns. */
const TURNS = 1.5 * Math.PI;

/** Distances that come nearer than this share of their largest go through the middle. */
const NEAR = 0.01;

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

  unit(i: number): number[] {
    return Array.from({ length: this.d }, (_, k) => (k === i ? 1 : 0));
  }

  difference(i: number, j: number): number[] {
    return Array.from({ length: this.d }, (_, k) => (k === i ? 1 : k === j ? -1 : 0));
  }

  pattern(i: number, j: number): number[] {
    const E = new Array<number>(this.d * this.d).fill(0);
    E[i * this.d + j] = 1;
    E[j * this.d + i] = 1;
    return E;
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

  fourier(coefficients: readonly number[], orders: number): TermChoice {
    return this.potential({ kind: "linear", coefficients }, { kind: "fourier", orders });
  }

  central(
    components: readonly (readonly number[])[],
    count: number,
    origin: readonly number[] = components.map(() => 0),
  ): TermChoice {
    const feature: FeatureSpec = { kind: "distance", components, origin };
    const [low, high] = this.range(feature);
    // Forces of distances are mostly powers of them, unless the motion goes through the middle.
    return low > NEAR * high
      ? this.potential(feature, { kind: "log-chebyshev", low, high, count })
      : this.potential(feature, { kind: "chebyshev", low: 0, high, count });
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
   * in proportion to their spreads.
   */
  bodyMasses(): TermChoice[] {
    const { bodies, masses } = this.coordinates;
    const first = bodies[0] as number;
    return [...new Set(bodies)].map((body) => {
      const E = new Array<number>(this.d * this.d).fill(0);
      bodies.forEach((own, i) => {
        if (own === body) E[i * this.d + i] = 1;
      });
      if (masses !== undefined) return this.fixedMass(E, (masses[body] as number) / (masses[first] as number));
      if (body === first) return this.fixedMass(E, 1);
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

const candidate = (name: string, terms: readonly TermChoice[]): Candidate => ({ name, terms });

/** Forms that the conservative part of the equations of motion may have, the simplest first. */
export function conservativeForms(record: SmoothedRecord, coordinates: Coordinates): Candidate[] {
  const builder = new FormBuilder(record, coordinates);
  if (builder.d === 1) return oneCoordinate(builder);
  const { kinds } = coordinates;
  if (kinds.every((kind) => kind === "angle")) return [...chains(builder), ...separate(builder)];
  if (kinds.some((kind) => kind === "angle")) return [...mixed(builder), ...separate(builder)];
  return [...separate(builder), ...plane(builder)];
}

function turns(builder: FormBuilder, i: number): boolean {
  const [low, high] = builder.record.ranges[i] as readonly [number, number];
  return builder.coordinates.kinds[i] === "angle" && high - low > TURNS;
}

function oneCoordinate(builder: FormBuilder): Candidate[] {
  const mass = builder.fixedMass([1], 1);
  const angle = builder.coordinates.kinds[0] === "angle";
  const fourier = (orders: number) => candidate(`angle ${orders}`, [mass, builder.fourier([1], orders)]);
  const polynomial = (count: number) => candidate(`polynomial ${count}`, [mass, builder.polynomial([1], count)]);
  return [
    ...(turns(builder, 0) ? [] : [polynomial(2)]),
    ...(angle ? [fourier(1)] : []),
    ...(turns(builder, 0) ? [] : [polynomial(4), polynomial(12)]),
    ...(angle ? [fourier(4)] : []),
  ];
}

/** Constant masses; potentials of every coordinate and of every difference. */
function separate(builder: FormBuilder): Candidate[] {
  const { d } = builder;
  const masses = builder.bodyMasses();
  const own = (orders: number, count: number) =>
    Array.from({ length: d }, (_, i) =>
      builder.coordinates.kinds[i] === "angle"
        ? builder.fourier(builder.unit(i), orders)
        : builder.polynomial(builder.unit(i), count),
    );
  const pairs = (count: number) => pairsOf(d).map(([i, j]) => builder.polynomial(builder.difference(i, j), count));
  return [
    candidate("separate 2", [...masses, ...own(1, 2), ...pairs(2)]),
    candidate("separate 6", [...masses, ...own(2, 6), ...pairs(6)]),
  ];
}

const pairsOf = (d: number) =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d - i - 1 }, (_, k) => [i, i + k + 1] as const)).flat();

/** Potentials of the plane or of space: central, between bodies, or without symmetry. */
function plane(builder: FormBuilder): Candidate[] {
  const { bodies } = builder.coordinates;
  const masses = builder.bodyMasses();
  const groups = [...new Set(bodies)].map((body) => bodies.flatMap((own, i) => (own === body ? [i] : [])));
  const result: Candidate[] = [];
  const sized = groups.filter((group) => group.length > 1);
  if (sized.length === 1 && groups.length === 1) {
    const group = sized[0] as number[];
    const about = builder.central(
      group.map((i) => builder.unit(i)),
      8,
    );
    const tide = (degree: number) => (builder.d === group.length ? [builder.plane(degree)] : []);
    result.push(candidate("central", [...masses, about]));
    const centre = centreOf(builder.record, group);
    if (centre !== undefined)
      result.push(
        candidate("central about a point", [
          ...masses,
          builder.central(
            group.map((i) => builder.unit(i)),
            8,
            centre,
          ),
        ]),
      );
    result.push(candidate("central and tides", [...masses, about, ...tide(2)]));
    const falling = group.map((i) =>
      builder.potential({ kind: "linear", coefficients: builder.unit(i) }, { kind: "linear" }),
    );
    result.push(candidate("uniform", [...masses, ...falling]));
  }
  if (sized.length > 1 && sized.length === groups.length && sized.every(({ length }) => length === sized[0]?.length)) {
    const between = pairsOf(groups.length).map(([a, b]) => {
      const [left, right] = [groups[a] as number[], groups[b] as number[]];
      return builder.central(
        left.map((i, k) => builder.difference(i, right[k] as number)),
        8,
      );
    });
    result.push(candidate("pairs", [...masses, ...between]));
  }
  if (builder.d === 2)
    result.push(
      candidate("plane 3", [...masses, builder.plane(3)]),
      candidate("plane 6", [...masses, builder.plane(6)]),
    );
  if (builder.d === 3) result.push(candidate("space 4", [...masses, builder.plane(4)]));
  return result;
}

/** A centre nearer to the origin than this share of the motion's spread is the origin. */
const AT_ORIGIN = 1e-4;

/**
 * The point that a body's accelerations point to, by least squares of a x (r - o) = 0, which is linear in the point o; undefined where there is none, or where it is the origin.
 */
function centreOf({ states, accelerations, spreads, dimension: d }: SmoothedRecord, group: readonly number[]) {
  const n = group.length;
  const A = new Float64Array(n * n);
  const b = new Float64Array(n);
  states.forEach((own, m) => {
    const count = own.length / (2 * d);
    for (let i = 0; i < count; i++) {
      const r = group.map((c) => own[i * 2 * d + c] as number);
      const a = group.map((c) => accelerations[m]?.[i * d + c] as number);
      // Every pair of components gives a_j (r_k - o_k) - a_k (r_j - o_j) = 0.
      for (const [j, k] of pairsOf(n)) {
        const [aj, ak] = [a[j] as number, a[k] as number];
        const value = aj * (r[k] as number) - ak * (r[j] as number);
        const row = Array.from({ length: n }, (_, c) => (c === k ? aj : c === j ? -ak : 0));
        row.forEach((x, c) => {
          b[c] = (b[c] as number) + x * value;
          row.forEach((y, l) => {
            A[c * n + l] = (A[c * n + l] as number) + x * y;
          });
        });
      }
    }
  });
  const factor = cholesky(A, n);
  if (factor === undefined) return undefined;
  const centre = [...choleskySolve(factor, b)];
  const spread = Math.max(...group.map((c) => spreads[c] as number));
  return Math.hypot(...centre) > AT_ORIGIN * spread ? centre : undefined;
}

/** Angles whose kinetic energy depends on their differences: arms that hang from one another. */
function chains(builder: FormBuilder): Candidate[] {
  const { d } = builder;
  const first = builder.fixedMass(builder.pattern(0, 0), 1);
  const others = Array.from({ length: d - 1 }, (_, k) => builder.freeMass(builder.pattern(k + 1, k + 1), 0.5, 0.7));
  const couplings = (orders: number) =>
    pairsOf(d).map(([i, j]) =>
      builder.variableMass(
        builder.pattern(i, j),
        builder.difference(i, j),
        { kind: "fourier", orders },
        Array.from({ length: 2 * orders }, (_, k) => 0.4 * 0.3 ** (k % orders)),
      ),
    );
  const weights = (orders: number) => Array.from({ length: d }, (_, i) => builder.fourier(builder.unit(i), orders));
  return [
    candidate("chain 1", [first, ...others, ...couplings(1), ...weights(1)]),
    candidate("chain 2", [first, ...others, ...couplings(2), ...weights(2)]),
    ...(d === 2 ? [spherical(builder, 0, 1), spherical(builder, 1, 0)] : []),
  ];
}

/** An angle and the angle about an axis, whose mass depends on the first: a pendulum that swings every way. */
function spherical(builder: FormBuilder, polar: number, about: number): Candidate {
  const orders = 2;
  return candidate(`spherical ${polar + 1}`, [
    builder.fixedMass(builder.pattern(polar, polar), 1),
    builder.freeMass(builder.pattern(about, about), 0.5, 0.5),
    // sin^2 = (1 - cos 2 q) / 2.
    builder.variableMass(
      builder.pattern(about, about),
      builder.unit(polar),
      { kind: "fourier", orders },
      [0.5, 0.5, 0.3, 0.3],
      [0, 1, 0, 0],
    ),
    builder.fourier(builder.unit(polar), 1),
    builder.fourier(builder.unit(about), 1),
  ]);
}

/** Angles with lengths: a cart with a pendulum, polar coordinates, a pendulum on a spring. */
function mixed(builder: FormBuilder): Candidate[] {
  const { d, record } = builder;
  const { kinds } = builder.coordinates;
  const lengths = kinds.flatMap((kind, i) => (kind === "angle" ? [] : [i]));
  const angles = kinds.flatMap((kind, i) => (kind === "angle" ? [i] : []));
  const base = lengths[0] as number;
  const first = builder.fixedMass(builder.pattern(base, base), 1);
  const scale = (i: number) => (record.spreads[d + base] as number) / (record.spreads[d + i] as number);
  const rest = lengths.slice(1).map((i) => builder.freeMass(builder.pattern(i, i), scale(i) ** 2, scale(i) ** 2));
  const own = (orders: number, count: number) => [
    ...lengths.map((i) => builder.polynomial(builder.unit(i), count)),
    ...angles.map((i) => builder.fourier(builder.unit(i), orders)),
  ];
  const inertia = angles.map((i) => builder.freeMass(builder.pattern(i, i), scale(i) ** 2, scale(i) ** 2));
  const coupling = (orders: number) =>
    angles.flatMap((i) =>
      lengths.map((j) =>
        builder.variableMass(
          builder.pattern(i, j),
          builder.unit(i),
          { kind: "fourier", orders },
          Array.from({ length: 2 * orders }, (_, k) => 0.5 * scale(i) * 0.3 ** (k % orders)),
        ),
      ),
    );
  const turning = angles.map((i) => {
    const [low, high] = record.ranges[base] as readonly [number, number];
    const size = Math.max(Math.abs(low), Math.abs(high));
    return builder.variableMass(
      builder.pattern(i, i),
      builder.unit(base),
      { kind: "powers", origin: 0, unit: size, count: 2 },
      [size, 2 * size],
      [0, 2 * size],
    );
  });
  return [
    candidate("cart 1", [first, ...rest, ...inertia, ...coupling(1), ...own(1, 2)]),
    candidate("polar", [first, ...rest, ...turning, ...own(1, 8)]),
    candidate("cart 2", [first, ...rest, ...inertia, ...coupling(2), ...own(2, 6)]),
  ];
}

/** A friction for every coordinate, or one for the directions of every body. */
export function frictionTerms(
  record: SmoothedRecord,
  { kinds, bodies }: Coordinates,
  kind: Extract<TermSpec, { kind: "friction" }>["law"],
): TermChoice[] {
  const d = record.dimension;
  const unit = (i: number) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
  const groups = [...new Set(bodies)].map((body) => bodies.flatMap((own, i) => (own === body ? [i] : [])));
  return groups.flatMap((group) => {
    const together = group.length > 1 && group.every((i) => kinds[i] !== "angle");
    const sets = together ? [group] : group.map((i) => [i]);
    return sets.map((set): TermChoice => {
      const speed = Math.hypot(...set.map((i) => record.spreads[d + i] as number));
      const force = Math.max(...set.map((i) => record.accelerationSpreads[i] as number));
      const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[kind];
      return {
        spec: { kind: "friction", directions: set.map(unit), law: kind, smoothing: DRY_SMOOTHING * speed },
        deviation: force / speed ** power,
      };
    });
  });
}

/** Dry friction changes sign over this share of the speeds' spread. */
const DRY_SMOOTHING = 0.01;
