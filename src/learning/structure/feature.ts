import { add, log, mul, square, sub, type Tensor } from "../../graph/index.js";
import type { PhaseSpace } from "../learner.js";

/**
 * A quantity that a part of H may depend on, as r functions of the state: a coordinate, a distance, the whole
 * configuration. It reads and differentiates only the components it depends on.
 */
export interface StructureFeature {
  /** What kind of quantity it is; hyperparameters are learned for each kind. */
  readonly family: FeatureFamily;
  readonly name: string;
  /** Number of functions r. */
  readonly size: number;
  /** Components of the state (indices into [q of d, p of d]) it depends on. */
  readonly components: readonly number[];
  /** Writes z [r] and dz / d component [r][components] at the state that begins at `states[from]`. */
  evaluate(states: Float64Array, from: number, z: Float64Array, jacobian: Float64Array): void;
  /** z [r] of the components of the state as tensors of one shape. */
  tensors(columns: readonly Tensor[]): Tensor[];
}

const featureFamilies = [
  "coordinate",
  "even coordinate",
  "difference",
  "distance",
  "radius",
  "configuration",
  "even configuration",
  "phase space",
] as const;

export type FeatureFamily = (typeof featureFamilies)[number];

/** With more degrees of freedom than this, features of every coordinate that only small systems need are left out. */
export const SMALL = 3;

/** What a potential may depend on, by what is known of the bodies: one coordinate each, or two of the plane. */
export function configurationFeatures({ bodies, coordinates }: PhaseSpace): StructureFeature[] {
  const d = coordinates.length;
  const ofBody = (body: number) => coordinates.flatMap((c, i) => (c.body === body ? [i] : []));
  const all = Array.from({ length: bodies }, (_, body) => ofBody(body));
  const planar = all.filter((own) => own.length === 2) as [number, number][];
  const single = all.filter((own) => own.length === 1) as [number][];
  const every = coordinates.map((_, i) => i);
  const name = (i: number) => coordinates[i]?.position.name ?? `q_${i + 1}`;
  const features: StructureFeature[] = [];
  if (d > 1) for (const i of every) features.push(selection("coordinate", name(i), [i]));
  if (d <= SMALL) for (const i of every) features.push(squares("even coordinate", `${name(i)}^2`, [i]));
  for (const [a, [i]] of single.entries())
    for (const [j] of single.slice(0, a))
      if (coordinates[i]?.slot === coordinates[j]?.slot) features.push(difference(`${name(i)} - ${name(j)}`, i, j));
  for (const [a, r] of planar.entries())
    for (const [b, s] of planar.slice(0, a).entries())
      features.push(logDistance("distance", `ln |r_${a + 1} - r_${b + 1}|`, r, s));
  for (const [a, r] of planar.entries()) features.push(logDistance("radius", `ln |r_${a + 1}|`, r));
  if (d > 1 && d <= SMALL) features.push(squares("even configuration", "q^2", every));
  features.push(selection("configuration", "q", every));
  return features;
}

/** The state as a whole: for parts of H of no known form. */
export function phaseSpaceFeature({ dimension }: PhaseSpace): StructureFeature {
  return selection(
    "phase space",
    "(q, p)",
    Array.from({ length: 2 * dimension }, (_, i) => i),
  );
}

const selection = (family: FeatureFamily, name: string, components: readonly number[]) =>
  each(
    family,
    name,
    components,
    (x) => [x, 1],
    (x) => x,
  );

/** Squares of coordinates: functions of them are even in every coordinate (reflection symmetry). */
const squares = (family: FeatureFamily, name: string, components: readonly number[]) =>
  each(family, name, components, (x) => [x * x, 2 * x], square);

/** The same function of each of some components; `value` gives it and its slope. */
function each(
  family: FeatureFamily,
  name: string,
  components: readonly number[],
  value: (x: number) => [value: number, slope: number],
  tensor: (x: Tensor) => Tensor,
): StructureFeature {
  const size = components.length;
  return {
    family,
    name,
    size,
    components,
    tensors: (columns) => components.map((component) => tensor(columns[component] as Tensor)),
    evaluate(states, from, z, jacobian) {
      jacobian.fill(0);
      components.forEach((component, k) => {
        [z[k], jacobian[k * size + k]] = value(states[from + component] as number);
      });
    },
  };
}

function difference(name: string, i: number, j: number): StructureFeature {
  return {
    family: "difference",
    name,
    size: 1,
    components: [i, j],
    tensors: (columns) => [sub(columns[i] as Tensor, columns[j] as Tensor)],
    evaluate(states, from, z, jacobian) {
      z[0] = (states[from + i] as number) - (states[from + j] as number);
      jacobian[0] = 1;
      jacobian[1] = -1;
    },
  };
}

/** Keeps the logarithm finite at a collision, in units of the typical position squared. */
const CLOSEST = 1e-12;

/**
 * The logarithm of a distance between two bodies, or of a body from the origin: translations and rotations do not change
 * it, and in the logarithm a power law looks the same at every distance.
 */
function logDistance(
  family: FeatureFamily,
  name: string,
  r: readonly [number, number],
  s?: readonly [number, number],
): StructureFeature {
  return {
    family,
    name,
    size: 1,
    components: s === undefined ? r : [...r, ...s],
    tensors(columns) {
      const [x, y] = ([0, 1] as const).map((axis) => {
        const own = columns[r[axis]] as Tensor;
        return square(s === undefined ? own : sub(own, columns[s[axis]] as Tensor));
      }) as [Tensor, Tensor];
      return [mul(0.5, log(add(add(x, y), CLOSEST)))];
    },
    evaluate(states, from, z, jacobian) {
      const offset = (axis: 0 | 1) =>
        (states[from + r[axis]] as number) - (s === undefined ? 0 : (states[from + s[axis]] as number));
      const [x, y] = [offset(0), offset(1)];
      const square = x * x + y * y + CLOSEST;
      z[0] = Math.log(square) / 2;
      jacobian[0] = x / square;
      jacobian[1] = y / square;
      if (s === undefined) return;
      jacobian[2] = -x / square;
      jacobian[3] = -y / square;
    },
  };
}
