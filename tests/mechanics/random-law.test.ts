import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories } from "../../src/dataset/index.js";
import { compileScalar, gradient, input, type Tensor } from "../../src/graph/index.js";
import {
  LAST_NAMED,
  MOST_BODIES,
  randomLaw,
  type System,
  sampleTrajectory,
  systemNamed,
} from "../../src/mechanics/index.js";
import { drawCoordinates } from "../../src/mechanics/laws/coordinates.js";
import type { DrawnLaw } from "../../src/mechanics/laws/forces.js";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const everyBodies = numbers(MOST_BODIES);

/** Slope of H along one component, by central differences of the energy alone. */
function slope(system: System, state: Float64Array, component: number): number {
  const h = 1e-5;
  const at = (sign: number) => system.energy(state.map((x, i) => (i === component ? x + sign * h : x)));
  return (at(1) - at(-1)) / (2 * h);
}

describe("a random law", () => {
  test.each(everyBodies)("of %i bodies obeys Hamilton's equations and conserves its energy", (bodies) => {
    for (const number of numbers(4)) {
      const law = randomLaw(bodies, number);
      const { states, energy } = sampleTrajectory(law, randomStream(1, number));
      const [size, d] = [2 * law.dimension, law.dimension];
      expect(Math.max(...energy) - Math.min(...energy)).toBeLessThan(2e-9 * law.energyScale);
      const state = states.slice(-size);
      const field = new Float64Array(size);
      law.vectorField(state, field);
      const scale = Math.max(...field.map(Math.abs));
      for (let i = 0; i < d; i++) {
        expect(((field[i] as number) - slope(law, state, d + i)) / scale).toBeCloseTo(0, 5);
        expect(((field[d + i] as number) + slope(law, state, i)) / scale).toBeCloseTo(0, 5);
      }
    }
  });

  test.each(everyBodies)("of %i bodies moves about as far and as fast as the systems with names", (bodies) => {
    const rms = { position: [] as number[], momentum: [] as number[], rate: [] as number[] };
    for (const number of numbers(8)) {
      const law = randomLaw(bodies, number);
      const { states } = sampleTrajectory(law, randomStream(2, number));
      const [size, d] = [2 * law.dimension, law.dimension];
      const field = new Float64Array(size);
      let [q, p, v] = [0, 0, 0];
      for (let from = 0; from < states.length; from += size) {
        const state = states.slice(from, from + size);
        law.vectorField(state, field);
        for (let i = 0; i < d; i++) {
          q += (state[i] as number) ** 2;
          p += (state[d + i] as number) ** 2;
          v += (field[i] as number) ** 2;
        }
      }
      const count = (states.length / size) * d;
      rms.position.push(Math.sqrt(q / count));
      rms.momentum.push(Math.sqrt(p / count));
      rms.rate.push(Math.sqrt(v / q));
    }
    const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length / 2] as number;
    for (const key of ["position", "momentum"] as const) {
      expect(middle(rms[key]), key).toBeGreaterThan(0.3);
      expect(middle(rms[key]), key).toBeLessThan(1);
    }
    expect(middle(rms.rate)).toBeGreaterThan(0.5);
    expect(middle(rms.rate)).toBeLessThan(2);
  });

  test("is the same whenever its number is asked for, and another for every number", () => {
    const energies = numbers(20).map((number) => {
      const [first, again] = [randomLaw(2, number), randomLaw(2, number)];
      const state = first.initialState(randomStream(3));
      expect(again.initialState(randomStream(3))).toEqual(state);
      expect(again.energy(state)).toBe(first.energy(state));
      return first.energy(state);
    });
    expect(new Set(energies).size).toBe(20);
  });

  test("is a system by name, as others are, up to a number that trainings begin beyond", () => {
    const law = systemNamed("law-3-7");
    expect(law).toBe(systemNamed("law-3-7"));
    const set = (system: System) => generateTrajectories(system, { count: 1, seed: 1, split: "test" }).states;
    expect(set(law)).toEqual(set(randomLaw(3, 7)));
    expect(() => systemNamed(`law-3-${LAST_NAMED + 1}`)).toThrow(UserError);
    expect(() => systemNamed("law-6-1")).toThrow(/no system/);
  });
});

test("coordinates of laws are canonical: the Poisson brackets of old ones in new ones are those of their own", () => {
  const bodies = 3;
  /** A law whose energy is one of the old coordinates, 0 to 2 positions, 3 to 5 momenta. */
  const component = (i: number): DrawnLaw => ({
    bodies,
    axes: 1,
    isolated: false,
    hamiltonian: (q, p) => [...q, ...p][i] as Tensor,
    start: () => new Float64Array(2 * bodies),
    speed: [1, 1],
  });
  let changed = 0;
  for (let seed = 0; seed < 12; seed++) {
    const q = numbers(bodies).map((i) => input(`q${i}`, []));
    const p = numbers(bodies).map((i) => input(`p${i}`, []));
    const at = Float64Array.from({ length: 2 * bodies }, (_, i) => Math.sin(i + seed));
    const slopes = [...at.keys()].map((i) => {
      const old = drawCoordinates(randomStream(seed, "coordinates"), component(i)).hamiltonian(q, p);
      const out = new Float64Array(2 * bodies);
      compileScalar([...q, ...p], gradient(old, [...q, ...p]))(at, out);
      return out;
    });
    if (slopes.some((slope, i) => slope[i] !== 1)) changed++;
    slopes.forEach((a, i) => {
      slopes.forEach((b, j) => {
        let bracket = 0;
        for (let k = 0; k < bodies; k++)
          bracket += (a[k] as number) * (b[bodies + k] as number) - (a[bodies + k] as number) * (b[k] as number);
        expect(bracket).toBeCloseTo(j === i + bodies ? 1 : i === j + bodies ? -1 : 0, 12);
      });
    });
  }
  expect(changed).toBeGreaterThan(1);
});
