import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";

/** A Lagrangian system of two coordinates by its mass matrix, the forces that its energy gives, and others. */
export interface LagrangianSystem {
  readonly coordinates: readonly [string, string];
  readonly mass: (q: readonly number[]) => readonly [number, number, number, number];
  /** dL/dq. */
  readonly slopes: (q: readonly number[], v: readonly number[]) => readonly [number, number];
  readonly forces?: (q: readonly number[], v: readonly number[]) => readonly [number, number];
  readonly potential: (q: readonly number[]) => number;
  /** Coordinates, then velocities. */
  readonly start: readonly [number, number, number, number];
  readonly rows: number;
  readonly duration: number;
}

/** A motion of it: true positions, momenta and velocities [rows][2], and the CSV file of measured ones. */
export interface CanonicalMotion {
  readonly times: Float64Array;
  readonly positions: readonly (readonly number[])[];
  readonly momenta: readonly (readonly number[])[];
  readonly velocities: readonly (readonly number[])[];
  csv(second: "momenta" | "velocities"): string;
}

const solve = ([a, b, c, d]: readonly [number, number, number, number], [x, y]: readonly number[]) => {
  const determinant = a * d - b * c;
  return [(d * (x as number) - b * (y as number)) / determinant, (a * (y as number) - c * (x as number)) / determinant];
};
const times2 = ([a, b, c, d]: readonly [number, number, number, number], [x, y]: readonly number[]) => [
  a * (x as number) + b * (y as number),
  c * (x as number) + d * (y as number),
];

/** p = M(q) v of a state. */
export const momentaOf = ({ mass }: LagrangianSystem, q: readonly number[], v: readonly number[]) => times2(mass(q), v);

/** H of coordinates and momenta. */
export function hamiltonian({ mass, potential }: LagrangianSystem, q: readonly number[], p: readonly number[]): number {
  const v = solve(mass(q), p);
  return ((p[0] as number) * (v[0] as number) + (p[1] as number) * (v[1] as number)) / 2 + potential(q);
}

/** The system's motion by Hamilton's equations with its other forces, with noise of a share of every column's root mean square. */
export function canonicalMotion(system: LagrangianSystem, noise = 0, seed = 1): CanonicalMotion {
  const { coordinates, mass, slopes, forces, start, rows, duration } = system;
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  const [q0, v0] = [start.slice(0, 2), start.slice(2)];
  const { states } = dop853(
    (state, out) => {
      const [q, p] = [[...state.subarray(0, 2)], [...state.subarray(2)]];
      const v = solve(mass(q), p);
      const extra = forces?.(q, v) ?? [0, 0];
      out.set([...v, ...slopes(q, v).map((slope, i) => slope + (extra[i] as number))]);
    },
    Float64Array.from([...q0, ...momentaOf(system, q0, v0)]),
    times,
    { tolerance: 1e-13 },
  );
  const row = (i: number, from: number) => [...states.subarray(4 * i + from, 4 * i + from + 2)];
  const all = Array.from(times, (_, i) => i);
  const positions = all.map((i) => row(i, 0));
  const momenta = all.map((i) => row(i, 2));
  const velocities = all.map((i) => solve(mass(row(i, 0)), row(i, 2)));
  return {
    times,
    positions,
    momenta,
    velocities,
    csv(second) {
      const random = randomStream(seed, `canonical ${second}`);
      const columns = [positions, second === "momenta" ? momenta : velocities].flatMap((values) =>
        [0, 1].map((c) => {
          const own = values.map((value) => value[c] as number);
          const size = Math.sqrt(own.reduce((sum, x) => sum + (x * x) / rows, 0));
          return own.map((x) => x + noise * size * random.normal());
        }),
      );
      const names = coordinates.map((name) => `${second === "momenta" ? "p" : "v"}_${name.split(" ")[0]}`);
      return [
        ["t [s]", ...coordinates, ...names].join(),
        ...all.map((i) => [times[i], ...columns.map((column) => column[i])].join()),
      ].join("\n");
    },
  };
}

const g = 9.81;

/** Two arms of length 1 with equal bobs of mass 1. */
export const doublePendulum = (
  friction: readonly [number, number] = [0, 0],
  rows = 240,
  duration = 6,
): LagrangianSystem => ({
  coordinates: ["theta1 [rad]", "theta2 [rad]"],
  mass: ([a = 0, b = 0]) => [2, Math.cos(a - b), Math.cos(a - b), 1],
  slopes: ([a = 0, b = 0], [u = 0, w = 0]) => [
    -Math.sin(a - b) * u * w - 2 * g * Math.sin(a),
    Math.sin(a - b) * u * w - g * Math.sin(b),
  ],
  forces: (_q, [u = 0, w = 0]) => [-friction[0] * u, -friction[1] * w],
  potential: ([a = 0, b = 0]) => -2 * g * Math.cos(a) - g * Math.cos(b),
  start: [0.9, 0.4, 0, 0],
  rows,
  duration,
});

/** A cart of 1.1 kg on a spring with a pendulum of 0.4 kg on it. */
export const cartAndPendulum = (friction: readonly [number, number] = [0, 0]): LagrangianSystem => ({
  coordinates: ["x [m]", "theta [rad]"],
  mass: ([, a = 0]) => [1.5, 0.4 * Math.cos(a), 0.4 * Math.cos(a), 0.3],
  slopes: ([x = 0, a = 0], [u = 0, w = 0]) => [-2 * x, -0.4 * Math.sin(a) * u * w - 0.4 * g * Math.sin(a)],
  forces: (_q, [u = 0, w = 0]) => [-friction[0] * u, -friction[1] * w],
  potential: ([x = 0, a = 0]) => x * x - 0.4 * g * Math.cos(a),
  start: [0.2, 1, 0, 0],
  rows: 200,
  duration: 8,
});

/** A body of mass 2.5 about a centre that attracts it with 1/r^2 per mass, in polar coordinates. */
export const polarKepler = (friction: readonly [number, number] = [0, 0]): LagrangianSystem => ({
  coordinates: ["r [m]", "phi [rad]"],
  mass: ([r = 0]) => [2.5, 0, 0, 2.5 * r * r],
  slopes: ([r = 0], [, w = 0]) => [2.5 * (r * w * w - 1 / (r * r)), 0],
  forces: (_q, [u = 0, w = 0]) => [-friction[0] * u, -friction[1] * w],
  potential: ([r = 0]) => -2.5 / r,
  start: [1, 0, 0, 1.2],
  rows: 150,
  duration: 25,
});
