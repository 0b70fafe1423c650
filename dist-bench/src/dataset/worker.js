// Entry of a generation worker thread: answers every job it is sent until it is terminated.
import { parentPort } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { systemNamed } from "../mechanics/index.js";
import { generateBlock } from "./trajectories.js";
parentPort?.on("message", (job) => {
    try {
        const block = generateBlock(systemNamed(job.system), job.options);
        const answer = { job, block };
        parentPort?.postMessage(answer, [block.states.buffer]);
    }
    catch (error) {
        const answer = {
            job,
            error: error instanceof Error ? error.message : String(error),
            user: error instanceof UserError,
        };
        parentPort?.postMessage(answer);
    }
});
