import type { GraphNetworkOptions } from "../../src/models/index.js";
import { runsFigure } from "../figures/figures.js";
import { metaStepJob, nameOf, standard } from "../harness/meta-step.js";
import { availableBrowserPeers, own } from "../harness/settings.js";
import { compareSubjects } from "../harness/subjects.js";
import type { Part } from "./part.js";

/** What all of them can do: TensorFlow.js lacks the second derivative of tanh, and a network that is itself a gradient. */
const network: GraphNetworkOptions = { width: standard.width, activation: "softplus", output: "direct" };

export const browser: Part = {
  name: "browser",
  minutes: 4,
  title: "The meta-step in engines that run in browsers, here in Node: direct, softplus, 128 wide",
  async run(settings) {
    const { entries, missing } = availableBrowserPeers(settings);
    const ours = [own("wasm", "metahamilton, WASM"), own("webgpu", "metahamilton, WebGPU")];
    const subjects = [1, 2].map((threads) => ({
      name: `${nameOf(network)}, ${threads} thread${threads === 1 ? "" : "s"}`,
      job: () => metaStepJob(network, threads),
      entries: [...ours, ...entries],
    }));
    const options = { runs: settings.runs, warmUp: 2, rehearse: false };
    const { table, notes, ratios, measured } = await compareSubjects(settings, subjects, options);
    return {
      tables: [table],
      notes: [...missing, ...notes, "TensorFlow.js and jax-js use one thread in Node, whatever is asked for"],
      measured,
      ratios: ratios.filter(({ peer }) => entries.some(({ name }) => name === peer)),
      figure: runsFigure("Meta-steps in engines of browsers, run by run", measured),
    };
  },
};
