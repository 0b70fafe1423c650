import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { hamiltonianProcess, type Learner, type Observations } from "../../../src/learning/index.js";
import { structuredProcess } from "../../../src/learning/structure/index.js";
import { teachersFor } from "../../../src/learning/structure/teachers.js";
import { integrateFixed, rk4, type System, systemNamed } from "../../../src/mechanics/index.js";
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

  it("has a standard deviation that its samples show", async () => {
    const system = systemNamed("double-pendulum");
    const { space, observations } = sampledPoints(system, 5, randomStream(3, "samples"));
    const learned = await structuredProcess().adapt(space, observations, { random: random() });
    const state = observations.states.slice(0, 4).map((value, a) => value + 0.3 / (a + 1));
    const [mean, deviation] = [new Float64Array(4), new Float64Array(4)];
    learned.vectorField(state, mean);
    learned.fieldDeviation?.(state, deviation);
    const stream = randomStream(4, "draws");
    const square = new Float64Array(4);
    const draws = 400;
    const field = new Float64Array(4);
    for (let k = 0; k < draws; k++) {
      learned.sampleField?.(stream)(state, field);
      for (let a = 0; a < 4; a++)
        square[a] = (square[a] as number) + ((field[a] as number) - (mean[a] as number)) ** 2 / draws;
    }
    // 400 draws give the deviation to 4 % (one sigma); the random features add a few per cent.
    for (let a = 0; a < 4; a++) expect(Math.sqrt(square[a] as number) / (deviation[a] as number)).toBeCloseTo(1, 0.6);
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
