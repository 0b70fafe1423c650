import { type Comparison, compare } from "../harness/compare.js";
import { runsFigure } from "../harness/figures.js";
import { withJob } from "../harness/exchange.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { own } from "../harness/settings.js";
import { comparisonColumns, comparisonRows } from "./meta-step.js";
import type { Part } from "./part.js";

export const wasm: Part = {
  name: "wasm",
  title: "The same meta-step in the WebAssembly engine, as in a browser, against the native one",
  async run(settings) {
    const rows: string[][] = [];
    const notes: string[] = [];
    const measured: Record<string, Comparison> = {};
    for (const network of networks)
      for (const threads of [1, 2]) {
        const subject = `${nameOf(network)}, ${threads} thread${threads === 1 ? "" : "s"}`;
        settings.say(`${subject}:`);
        const comparison = await withJob(metaStepJob(network, threads), (folder) =>
          compare([own("native", "native"), own("wasm", "WASM")], folder, {
            runs: settings.runs,
            warmUp: 2,
            say: settings.say,
          }),
        );
        rows.push(...comparisonRows(subject, comparison));
        notes.push(...comparison.skipped.map(({ name, reason }) => `${subject}: ${name} left out: ${reason}`));
        measured[subject] = comparison;
      }
    return {
      tables: [{ columns: comparisonColumns(), rows }],
      notes,
      measured,
      figure: runsFigure("Meta-steps in WebAssembly, run by run", measured),
    };
  },
};
