import { realPower } from "../../numerics/index.js";
import type { PhaseSpace } from "../learner.js";

/** A function of the coordinates that a formula is made of. */
export interface FormFunction {
  readonly label: string;
  /** Value at q [d]; writes the gradient [d]. */
  at(q: Float64Array, gradient: Float64Array): number;
}

/** A part of H that has one constant: of the mass matrix (its entries at `entries`, symmetric) or of the potential. */
export type FormTerm =
  | { readonly kind: "mass"; readonly entries: readonly (readonly [number, number])[]; readonly of: FormFunction }
  | { readonly kind: "potential"; readonly of: FormFunction };

export const labelOf = (term: FormTerm): string =>
  term.kind === "potential"
    ? term.of.label
    : `mass ${term.entries.map((entry) => entry.join("-")).join(",")} ${term.of.label}`;

const one: FormFunction = {
  label: "1",
  at(_q, gradient) {
    gradient.fill(0);
    return 1;
  },
};

/** Places of a space: which coordinates are angles, and which belong to one body. */
export interface Places {
  readonly dimension: number;
  readonly names: readonly string[];
  readonly angles: readonly boolean[];
  /** Coordinates of every body. */
  readonly bodies: readonly (readonly number[])[];
}

export function placesOf({ coordinates, dimension }: PhaseSpace): Places {
  const bodies = new Map<number, number[]>();
  coordinates.forEach(({ body }, i) => {
    bodies.set(body, [...(bodies.get(body) ?? []), i]);
  });
  return {
    dimension,
    names: coordinates.map(({ position }) => position.name),
    angles: coordinates.map(({ position }) => position.unit === "rad"),
    bodies: [...bodies.values()],
  };
}

/** All products of powers of the coordinates given, of degree 1 to `degree`. */
export function monomials({ names, dimension }: Places, coordinates: readonly number[], degree: number): FormTerm[] {
  const lists: number[][] = [];
  const extend = (own: number[], left: number) => {
    if (own.length === coordinates.length) {
      if (own.some((n) => n > 0)) lists.push(own);
      return;
    }
    for (let n = 0; n <= left; n++) extend([...own, n], left - n);
  };
  extend([], degree);
  return lists.map((powers): FormTerm => {
    const used = powers.flatMap((n, k) => (n === 0 ? [] : [[coordinates[k] as number, n] as const]));
    return {
      kind: "potential",
      of: {
        label: used.map(([i, n]) => (n === 1 ? names[i] : `${names[i]}^${n}`)).join(" "),
        at(q, gradient) {
          gradient.fill(0, 0, dimension);
          let value = 1;
          for (const [i, n] of used) value *= realPower(q[i] as number, n);
          for (const [i, n] of used) {
            let slope = n * realPower(q[i] as number, n - 1);
            for (const [j, m] of used) if (j !== i) slope *= realPower(q[j] as number, m);
            gradient[i] = slope;
          }
          return value;
        },
      },
    };
  });
}

/** cos or sin of a sum of coordinates with whole factors. */
function wave(names: readonly string[], kind: "cos" | "sin", factors: readonly number[]): FormFunction {
  const label = factors
    .flatMap((n, i) => (n === 0 ? [] : [`${n === 1 ? "" : n === -1 ? "-" : n}${names[i]}`]))
    .join(" + ")
    .replaceAll("+ -", "- ");
  return {
    label: `${kind}(${label})`,
    at(q, gradient) {
      let z = 0;
      for (let i = 0; i < factors.length; i++) z += (factors[i] as number) * (q[i] as number);
      const slope = kind === "cos" ? -Math.sin(z) : Math.cos(z);
      for (let i = 0; i < factors.length; i++) gradient[i] = slope * (factors[i] as number);
      return kind === "cos" ? Math.cos(z) : Math.sin(z);
    },
  };
}

const factorsOf = (dimension: number, ...pairs: readonly (readonly [number, number])[]) =>
  Array.from({ length: dimension }, (_, i) => pairs.reduce((sum, [k, n]) => (k === i ? sum + n : sum), 0));

/** Cosines and sines of every angle up to an order, and of differences of two. */
export function waves({ names, angles, dimension }: Places, orders: number, differences: boolean): FormTerm[] {
  const own = angles.flatMap((angle, i) => (angle ? [i] : []));
  const both = (factors: readonly number[]): FormTerm[] =>
    (["cos", "sin"] as const).map((kind) => ({ kind: "potential", of: wave(names, kind, factors) }));
  return [
    ...own.flatMap((i) => Array.from({ length: orders }, (_, k) => both(factorsOf(dimension, [i, k + 1]))).flat()),
    ...(differences
      ? own.flatMap((i) => own.filter((j) => j > i).flatMap((j) => both(factorsOf(dimension, [i, 1], [j, -1]))))
      : []),
  ];
}

/** Powers of distances that are tried; 0 stands for the logarithm. */
const POWERS = [-3, -2, -1, 0, 1, 2, 3, 4];

/** A power of the lengths of vectors, whose components are differences of two coordinates or a coordinate itself, summed up. */
function lengths(
  label: string,
  vectors: readonly (readonly (readonly [number, number | undefined])[])[],
  power: number,
): FormFunction {
  return {
    label,
    at(q, gradient) {
      gradient.fill(0);
      let total = 0;
      for (const vector of vectors) {
        const parts = vector.map(([i, j]) => (q[i] as number) - (j === undefined ? 0 : (q[j] as number)));
        const r = Math.hypot(...parts);
        total += power === 0 ? Math.log(r) : realPower(r, power);
        const slope = (power === 0 ? 1 : power) * realPower(r, power - 2);
        vector.forEach(([i, j], k) => {
          gradient[i] = (gradient[i] as number) + slope * (parts[k] as number);
          if (j !== undefined) gradient[j] = (gradient[j] as number) - slope * (parts[k] as number);
        });
      }
      return total;
    },
  };
}

/** Powers of the distances of bodies from the origin and from one another; all pairs together, or each for itself. */
export function distances({ bodies, angles }: Places, each: boolean): FormTerm[] {
  const points = bodies.filter((body) => body.length > 1 && body.every((i) => angles[i] === false));
  const pairs = points.flatMap((a, m) =>
    points
      .slice(m + 1)
      .map((b, n) => ({ label: `r${m + 1}${m + n + 2}`, vector: a.map((i, k) => [i, b[k]] as const) })),
  );
  const centres = points.map((a, m) => ({ label: `r${m + 1}`, vector: a.map((i) => [i, undefined] as const) }));
  const all = [pairs, centres].filter((list) => list.length > 0);
  const groups = each ? all.flat().map((own) => [own]) : all.map((list) => list);
  return groups.flatMap((group) =>
    POWERS.map((power): FormTerm => {
      const name = group.map(({ label }) => label).join(" + ");
      const label = power === 0 ? `log ${name}` : `(${name})^${power}`;
      return {
        kind: "potential",
        of: lengths(
          label,
          group.map(({ vector }) => vector),
          power,
        ),
      };
    }),
  );
}

/** Constant masses, one a body or one a coordinate. */
export function masses({ bodies, dimension, angles }: Places, eachCoordinate: boolean): FormTerm[] {
  const groups = eachCoordinate
    ? Array.from({ length: dimension }, (_, i) => [i])
    : bodies.flatMap((body) => (body.some((i) => angles[i]) ? body.map((i) => [i]) : [body]));
  return groups.map((group) => ({ kind: "mass", entries: group.map((i) => [i, i] as const), of: one }));
}

/** Masses that couple two coordinates: by the cosine of the difference of two angles, of an angle, or constant. */
export function couplings({ names, angles, dimension }: Places): FormTerm[] {
  const pairs = Array.from({ length: dimension }, (_, i) =>
    Array.from({ length: dimension - i - 1 }, (_, k) => [i, i + k + 1] as const),
  ).flat();
  return pairs.flatMap(([i, j]): FormTerm[] => {
    const mass = (of: FormFunction): FormTerm => ({ kind: "mass", entries: [[i, j]], of });
    if (angles[i] && angles[j])
      return [
        mass(wave(names, "cos", factorsOf(dimension, [i, 1], [j, -1]))),
        mass(wave(names, "sin", factorsOf(dimension, [i, 1], [j, -1]))),
      ];
    if (angles[i] || angles[j]) {
      const angle = angles[i] ? i : j;
      return [
        mass(wave(names, "cos", factorsOf(dimension, [angle, 1]))),
        mass(wave(names, "sin", factorsOf(dimension, [angle, 1]))),
      ];
    }
    return [mass(one)];
  });
}
