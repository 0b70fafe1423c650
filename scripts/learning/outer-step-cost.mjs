// What an outer step of in-context on random laws costs in processor time: drawing its tasks, and the gradient by number of support points.
//
//   npm run build && node scripts/learning/outer-step-cost.mjs [STEPS]
//
// The network is that of docs/methods.md: 32 wide, with invariants; six tasks a step. The first third of the steps, while code is still
// being compiled, does not count.

import { randomStream } from "../../dist/base/random.js";
import { LawTasks } from "../../dist/dataset/law-tasks.js";
import { TaskSampler } from "../../dist/dataset/sampler.js";
import {
  groupIntoUnits,
  initialState,
  MetaTrainer,
  metaLearner,
  methodDefaults,
  narrowSupport,
} from "../../dist/learning/index.js";
import { initialParameters, network } from "../../dist/models/index.js";

const steps = Number(process.argv[2] ?? 90);
const POINTS = 50;

const model = network({ architecture: "invariant", output: "hamiltonian", width: 32, activation: "tanh" });
const inner = { steps: 1, rate: 0.5, reduction: "mean", order: 2 };
const method = metaLearner(model, { ...methodDefaults, name: "in-context" }, inner);
const start = initialState(initialParameters(method, randomStream(0, "initial parameters")));
const sampler = new TaskSampler([], new LawTasks({ seed: 0, split: "train", count: "endless", tasks: 6 }));

/** Mean milliseconds of processor time of what `step` does, without the first third of the steps. */
async function cost(step) {
  const warm = Math.floor(steps / 3);
  let since;
  for (let i = 0; i < steps; i++) {
    if (i === warm) since = process.cpuUsage();
    await step(i);
  }
  const { user, system } = process.cpuUsage(since);
  return ((user + system) / 1000 / (steps - warm)).toFixed(0);
}

const batches = [];
const drawing = await cost((i) => {
  const random = randomStream(0, "tasks", i + 1);
  batches.push(sampler.sampleMetaBatch({ tasksPerSystem: 1, points: POINTS, random, number: i + 1 }));
});
console.log(`drawing: ${drawing} ms`);
for (const points of [5, 10, 20, 50]) {
  const seen = batches.map((batch, i) => narrowSupport(batch, { points: [points], noise: [0.05] }, randomStream(0, i)));
  for (const groups of seen) for (const group of groups) groupIntoUnits(group, group.tasks, group.bodies);
  const groups = seen[0].map(({ bodies, tasks }) => ({ bodies, tasks, supportPoints: points, queryPoints: POINTS }));
  const trainer = await MetaTrainer.create({ method, groups, compile: { threads: 1 } }, start);
  console.log(`gradient, ${points} points: ${await cost((i) => trainer.step(seen[i], 1e-4))} ms`);
  await trainer.close();
}
