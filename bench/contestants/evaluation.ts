import { runProtocol } from "../../src/measure/index.js";
import { systemNamed } from "../../src/mechanics/index.js";
import { graphNetwork } from "../../src/models/index.js";
import type { EngineName } from "../../src/runtime/index.js";
import type { EvaluationOptions, ReadJob } from "./job.js";
import type { Stages, Work } from "./serve.js";

/** The paper's test: gradient steps on the points of every trajectory, an RK4 rollout of each after every step. */
export async function start(job: ReadJob, engine: EngineName, stages: Stages): Promise<Work> {
  const { network, system, tasks, points, samples, steps, rate } = job.options as unknown as EvaluationOptions;
  const model = graphNetwork(network);
  const parameters = await job.f32("parameters");
  const support = { states: await job.f32("states"), derivatives: await job.f32("derivatives") };
  const test = { system: systemNamed(system), count: tasks, samples, points, truth: await job.f64("truth"), support };
  const run = () =>
    runProtocol(model, () => parameters, test, {
      steps,
      rate,
      reduction: "mean",
      rolloutStepsPerSample: 1,
      compile: { engine, threads: job.threads },
    });
  stages.done("build");
  const { mse } = await run();
  stages.done("first run");
  return {
    async run() {
      await run();
    },
    // Later rollouts amplify differences of rounding, so that the first ones say more about the same work being done.
    result: () => ({ mse: mse.slice(0, 6).flat() }),
  };
}
