import { hostname } from "node:os";
import { UserError } from "../../base/errors.js";
import type { SlurmTask } from "../../base/lock.js";
import type { Progress } from "../../base/progress.js";
import { markFailed, readDone, type Sweep } from "../folder.js";
import { describeValues } from "../plan.js";
import { workOnRun } from "../work.js";
import { limitSeconds } from "./sbatch.js";
import { requeue, runsOfTask } from "./slurm.js";

export interface TaskStart {
  readonly submission: number;
  readonly array: number;
  readonly onProgress: (progress: Progress) => void;
  readonly say: (line: string) => void;
}

/** How a task of an array ended. */
export type TaskEnd = "done" | "failed" | "stopped" | "requeued";

/**
 * Does the runs of one task of a job array, inside the job. When the time limit is near (by the clock, or SIGUSR1), it leaves the run
 * with its checkpoints and has Slurm queue the task again; SIGTERM (preempted or cancelled) leaves the run only: a preempted task is queued again
 * by Slurm itself.
 */
export async function performTask(sweep: Sweep, start: TaskStart): Promise<TaskEnd> {
  const { SLURM_JOB_ID: job, SLURM_ARRAY_TASK_ID: task, SLURM_RESTART_COUNT: restarts = "0" } = process.env;
  if (job === undefined || task === undefined)
    throw new UserError("sweep-task is for job arrays of Slurm: SLURM_JOB_ID and SLURM_ARRAY_TASK_ID are not set");
  const slurm: SlurmTask = { submission: start.submission, job, restart: Number(restarts) };
  const threads = Number(process.env.SLURM_CPUS_PER_TASK ?? 1);
  const stop = new AbortController();
  let timeIsUp = false;
  process.on("SIGTERM", () => stop.abort());
  const stopInTime = () => {
    timeIsUp = true;
    stop.abort();
  };
  process.on("SIGUSR1", stopInTime);
  // Slurm may send its signal up to a minute early, when nothing here has begun to listen.
  const { time, stopBefore } = sweep.slurm;
  const left = 1000 * (limitSeconds(time) - stopBefore) - performance.now();
  setTimeout(stopInTime, Math.min(Math.max(0, left), 2 ** 31 - 1)).unref();
  let failed = false;
  for (const id of await runsOfTask(sweep.directory, start.submission, start.array, Number(task))) {
    const run = sweep.runs.find((one) => one.id === id);
    if (run === undefined) throw new UserError(`${sweep.directory} has no run ${id}`);
    const name = `run ${id} (${describeValues(run.values)})`;
    start.say(`${name}: start ${slurm.restart + 1}`);
    const outcome = await workOnRun(sweep, run, {
      threads,
      slurm,
      signal: stop.signal,
      // A sweep is submitted only when nothing of its earlier submissions is left.
      endedSubmissions: start.submission - 1,
      onProgress: start.onProgress,
    });
    if (outcome.kind === "failed") failed = true;
    start.say(
      `${name}: ${outcome.kind}${outcome.kind === "failed" ? `: ${outcome.cause}` : outcome.kind === "busy" ? `: ${outcome.by}` : ""}`,
    );
    if (stop.signal.aborted) break;
  }
  if (!timeIsUp) return stop.signal.aborted ? "stopped" : failed ? "failed" : "done";
  return (await queueAgain(sweep, start, slurm, Number(task))) ? "requeued" : "failed";
}

/** After too many starts the runs that are not done count as failed instead: they would never end. */
async function queueAgain(
  { directory, slurm: { restarts, time } }: Sweep,
  { submission, array, say }: TaskStart,
  { job, restart }: SlurmTask,
  task: number,
): Promise<boolean> {
  if (restart < restarts) {
    say(`the time limit is near: queued again`);
    await requeue(job);
    return true;
  }
  const cause = `not finished after ${restart + 1} starts of ${time} each; more time: slurm.time, more starts: slurm.restarts`;
  for (const id of await runsOfTask(directory, submission, array, task))
    if ((await readDone(directory, id)) === undefined)
      await markFailed(directory, id, { cause, host: hostname(), at: new Date().toISOString() });
  say(cause);
  return false;
}
