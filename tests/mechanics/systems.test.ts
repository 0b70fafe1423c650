import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import type { Tensor } from "../../src/graph/index.js";
import {
  defineSystem,
  energyError,
  hasEscaped,
  type System,
  sampleTrajectory,
  simulate,
  systemNamed,
  systems,
} from "../../src/mechanics/index.js";
import { closestDistance } from "../../src/mechanics/systems/gravity.js";
import * as threeBodyDefinition from "../../src/mechanics/systems/three-body.js";
import * as twoBodyDefinition from "../../src/mechanics/systems/two-body.js";
import fc from "../property.js";

const DRAWS = 300;
const drawsOf = (system: System) =>
  Array.from({ length: DRAWS }, (_, i) => sampleTrajectory(system, randomStream(11, system.name, i)));
const statesOf = (system: System, states: Float64Array) => {
  const size = 2 * system.dimension;
  return Array.from({ length: states.length / size }, (_, i) => states.subarray(i * size, (i + 1) * size));
};

describe("the systems", () => {
  it("are the paper's six, with its spans and samples", () => {
    expect(
      systems.map(({ name, bodies, dimension, samples, duration }) => [name, bodies, dimension, samples, duration]),
    ).toEqual([
      ["mass-spring", 1, 1, 100, 10],
      ["pendulum", 1, 1, 100, 10],
      ["double-pendulum", 2, 2, 200, 20],
      ["two-body", 2, 4, 200, 20],
      ["three-body", 3, 6, 100, 10],
      ["magnetic-mirror", 1, 2, 200, 20],
    ]);
    for (const system of systems) expect(Object.values(system.constants).every((value) => value === 1)).toBe(true);
  });

  it("are found by name", () => {
    expect(systemNamed("pendulum")).toBe(systems[1]);
    expect(() => systemNamed("penduluum")).toThrow(UserError);
    expect(() => systemNamed("penduluum")).toThrow(
      /"penduluum"; did you mean pendulum\? The systems are mass-spring, pendulum, double-pendulum/,
    );
  });
});

describe.each(systems)("initial conditions of $name", (system) => {
  const trajectories = drawsOf(system);

  it("give motions that stay in the box and use it", () => {
    const reach = new Float64Array(2 * system.dimension);
    for (const { states } of trajectories)
      for (const state of statesOf(system, states)) {
        expect(hasEscaped(system, state)).toBe(false);
        state.forEach((value, i) => {
          reach[i] = Math.max(reach[i] as number, Math.abs(value));
        });
      }
    reach.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(system.box[i] as number);
      expect(value).toBeGreaterThan(0.4 * (system.box[i] as number));
    });
  });

  it("give motions that are not at rest", () => {
    for (const { states } of trajectories) {
      const [first, ...rest] = statesOf(system, states) as [Float64Array, ...Float64Array[]];
      const farthest = Math.max(
        ...rest.map((state) => Math.hypot(...state.map((value, i) => value - (first[i] as number)))),
      );
      // The smallest: a spring or a pendulum of amplitude 0.1 moves by 0.2.
      expect(farthest).toBeGreaterThan(0.1);
    }
  });

  it("rarely have to be redrawn", () => {
    const redraws = trajectories.reduce((sum, trajectory) => sum + trajectory.redraws, 0) / DRAWS;
    expect(redraws).toBeLessThan(system.name === "three-body" ? 1.2 : 0.02);
    if (system.name === "three-body") expect(redraws).toBeGreaterThan(0.5);
  });

  it("conserve energy", () => {
    for (const trajectory of trajectories) {
      expect(energyError(system, trajectory.energy)).toBe(trajectory.energyError);
      expect(trajectory.energyError).toBeLessThan(1e-9);
    }
  });
});

describe.each([
  [twoBodyDefinition.twoBody, twoBodyDefinition.CLOSEST_APPROACH],
  [threeBodyDefinition.threeBody, threeBodyDefinition.CLOSEST_APPROACH],
] as const)("encounters of %#", (system, closest) => {
  it("are never closer than documented, also between samples", () => {
    for (const { states } of drawsOf(system).slice(0, 100)) {
      const fine = simulate(system, states.slice(0, 2 * system.dimension), { points: 5000 });
      // Checked at the integrator's steps: between them the distance can only be a little smaller.
      const distances = statesOf(system, fine.states).map(closestDistance);
      expect(Math.min(...distances)).toBeGreaterThan(0.95 * closest);
    }
  });
});

describe("particular initial conditions", () => {
  it("of the pendulum never turn it over", () => {
    const pendulum = systemNamed("pendulum");
    const energies = drawsOf(pendulum).map(({ energy }) => energy[0] as number);
    expect(Math.max(...energies)).toBeLessThan(1 - Math.cos(2.3) + 1e-9);
    expect(Math.max(...energies)).toBeGreaterThan(1.5);
    expect(Math.min(...energies)).toBeGreaterThan(1 - Math.cos(0.1) - 1e-9);
  });

  it("of the mirror lie well below the barrier of 16/27", () => {
    const energies = drawsOf(systemNamed("magnetic-mirror")).map(({ energy }) => energy[0] as number);
    expect(Math.max(...energies)).toBeLessThan(0.4 + 1e-9);
    expect(Math.max(...energies)).toBeGreaterThan(0.35);
    expect(Math.min(...energies)).toBeGreaterThan(0.05 - 1e-9);
  });

  it("of the two bodies have their centre at rest at the origin", () => {
    for (const { states } of drawsOf(systemNamed("two-body")).slice(0, 20))
      for (const [x1, y1, x2, y2] of statesOf(systemNamed("two-body"), states)) {
        expect(Math.abs((x1 as number) + (x2 as number))).toBeLessThan(1e-9);
        expect(Math.abs((y1 as number) + (y2 as number))).toBeLessThan(1e-9);
      }
  });

  it("of the three bodies without noise would circle for ever", () => {
    const still = { ...randomStream(1), between: (low: number, high: number) => (low + high) / 2 };
    const system = systemNamed("three-body");
    const { states } = simulate(system, system.initialState(still), { duration: 5, points: 50 });
    for (const state of statesOf(system, states))
      expect(Math.hypot(state[0] as number, state[1] as number)).toBeCloseTo(1.05, 6);
  });

  it("of bodies without noise keep their shape about a centre of mass at rest, whatever the masses and G", () => {
    const still = { ...randomStream(1), between: (low: number, high: number) => (low + high) / 2, normal: () => 0 };
    const constant = fc.double({ min: 0.3, max: 3, noNaN: true });
    const masses = fc.tuple(constant, constant, constant);
    fc.assert(
      fc.property(
        fc.constantFrom("two-body", "three-body", "n-body-4"),
        masses,
        constant,
        (name, drawn, gravitation) => {
          const bodies = systemNamed(name).bodies;
          // A ring of four keeps its shape where the masses are equal.
          const own = Array.from({ length: bodies }, (_, i) => drawn[bodies === 4 ? 0 : i] as number);
          const constants = Object.fromEntries(own.map((mass, i) => [`mass${i + 1}`, mass]));
          const system = systemNamed(name).withConstants({ ...constants, gravitation });
          const { states } = simulate(system, system.initialState(still), { duration: 2, points: 5 });
          const [first = [], ...later] = statesOf(system, states).map((state) => {
            const vector = (i: number) => [state[2 * i] as number, state[2 * i + 1] as number] as const;
            const [x, y, px, py] = [0, 1, 2 * bodies, 2 * bodies + 1].map((axis) =>
              own.reduce((sum, mass, i) => sum + (axis < 2 ? mass : 1) * (state[axis + 2 * i] as number), 0),
            );
            for (const sum of [x, y, px, py]) expect(Math.abs(sum as number)).toBeLessThan(1e-8);
            return own.flatMap((_, i) =>
              own.slice(0, i).map((__, j) => Math.hypot(vector(i)[0] - vector(j)[0], vector(i)[1] - vector(j)[1])),
            );
          });
          for (const distances of later)
            distances.forEach((distance, k) => {
              expect(Math.abs(distance - (first[k] as number))).toBeLessThan(1e-6);
            });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("defineSystem", () => {
  const coordinate = {
    body: 0,
    slot: 0,
    position: { name: "x", unit: "m", reach: 1 },
    momentum: { name: "p_x", unit: "kg m/s", reach: 1 },
  } as const;
  const surplus = {
    body: 0,
    slot: 1,
    position: { name: "y", unit: "m" },
    momentum: { name: "p_y", unit: "kg m/s" },
  } as const;
  const definition: Parameters<typeof defineSystem>[0] = {
    name: "made-up",
    title: "Made up",
    bodies: 1,
    coordinates: [coordinate],
    surplus: [surplus],
    constants: {},
    formula: "H = p_x",
    samples: 10,
    duration: 1,
    source: "this test",
    energyScale: 1,
    hamiltonian: (_, p) => p[0] as Tensor,
    initialState: () => Float64Array.of(0, 0.5),
  };

  it("works for a Hamiltonian that ignores some coordinates", () => {
    const derivative = new Float64Array(2);
    defineSystem(definition).vectorField(Float64Array.of(3, 4), derivative);
    expect([...derivative]).toEqual([1, 0]);
  });

  it.each([
    [{ name: "Made up" }, /lower-case/],
    [{ bodies: 0 }, /bodies must be a positive integer/],
    [{ coordinates: [] }, /no coordinates/],
    [{ surplus: [] }, /two slots a body/],
    [{ surplus: [{ ...surplus, slot: 0 as const }] }, /slot 0 of body 0 is taken twice/],
    [{ surplus: [{ ...surplus, body: 1 }] }, /no slot 1 of body 1/],
    [{ surplus: [{ ...surplus, momentum: { name: "p_x", unit: "" } }] }, /two quantities are called "p_x"/],
    [
      { coordinates: [{ ...coordinate, position: { ...coordinate.position, reach: 0 } }] },
      /reach of x must be positive/,
    ],
    [{ samples: 1 }, /samples/],
    [{ duration: 0 }, /duration/],
    [{ energyScale: Number.NaN }, /energyScale/],
    [{ constants: { mass: Number.NaN } }, /constant "mass" must be a finite number/],
  ])("refuses %j", (changes, message) => {
    expect(() => defineSystem({ ...definition, ...changes })).toThrow(message);
    expect(() => defineSystem({ ...definition, ...changes })).toThrow(UserError);
  });

  it("refuses coordinates out of order", () => {
    const second = {
      ...coordinate,
      slot: 1 as const,
      position: { ...coordinate.position, name: "y" },
      momentum: { ...coordinate.momentum, name: "p_y" },
    };
    expect(() => defineSystem({ ...definition, coordinates: [second, coordinate], surplus: [] })).toThrow(/ascending/);
  });

  it("refuses initial states of the wrong size and motions that are never acceptable", () => {
    const short = () => defineSystem({ ...definition, initialState: () => Float64Array.of(1) });
    expect(short).toThrow(/must be 2 finite numbers, got \[1\]/);
    const never = defineSystem({ ...definition, acceptable: () => false });
    expect(() => sampleTrajectory(never, randomStream(1))).toThrow(/none of 1000 motions/);
  });

  it("redraws a motion that leaves the box on its way, and counts it", () => {
    // x moves at speed 1 for 1 s: only starts below 0 stay within reach 1.
    const drifting = defineSystem({
      ...definition,
      initialState: (random) => Float64Array.of(random.between(-1, 1), 0.5),
    });
    let redraws = 0;
    for (let i = 0; i < 200; i++) {
      const trajectory = sampleTrajectory(drifting, randomStream(2, i));
      expect(trajectory.states[0]).toBeLessThanOrEqual(0);
      redraws += trajectory.redraws;
    }
    expect(redraws).toBeGreaterThan(130);
    expect(redraws).toBeLessThan(280);
  });
});
