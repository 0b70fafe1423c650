import { compile, type EngineName } from "../../src/runtime/index.js";
import type { MetaOptions, ReadJob } from "./job.js";
import { metaProgram } from "./meta-program.js";
import type { Stages, Work } from "./serve.js";

/** One second-order meta-gradient, of all parameters as one flat vector. */
export async function start(job: ReadJob, engine: EngineName, stages: Stages): Promise<Work> {
  const options = job.options as unknown as MetaOptions;
  const built = metaProgram(options);
  stages.done("build");
  const executable = await compile(built, { engine, threads: job.threads });
  stages.done("compile");
  const feeds: Record<string, Float32Array> = {};
  for (const name of Object.keys(job.arrays)) feeds[name] = await job.f32(name);
  const into = executable.allocate();
  await executable.run(feeds, into);
  stages.done("first run");
  const { loss, gradient } = into;
  return {
    async run() {
      await executable.run(feeds, into);
    },
    result: () => ({ loss, gradient }),
  };
}
