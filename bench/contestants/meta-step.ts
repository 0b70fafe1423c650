import { MetaGradient } from "../../src/learning/index.js";
import type { EngineName } from "../../src/runtime/index.js";
import type { MetaOptions, ReadJob } from "./job.js";
import { methodOf } from "./meta-program.js";
import { fixedBatch } from "./points.js";
import type { Stages, Work } from "./serve.js";

/** One second-order meta-gradient, of all parameters as one flat vector. */
export async function start(job: ReadJob, engine: EngineName, stages: Stages): Promise<Work> {
  const options = job.options as unknown as MetaOptions;
  const metaGradient = await MetaGradient.create(methodOf(options), options.groups, { engine, threads: job.threads });
  stages.done("build and compile");
  const parameters = await job.f32("parameters");
  const batch = await fixedBatch(job, options);
  const first = await metaGradient.run(parameters, batch);
  const result = { loss: [first.loss], gradient: first.gradient.slice() };
  stages.done("first run");
  return {
    async run() {
      await metaGradient.run(parameters, batch);
    },
    result: () => result,
  };
}
