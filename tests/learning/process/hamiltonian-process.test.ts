import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { choosePoints, generateTrajectories, type TrajectorySet } from "../../../src/dataset/index.js";
import { type LearnedSystem, type Observations, observe, phaseSpaceOf } from "../../../src/learning/index.js";
import { hamiltonianProcess } from "../../../src/learning/process/index.js";
import { integrateFixed, massSpring, pendulum, rk4, type System, twoBody } from "../../../src/mechanics/index.js";

const adaptOptions = () => ({ random: randomStream(0, "adapt") });

function observed(system: System, points: number, seed = 1): { set: TrajectorySet; observations: Observations } {
  const set = generateTrajectories(system, { count: 1, seed, split: "validation" });
  const { supportIndices } = choosePoints(set, points, randomStream(seed, "points"));
  return { set, observations: observe(set, 0, supportIndices) };
}

/** Mean squared error of the rollout from the true initial state. */
function trajectoryError({ system, times, states }: TrajectorySet, learned: LearnedSystem): number {
  const motion = integrateFixed(rk4, learned.vectorField, states.slice(0, 2 * system.dimension), times);
  return motion.reduce((sum, value, k) => sum + (value - (states[k] as number)) ** 2, 0) / motion.length;
}

describe("hamiltonianProcess", () => {
  it.each([
    { radial: "rbf", system: massSpring, points: 10, bound: 1e-9 },
    { radial: "rbf", system: pendulum, points: 50, bound: 1e-9 },
    { radial: "rbf", system: twoBody, points: 20, bound: 1e-9 },
    { radial: "matern-7/2", system: pendulum, points: 50, bound: 1e-4 },
    { radial: "matern-5/2", system: pendulum, points: 50, bound: 1e-3 },
  ] as const)("$radial follows $system.name from $points points", async ({ radial, system, points, bound }) => {
    const { set, observations } = observed(system, points);
    const learned = await hamiltonianProcess({ radial }).adapt(phaseSpaceOf(system), observations, adaptOptions());
    expect(trajectoryError(set, learned)).toBeLessThan(bound);
  });

  it("recovers a quadratic H up to a constant", async () => {
    const random = randomStream(3, "states");
    const states = Float64Array.from({ length: 60 }, () => random.between(-1, 1));
    const derivatives = states.map((_, k) => (k % 2 === 0 ? (states[k + 1] as number) : -(states[k - 1] as number)));
    const motions = Array.from({ length: 30 }, (_, i) => i);
    const observations = { count: 30, states, derivatives, motions };
    const learned = await hamiltonianProcess().adapt(phaseSpaceOf(massSpring), observations, adaptOptions());
    const origin = learned.energy?.(new Float64Array(2)) as number;
    for (const [x, p] of [
      [0.7, 0.1],
      [-0.4, 0.6],
      [0.2, -0.9],
    ] as const)
      expect((learned.energy?.(Float64Array.of(x, p)) as number) - origin).toBeCloseTo((x * x + p * p) / 2, 5);
  });

  it("gives a field that is the symplectic gradient of its energy", async () => {
    for (const equalEnergies of [false, true]) {
      const { observations } = observed(pendulum, 10);
      const learned = await hamiltonianProcess({ equalEnergies }).adapt(
        phaseSpaceOf(pendulum),
        observations,
        adaptOptions(),
      );
      const [x, out, h] = [Float64Array.of(0.4, 0.7), new Float64Array(2), 1e-4];
      learned.vectorField(x, out);
      const slope = (k: number) =>
        ((learned.energy?.(x.map((v, i) => (i === k ? v + h : v))) as number) -
          (learned.energy?.(x.map((v, i) => (i === k ? v - h : v))) as number)) /
        (2 * h);
      expect(out[0]).toBeCloseTo(slope(1), 6);
      expect(out[1]).toBeCloseTo(-slope(0), 6);
    }
  });

  it("is certain at the points and unsure far from them", async () => {
    const { observations } = observed(pendulum, 15);
    const learned = await hamiltonianProcess().adapt(phaseSpaceOf(pendulum), observations, adaptOptions());
    const [near, far] = [new Float64Array(2), new Float64Array(2)];
    learned.fieldDeviation?.(observations.states.slice(0, 2), near);
    learned.fieldDeviation?.(Float64Array.of(15, 15), far);
    for (const k of [0, 1]) expect(near[k]).toBeLessThan(1e-3 * (far[k] as number));
    const [a, b] = [observations.states.slice(0, 2), observations.states.slice(2, 4)];
    expect(learned.energyDeviation?.(a, a)).toBe(0);
    expect(learned.energyDeviation?.(a, b)).toBeLessThan(
      1e-2 * (learned.energyDeviation?.(a, Float64Array.of(9, 9)) as number),
    );
  });

  it("draws fields with the posterior's mean and deviation", async () => {
    const { observations } = observed(pendulum, 4);
    const learned = await hamiltonianProcess({ equalEnergies: true }).adapt(
      phaseSpaceOf(pendulum),
      observations,
      adaptOptions(),
    );
    const x = Float64Array.of(0.3, -0.2);
    const [mean, deviation, out] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
    learned.vectorField(x, mean);
    learned.fieldDeviation?.(x, deviation);
    const draws = 600;
    const sums = [0, 0];
    const squares = [0, 0];
    for (let n = 0; n < draws; n++) {
      learned.sampleField?.(randomStream(4, "draw", n))(x, out);
      for (const k of [0, 1]) {
        const offset = ((out[k] as number) - (mean[k] as number)) / (deviation[k] as number);
        sums[k] = (sums[k] as number) + offset / draws;
        squares[k] = (squares[k] as number) + offset ** 2 / draws;
      }
    }
    // Standard errors: 1 / sqrt(600) = 0.04 of the mean, sqrt(2 / 600) = 0.06 of the variance.
    for (const k of [0, 1]) {
      expect(Math.abs(sums[k] as number)).toBeLessThan(0.16);
      expect(Math.abs((squares[k] as number) - 1)).toBeLessThan(0.25);
    }
  });

  it("finds the size of noise", async () => {
    const { observations } = observed(massSpring, 50);
    const random = randomStream(2, "noise");
    const noisy = observations.derivatives.map((value) => value + 0.05 * random.normal());
    const learned = await hamiltonianProcess().adapt(
      phaseSpaceOf(massSpring),
      { ...observations, derivatives: noisy },
      adaptOptions(),
    );
    const found = learned.choices?.["relative noise variance"] as number[];
    const size = Math.hypot(...observations.derivatives) / Math.sqrt(observations.derivatives.length);
    for (const variance of found) {
      expect(Math.sqrt(variance) * size).toBeGreaterThan(0.03);
      expect(Math.sqrt(variance) * size).toBeLessThan(0.08);
    }
  });

  it("stops when asked and refuses what it cannot use", async () => {
    const { observations } = observed(pendulum, 5);
    const space = phaseSpaceOf(pendulum);
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(hamiltonianProcess().adapt(space, observations, { ...adaptOptions(), signal })).rejects.toThrow(
      "stopped",
    );
    const broken = { ...observations, count: 4 };
    await expect(hamiltonianProcess().adapt(space, broken, adaptOptions())).rejects.toThrow("4 observed states");
  });

  it("makes something of a single point and of a resting one", async () => {
    const space = phaseSpaceOf(pendulum);
    for (const derivatives of [Float64Array.of(1, 0.5), new Float64Array(2)]) {
      const learned = await hamiltonianProcess().adapt(
        space,
        { count: 1, states: Float64Array.of(0.1, 0.2), derivatives },
        adaptOptions(),
      );
      const out = new Float64Array(2);
      learned.vectorField(Float64Array.of(0.1, 0.2), out);
      for (const k of [0, 1]) expect(out[k]).toBeCloseTo(derivatives[k] as number, 3);
    }
  });
});
