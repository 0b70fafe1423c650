import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import {
  allSystems,
  chargedParticle,
  duffing,
  harmonicOscillator2d,
  henonHeiles,
  kepler,
  nBody,
  type System,
  sampleTrajectory,
  simulate,
  springChain,
  systemNamed,
  systems,
  threeBody,
} from "../../src/mechanics/index.js";

const [m, k, c, b] = [1.7, 2.3, 0.8, 1.4];
const further = allSystems.filter((system) => !systems.includes(system));
const statesOf = (system: System, states: Float64Array): number[][] => {
  const size = 2 * system.dimension;
  return Array.from({ length: states.length / size }, (_, i) => [...states.subarray(i * size, (i + 1) * size)]);
};

type Vector = [number, number, number, number];
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe.each(further)("initial conditions of $name", (system) => {
  const draws = Array.from({ length: 100 }, (_, i) => sampleTrajectory(system, randomStream(7, system.name, i)));

  it("give motions that use their box, move and conserve energy", () => {
    const reach = new Float64Array(2 * system.dimension);
    for (const { states, energyError } of draws) {
      expect(energyError).toBeLessThan(1e-9);
      const all = statesOf(system, states);
      const first = all[0] as number[];
      const farthest = Math.max(...all.map((x) => Math.hypot(...x.map((value, i) => value - (first[i] as number)))));
      expect(farthest).toBeGreaterThan(0.1);
      for (const x of all)
        for (const [i, value] of x.entries()) reach[i] = Math.max(reach[i] as number, Math.abs(value));
    }
    reach.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(system.box[i] as number);
      expect(value).toBeGreaterThan(0.4 * (system.box[i] as number));
    });
  });

  it("rarely have to be redrawn", () => {
    const redraws = sum(draws.map((draw) => draw.redraws)) / draws.length;
    expect(redraws).toBeLessThan(system.name.startsWith("n-body") ? 0.6 : 0.02);
  });
});

/** The largest change of a quantity along 20 sampled motions. */
function drift(system: System, quantity: (x: number[]) => number[]): number {
  let largest = 0;
  for (let i = 0; i < 20; i++) {
    const { states } = sampleTrajectory(system, randomStream(3, "conserved", i));
    const values = statesOf(system, states).map(quantity);
    for (const value of values)
      value.forEach((component, j) => {
        largest = Math.max(largest, Math.abs(component - (values[0]?.[j] as number)));
      });
  }
  return largest;
}

const angularMomentum = (state: number[]) => {
  const half = state.length / 2;
  let total = 0;
  for (let i = 0; i < half; i += 2)
    total +=
      (state[i] as number) * (state[half + i + 1] as number) - (state[i + 1] as number) * (state[half + i] as number);
  return total;
};

describe("conserved quantities", () => {
  it("of Kepler: angular momentum and the Laplace-Runge-Lenz vector", () => {
    const conserved = (state: number[]) => {
      const [x, y, px, py] = state as Vector;
      const [angular, r] = [angularMomentum(state), Math.hypot(x, y)];
      return [angular, py * angular - x / r, -px * angular - y / r];
    };
    expect(drift(kepler, conserved)).toBeLessThan(1e-9);
  });

  it("of the isotropic oscillator: angular momentum and Fradkin's tensor", () => {
    const conserved = (state: number[]) => {
      const [x, y, px, py] = state as Vector;
      return [angularMomentum(state), px * py + x * y, px ** 2 + x ** 2];
    };
    expect(drift(harmonicOscillator2d, conserved)).toBeLessThan(1e-10);
  });

  it("of the charged particle: guiding centre and canonical angular momentum", () => {
    const conserved = (state: number[]) => {
      const [x, y, px, py] = state as Vector;
      return [angularMomentum(state), x / 2 + py, y / 2 - px];
    };
    expect(drift(chargedParticle, conserved)).toBeLessThan(1e-10);
  });

  it("of the chain: the energy of every normal mode", () => {
    const n = 5;
    const conserved = (state: number[]) =>
      Array.from({ length: n }, (_, j) => {
        const shape = Array.from({ length: n }, (_, i) => Math.sin(((i + 1) * (j + 1) * Math.PI) / (n + 1)));
        const project = (values: number[]) => sum(values.map((value, i) => value * (shape[i] as number)));
        const frequency = 2 * Math.sin(((j + 1) * Math.PI) / (2 * (n + 1)));
        return project(state.slice(n)) ** 2 + (frequency * project(state.slice(0, n))) ** 2;
      });
    expect(drift(springChain(n), conserved)).toBeLessThan(1e-9);
  });

  it("of many bodies: momentum, angular momentum, and the motion of the centre", () => {
    const conserved = (state: number[]) => {
      const p = state.slice(10);
      return [angularMomentum(state), sum(p.filter((_, i) => i % 2 === 0)), sum(p.filter((_, i) => i % 2 === 1))];
    };
    expect(drift(nBody(5), conserved)).toBeLessThan(1e-9);
  });
});

describe("motions", () => {
  it("of Kepler return after the period 2 pi sqrt(m a^3 / k)", () => {
    const system = kepler.withConstants({ mass: m, attraction: k });
    for (let i = 0; i < 20; i++) {
      const state = system.initialState(randomStream(5, i));
      const axis = -k / (2 * system.energy(state));
      expect(axis).toBeGreaterThan(0.8);
      expect(axis).toBeLessThan(1.2);
      const { states } = simulate(system, state, { duration: 2 * Math.PI * Math.sqrt((m * axis ** 3) / k), points: 2 });
      const back = states.subarray(4);
      back.forEach((value, j) => {
        expect(Math.abs(value - (state[j] as number))).toBeLessThan(1e-9);
      });
    }
  });

  it("of the charged particle are circles about the drawn centre", () => {
    const system = chargedParticle.withConstants({ mass: m, charge: c, field: b });
    const state = system.initialState(randomStream(6));
    const [x, y, px, py] = [...state] as Vector;
    const [centreX, centreY] = [x / 2 + py / (c * b), y / 2 - px / (c * b)];
    const { t, states } = simulate(system, state, { points: 40 });
    statesOf(system, states).forEach(([xt = 0, yt = 0], i) => {
      const turn = (-c * b * (t[i] as number)) / m;
      const [dx, dy] = [x - centreX, y - centreY];
      expect(xt).toBeCloseTo(centreX + dx * Math.cos(turn) - dy * Math.sin(turn), 10);
      expect(yt).toBeCloseTo(centreY + dx * Math.sin(turn) + dy * Math.cos(turn), 10);
    });
  });

  it("of Henon and Heiles below the energy of escape stay inside the triangle", () => {
    for (let i = 0; i < 50; i++) {
      const { states, energy } = sampleTrajectory(henonHeiles, randomStream(8, i));
      expect(energy[0]).toBeLessThan(0.9 / 6 + 1e-9);
      for (const [x = 0, y = 0] of statesOf(henonHeiles, states)) {
        expect(y).toBeGreaterThan(-0.5);
        expect(y + Math.sqrt(3) * Math.abs(x)).toBeLessThan(1);
      }
    }
  });

  it("of Duffing lie on both sides of the separatrix", () => {
    const energies = Array.from(
      { length: 100 },
      (_, i) => sampleTrajectory(duffing, randomStream(9, i)).energy[0] ?? 0,
    );
    expect(energies.filter((energy) => energy < 0).length).toBeGreaterThan(20);
    expect(energies.filter((energy) => energy > 0).length).toBeGreaterThan(20);
  });

  it("of a ring of bodies without noise keep turning", () => {
    const still = { ...randomStream(1), between: (low: number, high: number) => (low + high) / 2 };
    for (const bodies of [2, 3, 5]) {
      const system = nBody(bodies);
      const { states } = simulate(system, system.initialState(still), { duration: 3, points: 10 });
      const radii = statesOf(system, states).map(([x = 0, y = 0]) => Math.hypot(x, y));
      for (const radius of radii) expect(radius).toBeCloseTo(radii[0] as number, 6);
    }
  });
});

describe("systems of any size", () => {
  it("are found by name, always the same object", () => {
    expect(systemNamed("n-body-7")).toBe(nBody(7));
    expect(systemNamed("n-body-7").bodies).toBe(7);
    expect(systemNamed("spring-chain-12").dimension).toBe(12);
    for (const system of allSystems) expect(systemNamed(system.name)).toBe(system);
    for (const name of ["n-body", "n-body-x", "n-body-03", "spring-chain-", "toString-3"])
      expect(() => systemNamed(name)).toThrow(/there is no system/);
    expect(() => systemNamed("n-body-1")).toThrow(UserError);
    expect(() => systemNamed("spring-chain-65")).toThrow(/1 to 64 masses, got 65/);
  });

  it("of three bodies have the three-body's law", () => {
    const state = threeBody.initialState(randomStream(2));
    expect(nBody(3).energy(state)).toBe(threeBody.energy(state));
  });
});
