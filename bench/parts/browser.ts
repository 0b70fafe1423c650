import type { GraphNetworkOptions } from "../../src/models/index.js";
import { type Comparison, compare } from "../harness/compare.js";
import { runsFigure } from "../harness/figures.js";
import { withJob } from "../harness/exchange.js";
import { metaStepJob, nameOf, standard } from "../harness/meta-step.js";
import { availableBrowserPeers, own } from "../harness/settings.js";
import { comparisonColumns, comparisonRows } from "./meta-step.js";
import type { Part } from "./part.js";

/** What all of them can do: TensorFlow.js lacks the second derivative of tanh, and a network that is itself a gradient. */
const network: GraphNetworkOptions = { width: standard.width, activation: "softplus", output: "direct" };

export const browser: Part = {
  name: "browser",
  title: "The meta-step in engines that run in browsers, here in Node: direct, softplus, 128 wide",
  async run(settings) {
    const { entries, missing } = availableBrowserPeers(settings);
    const rows: string[][] = [];
    const notes = [...missing];
    const measured: Record<string, Comparison> = {};
    for (const threads of [1, 2]) {
      const subject = `${nameOf(network)}, ${threads} thread${threads === 1 ? "" : "s"}`;
      settings.say(`${subject}:`);
      const all = [own("wasm", "metahamilton, WASM"), own("webgpu", "metahamilton, WebGPU"), ...entries];
      const comparison = await withJob(metaStepJob(network, threads), (folder) =>
        compare(all, folder, { runs: settings.runs, warmUp: 2, rehearse: false, say: settings.say }),
      );
      rows.push(...comparisonRows(subject, comparison));
      notes.push(...comparison.skipped.map(({ name, reason }) => `${subject}: ${name} left out: ${reason}`));
      measured[subject] = comparison;
    }
    notes.push("TensorFlow.js and jax-js use one thread in Node, whatever is asked for");
    return {
      tables: [{ columns: comparisonColumns(), rows }],
      notes,
      measured,
      figure: runsFigure("Meta-steps in engines of browsers, run by run", measured),
    };
  },
};
