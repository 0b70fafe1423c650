import { realPower } from "../../numerics/index.js";
import { SQUARED } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { aimedPoint, pairsOf } from "./aimed-point.js";
import { chains } from "./arms/arm-forms.js";
import type { Candidate, TermChoice } from "./fitting/candidate.js";
import { type Coordinates, FormBuilder, TURNS } from "./form-builder.js";
import { onlyOneWay } from "./one-way/one-way.js";

/** Name of the form whose forces point to a point other than the origin. */
const CENTRED = "central about a point";
/** The same beside a uniform force: a pendulum on a spring. */
const WEIGHTED = `${CENTRED}, uniform`;
/** Forms with such a point. */
export const ABOUT_A_POINT: readonly string[] = [CENTRED, WEIGHTED];
/** Name of the form without any potential. */
export const FREE = "free";
/** Name of the form with a constant force alone. */
export const EVEN = "even";
/** The form of a throw to which the air gives lift. */
export const THROWN_WITH_SPIN = "uniform, lift";
/** Functions of the distance from a centre. */
export const FUNCTIONS = 8;

const candidate = (name: string, terms: readonly TermChoice[]): Candidate => ({ name, terms });

/** Forms that the conservative part of the equations of motion may have, the simplest first; `every`: also those that what the record does leaves out, as a part of it may do otherwise. */
export function conservativeForms(record: SmoothedRecord, coordinates: Coordinates, every = false): Candidate[] {
  const builder = new FormBuilder(record, coordinates);
  if (builder.d === 1) return oneCoordinate(builder, every);
  const { kinds } = coordinates;
  const alone = unrelated(builder);
  if (kinds.every((kind) => kind === "angle")) return [...alone, ...chains(builder), ...separate(builder)];
  if (kinds.some((kind) => kind === "angle"))
    return [...alone, ...mixed(builder), ...separate(builder), ...torsion(builder)];
  const several = new Set(coordinates.bodies).size > 1 && coordinates.bodies.length > 2;
  // Between several bodies, forces of their distances have the fewest coefficients.
  return several
    ? [...alone, ...plane(builder), ...separate(builder)]
    : [...alone, ...separate(builder), ...plane(builder)];
}

function turns(builder: FormBuilder, i: number): boolean {
  const [low, high] = builder.record.ranges[i] as readonly [number, number];
  return builder.coordinates.kinds[i] === "angle" && high - low > TURNS;
}

/** Whether there may be no force of place: of a speed alone nobody knows the place, and what slows down to rest, and stays, is held by friction where it happens to be. */
export const placeless = ({ integrated, stopped, dimension }: SmoothedRecord): boolean =>
  dimension === 1 && (integrated === true || stopped === true);

function oneCoordinate(builder: FormBuilder, every: boolean): Candidate[] {
  const mass = builder.fixedMass([1], 1);
  const angle = builder.coordinates.kinds[0] === "angle";
  const fourier = (orders: number) => candidate(`angle ${orders}`, [mass, builder.fourier([1], orders)]);
  const polynomial = (count: number) => candidate(`polynomial ${count}`, [mass, builder.polynomial([1], count)]);
  // What only turns on passes the same places at every turn: a force that grows with the angle would take the place of what brakes it.
  const turned = turns(builder, 0);
  const turnsOn = turned && onlyOneWay(builder.record);
  const even = builder.polynomial([1], 1);
  const uneven = (orders: number) => candidate(`${EVEN}, angle ${orders}`, [mass, even, builder.fourier([1], orders)]);
  return [
    ...(every || placeless(builder.record) || turnsOn ? [candidate(FREE, [mass])] : []),
    // A wire twists by more than a turn.
    ...(every || !turnsOn ? [polynomial(2)] : []),
    ...(every || turnsOn ? [candidate(EVEN, [mass, even])] : []),
    ...(angle ? [fourier(1)] : []),
    ...(angle && (every || turnsOn) ? [uneven(1)] : []),
    ...(every || !turned ? [polynomial(4), polynomial(12)] : []),
    ...(angle ? [fourier(4)] : []),
    ...(angle && (every || turnsOn) ? [uneven(4)] : []),
  ];
}

/**
 * Bodies that know nothing of one another, such as runs with different masses that a file sets side by side. Nothing tells the ratios of their masses, so each has mass 1 unless masses are given:
 * a free one would take its friction and potential along to zero.
 */
function unrelated(builder: FormBuilder): Candidate[] {
  const { bodies } = builder.coordinates;
  if (new Set(bodies).size < 2) return [];
  return [candidate("unrelated", [...builder.bodyMasses(true), ...ownPotentials(builder, 1, 2)])];
}

/** Of angles that stay below this harmonics are those of a parabola, with strengths far beyond the size of the forces. */
const TINY = 0.1;

/** A potential of every coordinate: harmonics of an angle, a polynomial of a length or of an angle that hardly leaves 0, such as that of a moon beside its planet. */
const ownPotentials = (builder: FormBuilder, orders: number, count: number): TermChoice[] =>
  Array.from({ length: builder.d }, (_, i) => {
    const [low, high] = builder.record.ranges[i] as readonly [number, number];
    const swings = builder.coordinates.kinds[i] === "angle" && Math.max(-low, high) > TINY;
    return swings ? builder.fourier(builder.unit(i), orders) : builder.polynomial(builder.unit(i), count);
  });

/** Constant masses; potentials of every coordinate and of every difference. */
function separate(builder: FormBuilder): Candidate[] {
  const { d } = builder;
  const masses = builder.bodyMasses();
  const own = (orders: number, count: number) => ownPotentials(builder, orders, count);
  const pairs = (count: number) => pairsOf(d).map(([i, j]) => builder.polynomial(builder.difference(i, j), count));
  return [
    candidate("separate 2", [...masses, ...own(1, 2), ...pairs(2)]),
    candidate("separate 6", [...masses, ...own(2, 6), ...pairs(6)]),
  ];
}

/** Forces in proportion to angles and lengths and between them, as of wires and springs that twist as they stretch (Wilberforce's pendulum). */
function torsion(builder: FormBuilder): Candidate[] {
  const { d } = builder;
  const own = Array.from({ length: d }, (_, i) => builder.polynomial(builder.unit(i), 2));
  const pairs = pairsOf(d).map(([i, j]) => builder.polynomial(builder.difference(i, j), 2));
  return [candidate("torsion", [...builder.bodyMasses(), ...own, ...pairs])];
}

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
      FUNCTIONS,
    );
    const tide = (degree: number) => (builder.d === group.length ? [builder.plane(degree)] : []);
    result.push(candidate("central", [...masses, about]));
    const centre = builder.coordinates.centre ?? aimedPoint(builder.record, group);
    if (centre !== undefined) result.push(candidate(CENTRED, [...masses, pulled(builder, group, centre)]));
    if (builder.d === 3 && group.length === 3)
      result.push(candidate("central and oblate", [...masses, about, builder.oblate()]));
    result.push(candidate("central and tides", [...masses, about, ...tide(2)]));
    const falling = uniform(builder, group);
    result.push(candidate("uniform", [...masses, ...falling]));
    if (builder.coordinates.centre !== undefined && builder.d === group.length)
      result.push(besideWeight(builder, builder.coordinates.centre));
    if (builder.d === group.length && builder.record.momenta !== true) {
      const across = builder.gyroscopic(group);
      const turned = (name: string, terms: readonly TermChoice[]) =>
        result.push(candidate(`${name}, gyroscopic`, [...masses, ...terms, ...across]));
      turned("uniform", falling);
      result.push(candidate(THROWN_WITH_SPIN, [...masses, ...falling, ...builder.gyroscopic(group, true)]));
      turned("central", [about]);
      // In space the force away from the axis of a frame that turns, as the earth's, points to no centre.
      if (builder.d === 3) turned("central and tides", [about, ...tide(2)]);
      turned("plane 2", tide(2));
    }
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
    // Planets that a table gives side by side: each falls to the star, and hardly feels the others.
    const alone = sized.map((group) => pulled(builder, group));
    result.push(candidate("each central", [...builder.bodyMasses(true), ...alone]));
  }
  if (builder.d === 2 && groups.length === 1 && builder.record.momenta !== true) result.push(...surfaces(builder));
  if (builder.d === 2)
    result.push(
      candidate("plane 3", [...masses, builder.plane(3)]),
      candidate("plane 6", [...masses, builder.plane(6)]),
    );
  if (builder.d === 3) result.push(candidate("space 4", [...masses, builder.plane(4)]));
  return result;
}

/** A force of the distance from a point, the origin where none is given. */
const pulled = (builder: FormBuilder, group: readonly number[], point?: readonly number[]): TermChoice =>
  builder.central(
    group.map((i) => builder.unit(i)),
    FUNCTIONS,
    point,
  );

/** A uniform force on a body. */
const uniform = (builder: FormBuilder, group: readonly number[]): TermChoice[] =>
  group.map((i) => builder.potential({ kind: "linear", coefficients: builder.unit(i) }, { kind: "linear" }));

/** A body that is pulled to a point, and a uniform force beside. */
export function besideWeight(builder: FormBuilder, point: readonly number[]): Candidate {
  const group = Array.from({ length: builder.d }, (_, i) => i);
  return candidate(WEIGHTED, [...builder.bodyMasses(), pulled(builder, group, point), ...uniform(builder, group)]);
}

/** A body on a surface of revolution, seen from above: a spherical pendulum, a ball in a dish. */
function surfaces(builder: FormBuilder): Candidate[] {
  const [x, y] = aimedPoint(builder.record, [0, 1]) ?? [0, 0];
  return (["sphere", "paraboloid"] as const).map((profile) =>
    candidate(`on a ${profile}`, [...builder.bodyMasses(), builder.surface(profile, [x as number, y as number])]),
  );
}

/** What geometry says is believed to this share. */
const KNOWN = 1e-6;

/**
 * Distance and angle of one body, whose masses geometry says: 1 and r^2. On one orbit, where the momentum of the angle is constant, nothing else tells a force between centre and body from that of the turning.
 */
function polarOfBody(builder: FormBuilder, r: number, angle: number): Candidate[] {
  if (!((builder.record.ranges[r]?.[0] as number) > 0)) return [];
  const turning = builder.variableMass(builder.pattern(angle, angle), builder.unit(r), SQUARED, KNOWN, [1]);
  const masses = [builder.fixedMass(builder.pattern(r, r), 1), turning];
  const distant = builder.polynomial(builder.unit(r), 8);
  return [
    candidate("polar of one body", [
      ...masses,
      distant,
      builder.fourier(builder.unit(angle), 1, builder.forceOn(angle)),
    ]),
    candidate("polar of one body, weight", [...masses, distant, weight(builder, r, angle)]),
  ];
}

/** A uniform force on a body in polar coordinates, down or aslant: -r cos(angle) and r sin(angle). */
function weight(builder: FormBuilder, r: number, angle: number): TermChoice {
  const [low, high] = builder.record.ranges[r] as readonly [number, number];
  return {
    spec: {
      kind: "product",
      factors: [
        { coordinate: r, basis: { kind: "powers", origin: 0, unit: Math.max(-low, high), count: 1 } },
        { coordinate: angle, basis: { kind: "fourier", orders: 1 } },
      ],
      products: [
        [0, 0],
        [0, 1],
      ],
      scales: [1, 1],
    },
    deviation: builder.record.accelerationSpreads[r] as number,
  };
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
    ...angles.map((i) => builder.fourier(builder.unit(i), orders, builder.forceOn(i))),
  ];
  const inertia = angles.map((i) => builder.freeMass(builder.pattern(i, i), scale(i) ** 2, scale(i) ** 2));
  const coupling = (orders: number) =>
    angles.flatMap((i) =>
      lengths.map((j) =>
        builder.variableMass(
          builder.pattern(i, j),
          builder.unit(i),
          { kind: "fourier", orders },
          Array.from({ length: 2 * orders }, (_, k) => 0.5 * scale(i) * realPower(0.3, k % orders)),
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
    ...(d === 2 && angles.length === 1 ? polarOfBody(builder, base, angles[0] as number) : []),
    candidate("cart 1", [first, ...rest, ...inertia, ...coupling(1), ...own(1, 2)]),
    candidate("polar", [first, ...rest, ...turning, ...own(1, 8)]),
    ...(d === 2 && angles.length === 1
      ? [
          candidate("polar, weight", [
            first,
            ...turning,
            builder.polynomial(builder.unit(base), 8),
            weight(builder, base, angles[0] as number),
          ]),
        ]
      : []),
    candidate("cart 2", [first, ...rest, ...inertia, ...coupling(2), ...own(2, 6)]),
  ];
}
