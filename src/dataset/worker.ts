// Entry of a generation worker thread: answers every job it is sent until it is terminated.
import { parentPort } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { systemNamed } from "../mechanics/index.js";
import type { Answer, Job } from "./parallel.js";
import { generateBlock } from "./trajectories.js";

parentPort?.on("message", (job: Job) => {
  try {
    const block = generateBlock(systemNamed(job.system), job.options);
    const answer: Answer = { job, block };
    parentPort?.postMessage(answer, [block.states.buffer as ArrayBuffer]);
  } catch (error) {
    const answer: Answer = {
      job,
      error: error instanceof Error ? error.message : String(error),
      user: error instanceof UserError,
    };
    parentPort?.postMessage(answer);
  }
});
