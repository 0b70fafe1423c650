// Entry of a worker thread that does jobs of the paper's experiment.

import { serveJobs } from "../../base/pool/serve-jobs.js";
import type { Progress } from "../../base/progress.js";
import { loadSystemFile } from "../../dataset/index.js";
import { runJob, type ThreadJob } from "./run-job.js";
import { openShared } from "./shared-data.js";

serveJobs<ThreadJob, void, Progress>(async ({ job, phases, threads, systemFiles, data }, { onProgress, signal }) => {
  for (const file of systemFiles) await loadSystemFile(file);
  await runJob(job, phases, await openShared(data), { threads, onProgress, signal });
});
