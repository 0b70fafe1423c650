import type { Random } from "../../../base/random.js";
import { add, cos, exp, log, mul, square, sub, type Tensor } from "../../../graph/index.js";
import { defineSystem, type System } from "../../../mechanics/index.js";
import { realPower } from "../../../numerics/index.js";

/**
 * Laws drawn at random, of kinds that mechanics knows: smooth potentials of one or two coordinates, central forces, chains,
 * pairs. They are lessons beside the few named systems, none of which they contain.
 */
export const randomLaws = {
  line: randomLine,
  chain: randomChain,
  plane: randomPlane,
  "separable plane": randomSeparablePlane,
  "cubic plane": randomCubicPlane,
  centre: randomCentre,
  pair: randomPair,
} as const satisfies Record<string, (random: Random) => System>;

export type RandomLaw = keyof typeof randomLaws;

const sum = (terms: readonly Tensor[]) => terms.reduce((a, b) => add(a, b));
const kinetic = (p: readonly Tensor[], masses: readonly number[]) =>
  sum(p.map((momentum, i) => mul(1 / (2 * (masses[i] as number)), square(momentum))));
/** r^exponent of r^2. */
const power = (squared: Tensor, exponent: number) => exp(mul(exponent / 2, log(squared)));
const norm2 = (x: Tensor, y: Tensor) => add(square(x), square(y));
const reach = 8;
const place = (body: number, slot: 0 | 1, name: string) => {
  const quantity = (of: string) => ({ name: of, unit: "1", reach });
  return { body, slot, position: quantity(name), momentum: quantity(`p_${name}`) };
};
const span = { samples: 100, duration: 10, energyScale: 1 };
const inBox = (size: number, radius: number) => (random: Random) =>
  Float64Array.from({ length: size }, () => random.between(-radius, radius));

/** k u^2 / 2 + a cos(w u + phase) with random numbers; even in u half of the time. */
function well(random: Random): (u: Tensor) => Tensor {
  const stiffness = random.between(0.3, 2);
  const amplitude = 0.5 * random.normal();
  const frequency = random.between(0.5, 2);
  const phase = random.uniform() < 0.5 ? 0 : random.between(0, 2 * Math.PI);
  return (u) => add(mul(stiffness / 2, square(u)), mul(amplitude, cos(add(mul(frequency, u), phase))));
}

const mass = (random: Random) => random.between(0.5, 2);

function randomLine(random: Random): System {
  const potential = well(random);
  const masses = [mass(random)];
  return defineSystem({
    name: "random-line",
    ...span,
    bodies: 1,
    coordinates: [place(0, 0, "x")],
    hamiltonian: ([x], p) => add(kinetic(p, masses), potential(x as Tensor)),
    initialState: inBox(2, 1.2),
  });
}

function randomChain(random: Random): System {
  const [first, second, between] = [well(random), well(random), well(random)];
  const masses = [mass(random), mass(random)];
  return defineSystem({
    name: "random-chain",
    ...span,
    bodies: 2,
    coordinates: [place(0, 0, "x_1"), place(1, 0, "x_2")],
    hamiltonian: (q, p) => {
      const [x, y] = q as [Tensor, Tensor];
      return sum([kinetic(p, masses), first(x), second(y), between(sub(x, y))]);
    },
    initialState: inBox(4, 1),
  });
}

const plane = [place(0, 0, "x"), place(0, 1, "y")];
const twice = (value: number) => [value, value];

function randomPlane(random: Random): System {
  const waves = Array.from({ length: 5 }, () => {
    const wave = [random.between(-1.5, 1.5), random.between(-1.5, 1.5), random.between(0, 2 * Math.PI)] as const;
    return { wave, amplitude: 0.4 * random.normal() };
  });
  const stiffness = random.between(0.5, 1.5);
  const masses = twice(mass(random));
  return defineSystem({
    name: "random-plane",
    ...span,
    bodies: 1,
    coordinates: plane,
    hamiltonian: (q, p) => {
      const [x, y] = q as [Tensor, Tensor];
      const waved = waves.map(({ wave: [a, b, phase], amplitude }) =>
        mul(amplitude, cos(add(add(mul(a, x), mul(b, y)), phase))),
      );
      return sum([kinetic(p, masses), mul(stiffness / 2, norm2(x, y)), ...waved]);
    },
    initialState: inBox(4, 1),
  });
}

function randomSeparablePlane(random: Random): System {
  const [along, across] = [well(random), well(random)];
  const masses = random.uniform() < 0.5 ? twice(mass(random)) : [mass(random), mass(random)];
  return defineSystem({
    name: "random-separable-plane",
    ...span,
    bodies: 1,
    coordinates: plane,
    hamiltonian: (q, p) => sum([kinetic(p, masses), along(q[0] as Tensor), across(q[1] as Tensor)]),
    initialState: inBox(4, 1),
  });
}

function randomCubicPlane(random: Random): System {
  const stiffness = [random.between(0.5, 1.5), random.between(0.5, 1.5)] as const;
  const cubic = Array.from({ length: 4 }, () => 0.25 * random.normal()) as [number, number, number, number];
  const masses = twice(mass(random));
  return defineSystem({
    name: "random-cubic-plane",
    ...span,
    bodies: 1,
    coordinates: plane,
    hamiltonian: (q, p) => {
      const [x, y] = q as [Tensor, Tensor];
      const [x2, y2] = [square(x), square(y)];
      const thirds = [mul(x2, x), mul(x2, y), mul(x, y2), mul(y2, y)].map((term, k) => mul(cubic[k] as number, term));
      const harmonic = [mul(stiffness[0] / 2, x2), mul(stiffness[1] / 2, y2)];
      return sum([kinetic(p, masses), ...harmonic, ...thirds, mul(0.1, square(add(x2, y2)))]);
    },
    initialState: inBox(4, 0.6),
  });
}

const EXPONENTS = [-1.5, -0.5, 0.5, 1, 1.5, 2, 3];

/** Force strength r^(exponent - 1): a central law other than Kepler's. */
function centralLaw(random: Random) {
  const exponent = EXPONENTS[random.integer(EXPONENTS.length)] as number;
  const strength = random.between(0.5, 1.5);
  const bump = 0.2 * random.normal();
  return {
    potential: (squared: Tensor) =>
      add(mul(strength / exponent, power(squared, exponent)), mul(bump, exp(mul(-1, squared)))),
    /** Speed of the circular orbit without the bump. */
    speed: (radius: number, inertia: number) => Math.sqrt((strength * realPower(radius, exponent)) / inertia),
  };
}

/** A position on a ring and the momentum of a nearly circular orbit there: [x, y], [p_x, p_y]. */
function onOrbit(random: Random, law: ReturnType<typeof centralLaw>, inertia: number) {
  const radius = random.between(0.7, 1.3);
  const angle = random.between(0, 2 * Math.PI);
  const momentum = inertia * law.speed(radius, inertia) * random.between(0.7, 1.15);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [radius * c, radius * s],
    [-momentum * s, momentum * c],
  ] as const;
}

function randomCentre(random: Random): System {
  const law = centralLaw(random);
  const inertia = mass(random);
  return defineSystem({
    name: "random-centre",
    ...span,
    bodies: 1,
    coordinates: plane,
    hamiltonian: (q, p) => add(kinetic(p, twice(inertia)), law.potential(norm2(q[0] as Tensor, q[1] as Tensor))),
    initialState: (draw) => onOrbit(draw, law, inertia).flat(),
  });
}

function randomPair(random: Random): System {
  const law = centralLaw(random);
  const first = mass(random);
  const second = random.uniform() < 0.5 ? first : mass(random);
  const share = second / (first + second);
  return defineSystem({
    name: "random-pair",
    ...span,
    bodies: 2,
    coordinates: [place(0, 0, "x_1"), place(0, 1, "y_1"), place(1, 0, "x_2"), place(1, 1, "y_2")],
    hamiltonian: (q, p) => {
      const [x1, y1, x2, y2] = q as [Tensor, Tensor, Tensor, Tensor];
      return add(kinetic(p, [first, first, second, second]), law.potential(norm2(sub(x1, x2), sub(y1, y2))));
    },
    initialState: (draw) => {
      const [[x, y], [px, py]] = onOrbit(draw, law, (first * second) / (first + second));
      return [share * x, share * y, (share - 1) * x, (share - 1) * y, px, py, -px, -py];
    },
  });
}
