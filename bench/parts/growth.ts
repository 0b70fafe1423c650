import type { TaskGroup } from "../../src/learning/index.js";
import type { GraphNetworkOptions } from "../../src/models/index.js";
import { growthFigure } from "../figures/figures.js";
import { metaOptions, standard } from "../harness/meta-step.js";
import { timeMetaGradient } from "../harness/own-runs.js";
import { exponent } from "../harness/statistics.js";
import { digits, type Table } from "../harness/table.js";
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

interface Curve {
  readonly output: string;
  readonly varied: string;
  readonly values: readonly number[];
  readonly ms: readonly number[];
  readonly exponent: number;
}

function tableOf(curves: readonly Curve[]): Table {
  const columns = Math.max(...curves.map(({ values }) => values.length));
  const sizes = Array.from({ length: columns }, (_, i) => i);
  return {
    columns: ["network", "varied", ...sizes.map((i) => `size ${i + 1}`), "exponent"],
    rows: curves.map(({ output, varied, values, ms, exponent: e }) => [
      output,
      labels[varied as keyof Size],
      ...sizes.map((i) => (i < values.length ? `${values[i]}: ${digits(ms[i] as number)}` : "")),
      e.toFixed(2),
    ]),
  };
}

export const growth: Part = {
  name: "growth",
  minutes: 1,
  title: "How the meta-step grows, from 10 tasks, 50 + 50 points, 3 bodies, 128 wide, 1 inner step; tanh; ms",
  async run({ threads, runs, only, say, show }) {
    const measured: Curve[] = [];
    for (const output of ["direct", "hamiltonian"] as const)
      for (const key of Object.keys(variations) as (keyof Size)[]) {
        const subject = `${output}, ${key}`;
        if (!subject.includes(only)) continue;
        say(subject);
        const values = variations[key];
        const ms: number[] = [];
        for (const value of values) {
          const { tasks, points, bodies, width, steps } = { ...standard, [key]: value } as Size;
          const network: GraphNetworkOptions = { width, activation: "tanh", output };
          const group: TaskGroup = { tasks, bodies, supportPoints: points, queryPoints: points };
          ms.push(await timeMetaGradient(metaOptions(network, [group], steps), threads, Math.min(runs, MAX_RUNS)));
        }
        measured.push({
          output,
          varied: key,
          values,
          ms,
          exponent: exponent(values.slice(-FITTED), ms.slice(-FITTED)),
        });
        show(tableOf(measured.slice(-1)));
      }
    return {
      tables: [tableOf(measured)],
      notes: [
        `median of ${Math.min(runs, MAX_RUNS)} runs`,
        `exponent: of time against size over the ${FITTED} largest sizes, least squares in logarithms`,
      ],
      measured,
      figure: growthFigure(measured),
    };
  },
};
