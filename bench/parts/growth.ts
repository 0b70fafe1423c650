import type { TaskGroup } from "../../src/learning/index.js";
import type { GraphNetworkOptions } from "../../src/models/index.js";
import { metaProgram } from "../contestants/meta-program.js";
import { metaOptions, standard } from "../harness/meta-step.js";
import { growthFigure } from "../harness/figures.js";
import { medianTime } from "../harness/own-runs.js";
import { exponent } from "../harness/statistics.js";
import { digits } from "../harness/table.js";
import type { Part } from "./part.js";

type Size = Record<keyof typeof standard, number>;

const variations: { readonly [key in keyof Size]: readonly number[] } = {
  tasks: [1, 2, 5, 10, 20, 50, 100],
  points: [10, 20, 50, 100, 200],
  width: [32, 64, 128, 256, 512],
  bodies: [1, 2, 3, 4, 6, 8],
  steps: [1, 2, 3, 5, 10],
};

const labels: { readonly [key in keyof Size]: string } = {
  tasks: "tasks",
  points: "support points, and as many query points",
  width: "width",
  bodies: "bodies",
  steps: "inner steps",
};

const MAX_RUNS = 7;
/** The exponent is fitted to so many of the largest sizes. */
const FITTED = 3;

export const growth: Part = {
  name: "growth",
  title: "How the meta-step grows, from 10 tasks, 50 + 50 points, 3 bodies, 128 wide, 1 inner step; tanh; ms",
  async run({ threads, runs, say }) {
    const measured: { output: string; varied: string; values: readonly number[]; ms: number[]; exponent: number }[] =
      [];
    for (const output of ["direct", "hamiltonian"] as const)
      for (const key of Object.keys(variations) as (keyof Size)[]) {
        say(`${output}, ${key}`);
        const values = variations[key];
        const ms: number[] = [];
        for (const value of values) {
          const { tasks, points, bodies, width, steps } = { ...standard, [key]: value } as Size;
          const network: GraphNetworkOptions = { width, activation: "tanh", output };
          const group: TaskGroup = { tasks, bodies, supportPoints: points, queryPoints: points };
          const one = metaProgram(metaOptions(network, [group], steps));
          ms.push(await medianTime(one, { threads }, Math.min(runs, MAX_RUNS)));
        }
        measured.push({
          output,
          varied: key,
          values,
          ms,
          exponent: exponent(values.slice(-FITTED), ms.slice(-FITTED)),
        });
      }
    const columns = Math.max(...Object.values(variations).map(({ length }) => length));
    return {
      tables: [
        {
          columns: ["network", "varied", ...Array.from({ length: columns }, (_, i) => `size ${i + 1}`), "exponent"],
          rows: measured.map(({ output, varied, values, ms, exponent: e }) => [
            output,
            labels[varied as keyof Size],
            ...Array.from({ length: columns }, (_, i) =>
              i < values.length ? `${values[i]}: ${digits(ms[i] as number)}` : "",
            ),
            e.toFixed(2),
          ]),
        },
      ],
      notes: [
        `median of ${Math.min(runs, MAX_RUNS)} runs`,
        `exponent: of time against size over the ${FITTED} largest sizes, least squares in logarithms`,
      ],
      measured,
      figure: growthFigure(measured),
    };
  },
};
