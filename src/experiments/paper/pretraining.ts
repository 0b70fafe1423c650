import { join } from "node:path";
import { isTrained } from "../training/train.js";
import type { Job } from "./job.js";

/**
 * The training that tells what the inner loop adds: the same network, tasks and outer steps without one. Undefined where the
 * configuration does not ask for it, or is itself of pre-training.
 */
export function pretrainingOf(job: Job): Job | undefined {
  const { config, directory } = job;
  if (!config.evaluation.pretrained || config.method.name === "pretrain") return undefined;
  const method = { ...config.method, name: "pretrain" as const };
  return { ...job, config: { ...config, method }, directory: join(directory, "pretrained") };
}

/** Whether all trainings of a job have finished. */
export async function isTrainedWhole(job: Job): Promise<boolean> {
  const pretraining = pretrainingOf(job);
  return (await isTrained(job)) && (pretraining === undefined || (await isTrained(pretraining)));
}
