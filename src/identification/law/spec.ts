import { cube } from "../../numerics/index.js";
import {
  type Basis,
  chebyshevBasis,
  constantBasis,
  fourierBasis,
  linearBasis,
  logChebyshevBasis,
  powerBasis,
  sumBasis,
} from "./basis.js";
import { beyondBasis } from "./beyond.js";
import { centredPotentialTerm } from "./centred-potential.js";
import { type DriveFactor, harmonicTerm, type SquareFactor, squaredInputTerm, timeForceTerm } from "./drive.js";
import { distanceFeature, type Feature, linearFeature } from "./feature.js";
import { type FrictionKind, frictionTerm, placeFrictionTerm } from "./friction.js";
import { gyroscopicTerm } from "./gyroscopic.js";
import type { InputSignal } from "./input-signal.js";
import { kineticTerm } from "./kinetic.js";
import { type Law, lawOf } from "./law.js";
import { oblateTerm } from "./oblate.js";
import { potentialTerm } from "./potential.js";
import { productPotentialTerm } from "./product.js";
import { restrictedTerm } from "./restricted.js";
import { type ShapeSpec, shapeTerm } from "./shape.js";
import { type KnownSurface, type SurfaceProfile, surfaceFrictionTerm, surfaceTerm } from "./surface.js";
import type { Term } from "./term.js";

/** A basis as plain data. */
export type BasisSpec =
  | { readonly kind: "chebyshev"; readonly low: number; readonly high: number; readonly count: number }
  | { readonly kind: "log-chebyshev"; readonly low: number; readonly high: number; readonly count: number }
  | { readonly kind: "fourier"; readonly orders: number }
  | { readonly kind: "powers"; readonly origin: number; readonly unit: number; readonly count: number }
  | { readonly kind: "constant" }
  | { readonly kind: "linear" }
  | SumSpec;

/** One function, `constant` + sum_k weights_k phi_k, of those of a basis: a mass that depends on place as it was found, say. */
export interface SumSpec {
  readonly kind: "sum";
  readonly constant: number;
  readonly of: PlainBasisSpec;
  readonly weights: readonly number[];
}

/** sin^2 z = (1 - cos 2 z) / 2. */
export const SQUARED_SINE: SumSpec = {
  kind: "sum",
  constant: 0.5,
  of: { kind: "fourier", orders: 2 },
  weights: [0, 1, 0, 0],
};

/** z^2, of the powers z and z^2 / 2. */
export const SQUARED: SumSpec = {
  kind: "sum",
  constant: 0,
  of: { kind: "powers", origin: 0, unit: 1, count: 2 },
  weights: [0, 2],
};

/** Powers of a length, or harmonics of an angle. */
export type PlainBasisSpec = Extract<BasisSpec, { readonly kind: "powers" | "fourier" }>;

/** A feature as plain data: c . q, or the length of a vector. */
export type FeatureSpec =
  | { readonly kind: "linear"; readonly coefficients: readonly number[] }
  | {
      readonly kind: "distance";
      readonly components: readonly (readonly number[])[];
      readonly origin: readonly number[];
    };

/** A term of a law as plain data: what is saved, exported and put into words. */
export type TermSpec =
  | {
      readonly kind: "kinetic";
      readonly pattern: readonly number[];
      readonly feature: FeatureSpec;
      readonly basis?: BasisSpec | undefined;
      readonly constant: number;
    }
  | { readonly kind: "potential"; readonly feature: FeatureSpec; readonly basis: BasisSpec }
  | {
      /** What a potential may do beyond the range that a record shows: only drawn laws have it. */
      readonly kind: "beyond";
      readonly feature: FeatureSpec;
      readonly low: number;
      readonly high: number;
    }
  | {
      /** While a centre of force is looked for: see `centredPotentialTerm`. */
      readonly kind: "centred-potential";
      readonly components: readonly (readonly number[])[];
      readonly basis: BasisSpec;
    }
  | {
      readonly kind: "product";
      readonly factors: readonly { readonly coordinate: number; readonly basis: BasisSpec }[];
      /** By product the number of each factor's function, or -1 for 1. */
      readonly products: readonly (readonly number[])[];
      /** What each product is multiplied by. */
      readonly scales: readonly number[];
    }
  | {
      readonly kind: "friction";
      readonly directions: readonly (readonly number[])[];
      readonly law: FrictionKind;
      readonly smoothing: number;
      /** Of viscous friction of a body seen from above: the surface that it moves on, along which it acts. */
      readonly surface?: KnownSurface | undefined;
    }
  | {
      readonly kind: "place-friction";
      readonly direction: readonly number[];
      readonly feature: FeatureSpec;
      readonly basis: BasisSpec;
    }
  | {
      readonly kind: "gyroscopic";
      readonly first: readonly number[];
      readonly second: readonly number[];
      /** Whether it grows with the speed too, as lift does. */
      readonly lift?: boolean | undefined;
    }
  | {
      readonly kind: "harmonic";
      readonly direction: readonly number[];
      readonly origin: number;
      readonly factor?: DriveFactor | undefined;
    }
  | { readonly kind: "time"; readonly direction: readonly number[]; readonly knots: readonly number[] }
  | {
      readonly kind: "input";
      readonly direction: readonly number[];
      readonly inputs: readonly number[];
      /** Where their squares act: what these are multiplied by. */
      readonly squared?: SquareFactor | undefined;
    }
  | {
      readonly kind: "shape";
      /** Rows of every argument, see `shapeTerm`. */
      readonly groups: readonly (readonly (readonly number[])[])[];
      readonly shape: ShapeSpec;
      readonly centred: boolean;
    }
  | {
      /** What a flattened body adds to its attraction: see `oblateTerm`. */
      readonly kind: "oblate";
      readonly unit: number;
    }
  | {
      /** A body seen from above that moves on a surface: see `surfaceTerm`. */
      readonly kind: "surface";
      readonly at: readonly [number, number];
      readonly profile: SurfaceProfile;
    }
  | {
      readonly kind: "restricted";
      readonly term: TermSpec;
      /** Values of the coefficients that are known, null for the others. */
      readonly fixed: readonly (number | null)[];
    };

export function basisOf(spec: BasisSpec): Basis {
  switch (spec.kind) {
    case "chebyshev":
      return chebyshevBasis(spec.low, spec.high, spec.count);
    case "log-chebyshev":
      return logChebyshevBasis(spec.low, spec.high, spec.count);
    case "fourier":
      return fourierBasis(spec.orders);
    case "powers":
      return powerBasis(spec.origin, spec.unit, spec.count);
    case "constant":
      return constantBasis;
    case "linear":
      return linearBasis;
    case "sum":
      return sumBasis(spec.constant, basisOf(spec.of), spec.weights);
  }
}

export function featureOf(spec: FeatureSpec): Feature {
  return spec.kind === "linear" ? linearFeature(spec.coefficients) : distanceFeature(spec.components, spec.origin);
}

function termOf(spec: TermSpec, dimension: number, input: InputSignal | undefined, inputs: number): Term {
  switch (spec.kind) {
    case "kinetic":
      return kineticTerm(
        spec.pattern,
        featureOf(spec.feature),
        spec.basis === undefined ? undefined : basisOf(spec.basis),
        spec.constant,
      );
    case "potential":
      return potentialTerm(featureOf(spec.feature), basisOf(spec.basis));
    case "beyond":
      return potentialTerm(featureOf(spec.feature), beyondBasis(spec.low, spec.high));
    case "centred-potential":
      return centredPotentialTerm(spec.components, basisOf(spec.basis));
    case "product":
      return productPotentialTerm(
        dimension,
        spec.factors.map(({ coordinate, basis }) => ({ coordinate, basis: basisOf(basis) })),
        spec.products,
        spec.scales,
      );
    case "friction":
      return spec.surface === undefined
        ? frictionTerm(spec.directions, spec.law, spec.smoothing)
        : surfaceFrictionTerm(spec.surface, dimension);
    case "place-friction":
      return placeFrictionTerm(spec.direction, featureOf(spec.feature), basisOf(spec.basis));
    case "gyroscopic":
      return gyroscopicTerm(spec.first, spec.second, spec.lift);
    case "harmonic":
      return harmonicTerm(spec.direction, spec.origin, spec.factor);
    case "shape":
      return shapeTerm(spec.groups, spec.shape, spec.centred);
    case "oblate":
      return oblateTerm(spec.unit);
    case "surface":
      return surfaceTerm(spec.at, spec.profile, dimension);
    case "restricted":
      return restrictedTerm(termOf(spec.term, dimension, input, inputs), spec.fixed);
    case "time":
      return timeForceTerm(spec.direction, spec.knots.length, splinesOn(spec.knots));
    case "input": {
      const all = new Float64Array(inputs);
      const at = (time: number, values: Float64Array) => {
        if (input === undefined) throw new Error("a law with inputs needs their signal");
        input(time, all);
        spec.inputs.forEach((index, k) => {
          values[k] = all[index] as number;
        });
      };
      return spec.squared === undefined
        ? timeForceTerm(spec.direction, spec.inputs.length, at)
        : squaredInputTerm(spec.direction, spec.inputs.length, at, spec.squared);
    }
  }
}

/** Cubic B-splines on equally spaced knots, one about each: what the force of a term `time` is a sum of. */
export function splinesOn(knots: readonly number[]): (time: number, values: Float64Array) => void {
  const [first, step] = [knots[0] as number, (knots[1] as number) - (knots[0] as number)];
  return (time, values) => {
    values.fill(0);
    const at = (time - first) / step;
    for (let k = Math.max(0, Math.ceil(at - 2)); k <= Math.min(knots.length - 1, Math.floor(at + 2)); k++) {
      const s = Math.abs(at - k);
      values[k] = s >= 2 ? 0 : s >= 1 ? cube(2 - s) / 6 : 2 / 3 - s * s * (1 - s / 2);
    }
  };
}

/** A law from its terms as data. `input` gives the values of measured inputs, `inputs` of them, at a time. */
export function lawFrom(
  dimension: number,
  specs: readonly TermSpec[],
  input?: InputSignal | undefined,
  inputs = 0,
): Law {
  const law = lawOf(
    dimension,
    specs.map((spec) => termOf(spec, dimension, input, inputs)),
  );
  return input?.breaks === undefined || !specs.some(takesInputs) ? law : { ...law, breaks: input.breaks };
}

const takesInputs = (spec: TermSpec): boolean =>
  spec.kind === "restricted" ? takesInputs(spec.term) : spec.kind === "input";
