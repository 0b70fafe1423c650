import { randomStream } from "../../src/base/random.js";
import { generateTrajectories, type SampledGroup, TaskSampler } from "../../src/dataset/index.js";
import { adamDefaults, initialState, MetaTrainer } from "../../src/learning/index.js";
import { systemNamed } from "../../src/mechanics/index.js";
import type { EngineName } from "../../src/runtime/index.js";
import type { ReadJob, TrainingOptions } from "./job.js";
import { methodOf } from "./meta-program.js";
import { fixedBatch } from "./points.js";
import type { Stages, Work } from "./serve.js";

/** Whole training steps: draw a meta-batch from trajectories, take the meta-gradient, let Adam move the parameters. */
export async function start(job: ReadJob, engine: EngineName, stages: Stages): Promise<Work> {
  const options = job.options as unknown as TrainingOptions;
  const { seed, tasksPerSystem, points, groups, rate } = options;
  const sets = options.systems.map(({ name, trajectories }) =>
    generateTrajectories(systemNamed(name), { count: trajectories, seed, split: "train" }),
  );
  const sampler = new TaskSampler(sets);
  const trainer = await MetaTrainer.create(
    {
      method: methodOf(options),
      groups,
      compile: { engine, threads: job.threads },
    },
    initialState(await job.f32("parameters")),
  );
  stages.done("compile");
  const fixed = await fixedBatch(job, options);
  const { loss } = await trainer.step(fixed, rate);
  // After the first step Adam's first moment is (1 - beta1) times the gradient.
  const gradient = trainer.state().mean.map((value) => value / (1 - adamDefaults.beta1));
  stages.done("first run");

  let step = 0;
  let batch: SampledGroup[] | undefined;
  return {
    async run() {
      const random = randomStream(seed, "tasks", step++);
      batch = sampler.sampleMetaBatch({ tasksPerSystem, points, random }, batch);
      await trainer.step(batch, rate);
    },
    result: () => ({ loss: [loss], gradient }),
  };
}
