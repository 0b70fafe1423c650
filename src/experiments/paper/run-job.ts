import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import type { TrainingCurve } from "../../measure/index.js";
import type { WorkHooks } from "../experiment.js";
import { trainJob } from "../training/train.js";
import { type NetworkTest, testNetworks } from "./baselines.js";
import type { Job, JobData } from "./job.js";
import type { SharedJobData } from "./shared-data.js";

/** What a finished job leaves in `evaluation.json`. */
export interface JobResult {
  readonly curve: TrainingCurve;
  readonly comparison: NetworkTest;
  /** Seconds of evaluation; training's are in the curve. */
  readonly evaluationSeconds: number;
}

const resultName = "evaluation.json";

/** What of a job to do: `evaluate` needs a trained model. */
export type Phases = "train" | "evaluate" | "all";

/** A job as it is sent to a thread. */
export interface ThreadJob {
  readonly job: Job;
  readonly phases: Phases;
  readonly threads: number;
  /** Files of the systems that are not built in. */
  readonly systemFiles: readonly string[];
  readonly data: SharedJobData;
}

/** Trains and compares, going on from whatever the job's folder already holds. */
export async function runJob(job: Job, phases: Phases, data: JobData, hooks: WorkHooks): Promise<void> {
  const { parameters, curve } = await trainJob(job, data, hooks);
  if (phases === "train") return;
  const began = performance.now();
  const comparison = await testNetworks(job, parameters, data, hooks);
  const result: JobResult = { curve, comparison, evaluationSeconds: (performance.now() - began) / 1000 };
  await atomicWrite(join(job.directory, resultName), JSON.stringify(result));
}

/** The result of a finished job, `undefined` for one that has not finished; `UserError` for a damaged file. */
export async function readJobResult(directory: string): Promise<JobResult | undefined> {
  const path = join(directory, resultName);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as JobResult;
  } catch {
    throw new UserError(`${path}: not JSON; delete the file to have this part of the run evaluated again`);
  }
}
