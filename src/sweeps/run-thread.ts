// Entry of the worker thread that does a run of a sweep.
import { serveJobs } from "../base/serve-jobs.js";
import type { UnitProgress } from "../experiments/experiment.js";
import { taskNamed } from "./plan.js";
import type { ThreadRun } from "./work.js";

serveJobs<ThreadRun, void, UnitProgress>(async ({ task, config, directory, threads }, { onProgress, signal }) => {
  await taskNamed(task, "sweep").run(config, directory, { onProgress, signal, threads });
  signal.throwIfAborted();
});
