// Entry of a helper thread of `MotionThreads`: takes its share of every round until it is terminated.
import { workerData } from "node:worker_threads";
import { type Motions, MotionWorker } from "./motions.js";

const worker = await MotionWorker.create(workerData as Motions);
for (let round = 0; ; round = worker.rounds.awaitRound(round) as number) worker.work();
