import type { Random } from "../../base/random.js";
import { add, mul, square, sub, type Tensor } from "../../graph/index.js";
import { turningRing } from "../systems/gravity.js";
import { addAll, attraction, coin, crossedWells, either, norm2, oneOf, wavyPlane, well } from "./potentials.js";

/** A law whose coordinates and forces are of the order of 1, in no units yet. */
export interface DrawnLaw {
  readonly bodies: number;
  /** Coordinates a body. */
  readonly axes: 1 | 2;
  /** Whether nothing but the bodies' own attraction holds them together. */
  readonly isolated: boolean;
  /** H of all positions and momenta, body after body. */
  hamiltonian(q: readonly Tensor[], p: readonly Tensor[]): Tensor;
  /** Positions, and momenta of which only the directions and ratios count. */
  start(random: Random): Float64Array;
  /** How large the momenta of the starts are: the square root of the ratio of sum p dq/dt to the virial sum |q dp/dt|. */
  readonly speed: readonly [low: number, high: number];
}

/** A law of so many bodies: of one coordinate a body, in the plane held by outer forces, or in the plane held by their attraction alone. */
export function drawForces(random: Random, bodies: number): DrawnLaw {
  if (coin(random, 0.4)) return chain(random, bodies);
  return bodies > 1 && coin(random, 0.6) ? cluster(random, bodies) : heldInPlane(random, bodies);
}

/** The same for all bodies half of the time. */
function forEach<T>(random: Random, bodies: number, draw: (random: Random) => T): T[] {
  const alike = coin(random);
  const first = draw(random);
  return Array.from({ length: bodies }, (_, i) => (i === 0 || alike ? first : draw(random)));
}

const mass = (random: Random) => random.between(0.5, 2);
const kinetic = (p: readonly Tensor[], masses: readonly number[], axes: number) =>
  addAll(p.map((momentum, i) => mul(1 / (2 * (masses[Math.floor(i / axes)] as number)), square(momentum))));

/** Positions in a box, momenta in any direction. */
const inBox = (size: number) => (random: Random) =>
  Float64Array.from({ length: 2 * size }, (_, i) => (i < size ? random.between(-1.2, 1.2) : random.normal()));
const ANY_SPEED = [0.2, 1.3] as const;

/** Bodies on a line, a well each, and wells between neighbours or between all. */
function chain(random: Random, bodies: number): DrawnLaw {
  const masses = forEach(random, bodies, mass);
  const outer = forEach(random, bodies, well);
  const all = coin(random);
  const pairs = pairsOf(bodies).filter(([i, j]) => all || j === i + 1);
  const between = forEach(random, pairs.length, well);
  return {
    bodies,
    axes: 1,
    isolated: false,
    hamiltonian: (q, p) =>
      addAll([
        kinetic(p, masses, 1),
        ...q.map((u, i) => (outer[i] as (typeof outer)[number])(u)),
        ...pairs.map(([i, j], k) => (between[k] as (typeof between)[number])(sub(q[i] as Tensor, q[j] as Tensor))),
      ]),
    start: inBox(bodies),
    speed: ANY_SPEED,
  };
}

/** Bodies in the plane in an outer field, which may be magnetic besides, and with attractions between them. */
function heldInPlane(random: Random, bodies: number): DrawnLaw {
  const masses = forEach(random, bodies, mass);
  const central = bodies === 1 && coin(random, 0.4);
  const outer = central ? centre(random) : oneOf(random, [wavyPlane, crossedWells])(random);
  const pairs = attractions(random, masses);
  const shift = coin(random, 0.25) ? magneticShift(random) : undefined;
  return {
    bodies,
    axes: 2,
    isolated: false,
    hamiltonian: (q, p) => {
      const mechanical = shift === undefined ? p : inPlane(q).flatMap((at, i) => shift(at, inPlane(p)[i] as Vector));
      return addAll([kinetic(mechanical, masses, 2), ...inPlane(q).map(([x, y]) => outer(x, y)), ...pairs(q)]);
    },
    start: central ? ring(masses) : inBox(2 * bodies),
    speed: central ? TURNING : ANY_SPEED,
  };
}

function centre(random: Random): (x: Tensor, y: Tensor) => Tensor {
  const attract = attraction(random);
  return (x, y) => attract(norm2(x, y));
}

/** Bodies in the plane with nothing but attractions between them, their centre of mass at rest. */
function cluster(random: Random, bodies: number): DrawnLaw {
  const masses = forEach(random, bodies, mass);
  const pairs = attractions(random, masses);
  return {
    bodies,
    axes: 2,
    isolated: true,
    hamiltonian: (q, p) => addAll([kinetic(p, masses, 2), ...pairs(q)]),
    start: ring(masses),
    speed: TURNING,
  };
}

/** Attractions of one form between all bodies, as strong as the product of their masses half of the time. */
function attractions(random: Random, masses: readonly number[]): (q: readonly Tensor[]) => Tensor[] {
  const [attract, heavy] = [attraction(random), coin(random)];
  return (q) => {
    const at = inPlane(q);
    return pairsOf(masses.length).map(([i, j]) => {
      const [[x1, y1], [x2, y2]] = [at[i] as Vector, at[j] as Vector];
      const strength = heavy ? (masses[i] as number) * (masses[j] as number) : 1;
      return mul(strength, attract(norm2(sub(x1, x2), sub(y1, y2))));
    });
  };
}

/** p - A(q) for a magnetic field at right angles to the plane, which may change with the distance from the middle. */
function magneticShift(random: Random): (at: Vector, p: Vector) => [Tensor, Tensor] {
  const half = (either(random) * random.between(0.3, 1.5)) / 2;
  const change = coin(random) ? 0 : random.between(-0.1, 0.3);
  return ([x, y], [px, py]) => {
    const field = mul(half, add(1, mul(change, norm2(x, y))));
    return [add(px, mul(field, y)), sub(py, mul(field, x))];
  };
}

const TURNING = [0.75, 1.1] as const;

/** Bodies at the corners of a polygon that turns either way; a single one on a circle. */
const ring =
  (masses: readonly number[]) =>
  (random: Random): Float64Array => {
    const [radius, sense] = [random.between(0.6, 1.4), either(random)];
    const bodies = masses.length;
    // A single body is its own centre of mass: its partner stands in the middle and is left out.
    const state = turningRing(random, bodies === 1 ? [1, 1] : masses, { radius, speed: 1, noise: 0.15 });
    const [half, size] = [state.length / 2, 2 * bodies];
    return Float64Array.from({ length: 2 * size }, (_, i) =>
      i < size ? (state[i] as number) : sense * (state[half + i - size] as number),
    );
  };

type Vector = readonly [Tensor, Tensor];
const inPlane = (values: readonly Tensor[]): Vector[] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] as Tensor, values[2 * i + 1] as Tensor]);
const pairsOf = (bodies: number): [number, number][] =>
  Array.from({ length: bodies }, (_, j) => j).flatMap((j) =>
    Array.from({ length: j }, (_, i): [number, number] => [i, j]),
  );
