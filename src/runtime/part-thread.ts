// Entry of a helper thread of `Parts`: takes its share of every round until there will be no more.
import { workerData } from "node:worker_threads";
import { findEngine } from "./compile.js";
import { type PartsData, PartWorker } from "./part-worker.js";

const worker = await PartWorker.create(await findEngine("native"), workerData as PartsData);
try {
  for (let round: number | undefined = 0; round !== undefined; round = worker.rounds.awaitRound(round))
    await worker.work();
} catch (error) {
  worker.rounds.fail();
  throw error;
}
await worker.close();
