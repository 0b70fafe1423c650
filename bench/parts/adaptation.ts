import { execFileSync } from "node:child_process";
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
import type { Build } from "../harness/builds.js";
import { ownScript } from "../harness/paths.js";
import { ratios, summarise } from "../harness/statistics.js";
import { milliseconds, ratio, type Table } from "../harness/table.js";
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
  async run({ runs, only, say, builds }) {
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
    const against = builds.length === 1 ? [] : [againstEarlier(builds, runs, only, measured, say)];
    return {
      tables: [{ columns, rows }, ...against],
      notes: [`milliseconds, median and quartiles over trajectories; ${WARM_UP} adaptations before them do not count`],
      measured,
    };
  },
};

/** Rounds in which the builds take turns, each with processes of their own. */
const ROUNDS = 3;

/** The structured process of 50 points by every build, on the same records, in turns. */
function againstEarlier(
  builds: readonly Build[],
  runs: number,
  only: string,
  measured: Record<string, number[]>,
  say: (what: string) => void,
): Table {
  const rows: string[][] = [];
  for (const name of SYSTEMS.filter((system) => system.includes(only)))
    for (const noise of NOISE) {
      const system = systemNamed(name);
      say(`${name}, against the earlier build`);
      const lines = recordsOf(system, 50, noise, runs + WARM_UP).map(({ count, states, derivatives }) =>
        JSON.stringify({ count, states: [...states], derivatives: [...derivatives] }),
      );
      const times = builds.map((): number[] => []);
      for (let round = 0; round < ROUNDS; round++)
        builds.forEach(({ folder }, b) => {
          const done = execFileSync(process.execPath, [ownScript("structured-process"), folder, name], {
            input: lines.join("\n"),
            maxBuffer: 2 ** 26,
          });
          times[b]?.push(...(JSON.parse(String(done)) as number[]).slice(WARM_UP));
        });
      builds.forEach((build, b) => {
        measured[`${name}, 50 points, noise ${noise}, structured process of ${build.name}`] = times[b] as number[];
      });
      const [own, ...others] = times as [number[], ...number[][]];
      const cells = others.flatMap((other) => [milliseconds(summarise(other)), ratio(ratios(other, own))]);
      rows.push([system.title, noise === 0 ? "none" : `${100 * noise} %`, milliseconds(summarise(own)), ...cells]);
    }
  const columns = ["system", "noise", "structured process, 50 points"];
  return { columns: [...columns, ...builds.slice(1).flatMap(({ name }) => [name, `${name} / ours`])], rows };
}

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
