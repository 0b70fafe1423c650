// Entry of the worker thread that does a run of a sweep.

import { serveJobs } from "../base/pool/serve-jobs.js";
import type { Progress } from "../base/progress.js";
import { experimentOf } from "./plan.js";
import type { ThreadRun } from "./work.js";

serveJobs<ThreadRun, void, Progress>(async ({ task, config, directory, threads }, { onProgress, signal }) => {
  await experimentOf(task, "sweep").perform(config, directory, { onProgress, signal, threads });
  signal.throwIfAborted();
});
