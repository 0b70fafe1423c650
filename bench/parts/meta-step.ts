import { programCost } from "../../src/graph/index.js";
import type { MetaOptions } from "../contestants/job.js";
import { metaProgram } from "../contestants/meta-program.js";
import { runsFigure } from "../figures/figures.js";
import { libraries } from "../harness/builds.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { learningPeers } from "../harness/settings.js";
import { compareSubjects } from "../harness/subjects.js";
import type { Part } from "./part.js";

export const metaStep: Part = {
  name: "meta-step",
  minutes: 5,
  title: "One second-order meta-gradient: 10 tasks, 50 + 50 points, 3 bodies, 128 wide, 1 inner step, f32",
  async run(settings) {
    const { entries, missing } = learningPeers(settings);
    const subjects = networks.map((network) => {
      const job = metaStepJob(network, settings.threads);
      const { productFlops } = programCost(metaProgram(job.options as unknown as MetaOptions));
      return {
        name: nameOf(network),
        job: () => job,
        entries: [...libraries(settings.builds), ...entries],
        productFlops,
      };
    });
    const { table, notes, ratios, measured } = await compareSubjects(settings, subjects, {
      runs: settings.runs,
      warmUp: 3,
    });
    return {
      tables: [table],
      notes: [
        ...missing,
        ...notes,
        `${settings.runs} counted runs of each`,
        "difference: of loss or gradient from ours, relative, in the Euclidean norm; the larger of the two",
      ],
      measured,
      ratios,
      figure: runsFigure("Meta-steps, run by run", measured),
    };
  },
};
