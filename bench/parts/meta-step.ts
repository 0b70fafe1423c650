import { programCost } from "../../src/graph/index.js";
import type { MetaOptions } from "../contestants/job.js";
import { metaProgram } from "../contestants/meta-program.js";
import { type Comparison, compare } from "../harness/compare.js";
import { runsFigure } from "../harness/figures.js";
import { withJob } from "../harness/exchange.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { availablePeers, own, peer, type Settings } from "../harness/settings.js";
import { ratios, summarise } from "../harness/statistics.js";
import { digits, mebibytes, milliseconds, ratio, seconds } from "../harness/table.js";
import type { Part } from "./part.js";

/** Columns of `comparisonRows`. */
export const comparisonColumns = ({ flops = false } = {}): string[] => [
  "network",
  "contestant",
  "ms",
  "their time / ours",
  ...(flops ? ["GFLOP/s"] : []),
  "s to first result",
  "peak MiB",
  "difference",
];

/** JAX, torch.compile and torch.func, as far as they are installed. */
export function learningPeers(settings: Settings) {
  const { available, missing } = availablePeers(settings, ["jax", "torch-compile", "torch-eager"]);
  const entries = [
    ...(available.has("jax") ? [peer(settings, "JAX, jit", "jax")] : []),
    ...(available.has("torch-compile") ? [peer(settings, "PyTorch, torch.compile", "torch-compile", "compile")] : []),
    ...(available.has("torch-eager") ? [peer(settings, "PyTorch, eager", "torch-eager", "eager")] : []),
  ];
  return { entries, missing };
}

/** Rows of a comparison, ours first. `flops`: of the products of one run of ours. */
export function comparisonRows(subject: string, { measurements }: Comparison, flops?: number): string[][] {
  const ours = measurements[0]?.times ?? [];
  return measurements.map(({ name, times, startup, peakMemory, differences }, i) => [
    subject,
    name,
    milliseconds(summarise(times)),
    i === 0 ? "" : ratio(ratios(times, ours)),
    ...(flops === undefined ? [] : [i === 0 ? digits(flops / summarise(times).median / 1e6) : ""]),
    seconds(startup),
    mebibytes(peakMemory),
    i === 0 ? "" : Math.max(...Object.values(differences)).toExponential(0),
  ]);
}

export const metaStep: Part = {
  name: "meta-step",
  title: "One second-order meta-gradient: 10 tasks, 50 + 50 points, 3 bodies, 128 wide, 1 inner step, f32",
  async run(settings) {
    const { entries, missing } = learningPeers(settings);
    const rows: string[][] = [];
    const notes = [...missing];
    const measured: Record<string, Comparison> = {};
    for (const network of networks) {
      const subject = nameOf(network);
      settings.say(`${subject}:`);
      const job = metaStepJob(network, settings.threads);
      const comparison = await withJob(job, (folder) =>
        compare([own(), ...entries], folder, { runs: settings.runs, warmUp: 3, say: settings.say }),
      );
      const { productFlops } = programCost(metaProgram(job.options as unknown as MetaOptions));
      rows.push(...comparisonRows(subject, comparison, productFlops));
      notes.push(...comparison.skipped.map(({ name, reason }) => `${subject}: ${name} left out: ${reason}`));
      measured[subject] = comparison;
    }
    notes.push("difference: of loss or gradient from ours, relative, in the Euclidean norm; the larger of the two");
    return {
      tables: [{ columns: comparisonColumns({ flops: true }), rows }],
      notes,
      measured,
      figure: runsFigure("Meta-steps, run by run", measured),
    };
  },
};
