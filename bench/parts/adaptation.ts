import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import {
  hamiltonianProcess,
  type Learner,
  type Observations,
  phaseSpaceOf,
  sparseRegression,
  structuredProcess,
  teachersFor,
} from "../../src/learning/index.js";
import { observeWithNoise } from "../../src/measure/index.js";
import { type System, systemNamed } from "../../src/mechanics/index.js";
import { summarise } from "../harness/statistics.js";
import { milliseconds } from "../harness/table.js";
import type { Part } from "./part.js";

const SYSTEMS = ["pendulum", "double-pendulum", "magnetic-mirror", "kepler", "two-body", "three-body"];
const POINTS = [10, 50];
const NOISE = [0, 0.01];
/** Adaptations that do not count: the code is compiled while it runs. */
const WARM_UP = 5;

/** From observed points to a field, in closed form: one thread of plain JavaScript. */
export const adaptation: Part = {
  name: "adaptation",
  minutes: 2,
  title: "Adaptation in closed form, one thread",
  async run({ runs, only, say }) {
    const measured: Record<string, number[]> = {};
    const rows: string[][] = [];
    for (const name of SYSTEMS.filter((system) => system.includes(only))) {
      say(name);
      const system = systemNamed(name);
      const learners = [structuredProcess(teachersFor(name)), hamiltonianProcess(), sparseRegression()];
      for (const points of POINTS)
        for (const noise of NOISE) {
          const records = recordsOf(system, points, noise, runs + WARM_UP);
          const cells: string[] = [];
          for (const learner of learners) {
            const times = await timesOf(learner, system, records);
            measured[`${name}, ${points} points, noise ${noise}, ${learner.name}`] = times;
            cells.push(milliseconds(summarise(times)));
          }
          rows.push([system.title, String(points), noise === 0 ? "none" : `${100 * noise} %`, ...cells]);
        }
    }
    const columns = ["system", "points", "noise", "structured process", "process", "sparse regression"];
    return {
      tables: [{ columns, rows }],
      notes: [`milliseconds, median and quartiles over trajectories; ${WARM_UP} adaptations before them do not count`],
      measured,
    };
  },
};

/** Observed points of as many trajectories. */
function recordsOf(system: System, points: number, noise: number, count: number): Observations[] {
  const set = generateTrajectories(system, { count, seed: 0, split: "validation" });
  return Array.from({ length: count }, (_, i) => {
    const { supportIndices } = choosePoints(set, points, randomStream(0, "bench", system.name, i));
    return observeWithNoise(set, i, supportIndices, noise, 0);
  });
}

async function timesOf(learner: Learner, system: System, records: readonly Observations[]): Promise<number[]> {
  const space = phaseSpaceOf(system);
  const times: number[] = [];
  for (const record of records) {
    const began = performance.now();
    const learned = await learner.adapt(space, record, { random: randomStream(0, "bench") });
    times.push(performance.now() - began);
    await learned.close?.();
  }
  return times.slice(WARM_UP);
}
