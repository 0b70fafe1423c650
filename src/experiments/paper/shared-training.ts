import { mkdir } from "node:fs/promises";
import { loadCheckpoint, saveCheckpoint } from "../training/checkpoint-file.js";
import { readMetrics, writeMetrics } from "../training/metrics-file.js";
import { isTrained, networkOf, trainedModelPath } from "../training/train.js";
import { shareTasks } from "../training/training-systems.js";
import type { Job } from "./job.js";
import { pretrainingOf } from "./pretraining.js";

/**
 * Jobs that need no training of their own, with the job whose training serves them too: on random laws alone the held-out system decides
 * nothing but the number of tasks.
 */
export function trainedByOthers(jobs: readonly Job[]): ReadonlyMap<Job, Job> {
  const served = new Map<Job, Job>();
  const first = new Map<string, Job>();
  for (const job of jobs) {
    if (job.config.data.laws?.share !== 0) continue;
    const key = `${job.seed} ${shareTasks(job.config, job.heldOut, job.seed).laws?.tasks}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, job);
    else served.set(job, other);
  }
  return served;
}

/** Gives a job the models and metrics that another has trained for both, but what it has already. */
export async function takeTraining(from: Job, to: Job): Promise<void> {
  const pairs = [[from, to] as const, [pretrainingOf(from), pretrainingOf(to)] as const];
  for (const [source, target] of pairs) {
    if (source === undefined || target === undefined || (await isTrained(target))) continue;
    const checkpoint = await loadCheckpoint(trainedModelPath(source.directory));
    const { outer } = source.config;
    await mkdir(target.directory, { recursive: true });
    await writeMetrics(target.directory, await readMetrics(source.directory, outer, outer.iterations));
    // The model last: it is what tells that a training has finished.
    const { state, method } = checkpoint;
    const own = { network: networkOf(target), method, state, notes: { ...checkpoint.notes, heldOut: target.heldOut } };
    await saveCheckpoint(trainedModelPath(target.directory), own, { moments: false, intoExisting: true });
  }
}
