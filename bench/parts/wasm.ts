import { runsFigure } from "../figures/figures.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { own } from "../harness/settings.js";
import { compareSubjects } from "../harness/subjects.js";
import type { Part } from "./part.js";

export const wasm: Part = {
  name: "wasm",
  minutes: 2,
  title: "The same meta-step in the WebAssembly engine, as in a browser, against the native one",
  async run(settings) {
    const entries = [own("native", "native"), own("wasm", "WASM")];
    const subjects = networks.flatMap((network) =>
      [1, 2].map((threads) => ({
        name: `${nameOf(network)}, ${threads} thread${threads === 1 ? "" : "s"}`,
        job: () => metaStepJob(network, threads),
        entries,
      })),
    );
    const { table, notes, measured } = await compareSubjects(settings, subjects, {
      runs: settings.runs,
      warmUp: 2,
    });
    return {
      tables: [table],
      notes,
      measured,
      figure: runsFigure("Meta-steps in WebAssembly, run by run", measured),
    };
  },
};
