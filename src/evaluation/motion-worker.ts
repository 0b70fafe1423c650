// Entry of a helper thread of `MotionThreads`: takes its share of every round until it is terminated.
import { workerData } from "node:worker_threads";
import { Control, type Motions, MotionWorker } from "./motions.js";

const motions = workerData as Motions;
const { control } = motions;
const worker = await MotionWorker.create(motions);
for (;;) {
  const round = Atomics.load(control, Control.round);
  worker.work();
  Atomics.wait(control, Control.round, round);
}
