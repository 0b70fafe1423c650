import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { type EnergyUnits, gradientsInUnits, statesInUnits } from "../../../src/learning/gaussian/units.js";
import {
  hamiltonianProcess,
  type LearnedSystem,
  type Learner,
  type Observations,
} from "../../../src/learning/index.js";
import { thoroughEffort } from "../../../src/learning/structure/fit.js";
import { structuredProcess } from "../../../src/learning/structure/index.js";
import type { FittedStructure } from "../../../src/learning/structure/likelihood.js";
import { StructurePosterior } from "../../../src/learning/structure/posterior.js";
import { sampleStructure } from "../../../src/learning/structure/sample.js";
import { fitObservations } from "../../../src/learning/structure/structured-process.js";
import { teachersFor } from "../../../src/learning/structure/teaching/teachers.js";
import { integrateFixed, rk4, type System, systemNamed } from "../../../src/mechanics/index.js";
import { componentVariances } from "../../../src/numerics/index.js";
import { sampledPoints } from "./fixture.js";

const random = () => randomStream(1, "adaptation");

/** Mean squared error of the motion that a learner predicts for the trajectory its points were taken from. */
async function trajectoryError(learner: Learner, system: System, points: number, stream: string) {
  const { set, space, observations } = sampledPoints(system, points, randomStream(2, stream, system.name));
  const learned = await learner.adapt(space, observations, { random: random() });
  const size = 2 * system.dimension;
  const predicted = integrateFixed(rk4, learned.vectorField, set.states.slice(0, size), set.times, 4);
  return predicted.reduce((sum, value, i) => sum + (value - (set.states[i] as number)) ** 2, 0) / predicted.length;
}

const thorough = (heldOut: string) => structuredProcess({ ...teachersFor(heldOut), effort: thoroughEffort });
const logLikelihood = (learned: LearnedSystem | undefined) => learned?.choices?.["log marginal likelihood"] as number;

/** A process of five points of a double pendulum, and a state beside one of them, in its units. */
function fivePoints() {
  const { space, observations, units } = sampledPoints(systemNamed("double-pendulum"), 5, randomStream(3, "samples"));
  const fitted = fitObservations(space, observations, units, {});
  const beside = observations.states.slice(0, 4).map((value, a) => value + 0.3 / (a + 1));
  return { space, observations, units, fitted, state: statesInUnits(units, beside) };
}

const statesOutOfUnits = ({ spread }: EnergyUnits, state: Float64Array) =>
  state.map((value, a) => value * (spread[a] as number));

/** Standard deviation of 400 draws of dH/dx at a state about the posterior mean. */
function spread(
  fitted: FittedStructure,
  state: Float64Array,
  draw: () => (state: Float64Array, gradient: Float64Array) => void,
): Float64Array {
  const [mean, gradient] = [new Float64Array(4), new Float64Array(4)];
  new StructurePosterior(fitted).mean.evaluate(state, mean);
  const square = new Float64Array(4);
  for (let k = 0; k < 400; k++) {
    gradient.fill(0);
    draw()(state, gradient);
    for (let a = 0; a < 4; a++)
      square[a] = (square[a] as number) + ((gradient[a] as number) - (mean[a] as number)) ** 2 / 400;
  }
  return square.map(Math.sqrt);
}

describe("the structured process", () => {
  it.each(["double-pendulum", "magnetic-mirror", "two-body", "kepler"])(
    "taught by other systems, predicts %s from ten points ten times better than a process without structure",
    async (name) => {
      const system = systemNamed(name);
      const structured = await trajectoryError(structuredProcess(teachersFor(name)), system, 10, "ten points");
      const plain = await trajectoryError(hamiltonianProcess(), system, 10, "ten points");
      expect(structured).toBeLessThan(plain / 10);
    },
  );

  it("with more effort keeps a likelier law of noisy points, and the same one of exact points", async () => {
    const random = randomStream(6, "noise");
    const likelihoods: [number, number][] = [];
    for (const name of ["pendulum", "double-pendulum", "henon-heiles", "kepler"]) {
      const { space, observations } = sampledPoints(systemNamed(name), 6, randomStream(6, name));
      const size = 2 * space.dimension;
      const noisy = (values: Float64Array) => {
        const variances = componentVariances(values, size);
        return values.map((x, i) => x + 0.05 * Math.sqrt(variances[i % size] as number) * random.normal());
      };
      const spoiled = {
        ...observations,
        states: noisy(observations.states),
        derivatives: noisy(observations.derivatives),
      };
      const both = [structuredProcess(teachersFor(name)), thorough(name)];
      const [one, several] = await Promise.all(both.map((learner) => learner.adapt(space, spoiled, { random })));
      likelihoods.push([logLikelihood(one), logLikelihood(several)]);
      const [exact, again] = await Promise.all(both.map((learner) => learner.adapt(space, observations, { random })));
      expect(again?.choices).toEqual(exact?.choices);
    }
    for (const [one, several] of likelihoods) expect(several).toBeGreaterThanOrEqual(one);
    expect(likelihoods.some(([one, several]) => several > one + 0.1)).toBe(true);
  });

  it("has a standard deviation that samples with its hyperparameters show", () => {
    const { fitted, state } = fivePoints();
    const deviation = new Float64Array(4);
    new StructurePosterior(fitted).gradientDeviation(state, deviation);
    const stream = randomStream(4, "draws");
    const shown = spread(fitted, state, () => sampleStructure(fitted, stream));
    // 400 draws give the deviation to 4 % (one sigma); the random features add a few per cent.
    for (let a = 0; a < 4; a++) expect((shown[a] as number) / (deviation[a] as number)).toBeCloseTo(1, 0.6);
  });

  it("draws fields that also differ by what is uncertain in the hyperparameters", async () => {
    const { fitted, state, space, observations, units } = fivePoints();
    const learned = await structuredProcess().adapt(space, observations, { random: random() });
    const stream = randomStream(4, "draws");
    const own = statesOutOfUnits(units, state);
    const field = new Float64Array(4);
    const shown = spread(fitted, state, () => {
      const draw = learned.sampleField?.(stream);
      return (_, gradient) => {
        draw?.(own, field);
        gradient.set(gradientsInUnits(units, field));
      };
    });
    const fixed = spread(fitted, state, () => sampleStructure(fitted, stream));
    for (let a = 0; a < 4; a++) expect((shown[a] as number) / (fixed[a] as number)).toBeGreaterThan(1.1);
  });

  it("has an energy along its own motion that stays", async () => {
    const system = systemNamed("henon-heiles");
    const { space, observations, set } = sampledPoints(system, 15, randomStream(5, "energy"));
    const learned = await structuredProcess().adapt(space, observations, { random: random() });
    const start = set.states.slice(0, 4);
    const motion = integrateFixed(rk4, learned.vectorField, start, set.times.slice(0, 50), 10);
    const first = learned.energy?.(start) ?? Number.NaN;
    expect(learned.energy?.(motion.slice(-4))).toBeCloseTo(first, 6);
  });

  it("gives the same for the same observations, and says what it found", async () => {
    const { space, observations } = sampledPoints(systemNamed("two-body"), 6, randomStream(6, "same"));
    const choices = async (points: Observations) =>
      (await structuredProcess().adapt(space, points, { random: random() })).choices;
    const first = await choices(observations);
    expect(await choices(observations)).toEqual(first);
    expect(first?.["largest terms"]).toContain("ln |r_2 - r_1|");
  });

  it("refuses observations that are not finite", async () => {
    const { space, observations } = sampledPoints(systemNamed("pendulum"), 5, randomStream(7, "bad"));
    observations.states[3] = Number.NaN;
    await expect(structuredProcess().adapt(space, observations, { random: random() })).rejects.toThrow(
      "observed states: component 2 of point 2 is NaN",
    );
  });
});
