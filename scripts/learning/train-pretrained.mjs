// Meta-trains the packaged network that has seen all six systems, with the paper profile's settings:
//
//   npm run build && node scripts/learning/train-pretrained.mjs FOLDER
//
// Leaves FOLDER/model.safetensors and FOLDER/metrics.jsonl. The packaged held-out networks are those of results/paper.

import { availableParallelism } from "node:os";
import { generateInParallel, profiles, systems, trainJob } from "../../dist/index.js";

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error("usage: node scripts/learning/train-pretrained.mjs FOLDER");
  process.exit(2);
}
const config = profiles.paper;
const seed = 0;
const setsOf = async (split, count) => {
  const requests = systems.map((system) => ({ system, count, seed, split }));
  const sets = await generateInParallel(requests, { workers: availableParallelism() });
  return new Map(sets.map((set) => [set.system.name, set]));
};
const data = {
  train: await setsOf("train", config.data.train),
  validation: await setsOf("validation", config.data.validation),
};
const job = { config, heldOut: "none", seed, directory };
await trainJob(job, data, {
  onProgress: ({ done, total, note = "" }) => console.log(`step ${done} of ${total} ${note}`),
});
