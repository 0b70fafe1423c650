// Entry of a generation worker thread: answers every job it is sent until it is terminated.
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { type Answer, doJob, type Job, systemOfJob } from "./jobs.js";
import { loadSystemFile } from "./system-file.js";

const { systemFiles } = workerData as { readonly systemFiles: readonly string[] };
const ready = Promise.all(systemFiles.map(loadSystemFile));

parentPort?.on("message", async (job: Job) => {
  try {
    await ready;
    const done = await doJob(job, systemOfJob(job));
    const buffers = Object.values(done.block ?? {}).flatMap((part) =>
      part instanceof Float64Array ? [part.buffer] : [],
    );
    parentPort?.postMessage(done, buffers as ArrayBuffer[]);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const refusal = { ...(code === undefined ? {} : { code }), ...(path === undefined ? {} : { path }) };
    const message = error instanceof Error ? error.message : String(error);
    const answer: Answer = { job, error: { message, user: error instanceof UserError, refusal } };
    parentPort?.postMessage(answer);
  }
});
