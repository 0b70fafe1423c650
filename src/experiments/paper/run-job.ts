import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { atomicWrite, readTextIfThere } from "../../base/files.js";
import { isLoose } from "../../base/keys.js";
import { openSealed, sealedJson } from "../../base/sealed.js";
import type { TrainingCurve } from "../../measure/index.js";
import type { WorkHooks } from "../experiment.js";
import { trainJob } from "../training/train.js";
import { type NetworkTest, testNetworks } from "./baselines.js";
import type { Job, JobData } from "./job.js";
import { pretrainingOf } from "./pretraining.js";
import type { SharedJobData } from "./shared-data.js";

/** What a finished job leaves in `evaluation.json`. */
export interface JobResult {
  readonly curve: TrainingCurve;
  readonly comparison: NetworkTest;
  /** Seconds of evaluation; training's are in the curve. */
  readonly evaluationSeconds: number;
  /** SHA-256 of the model that was evaluated; not known in what earlier versions left. */
  readonly model?: string | undefined;
}

/** A finished job's results in its folder. */
export const resultPath = (directory: string) => join(directory, "evaluation.json");

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
  const { parameters, digest, curve } = await trainJob(job, data, hooks);
  const pretraining = pretrainingOf(job);
  const pretrained = pretraining && (await trainJob(pretraining, data, hooks, "pre-training"));
  if (phases === "train") return;
  const began = performance.now();
  const comparison = await testNetworks(job, { trained: parameters, pretrained: pretrained?.parameters }, data, hooks);
  const evaluationSeconds = (performance.now() - began) / 1000;
  const result: JobResult = { curve, comparison, evaluationSeconds, model: digest };
  await atomicWrite(resultPath(job.directory), sealedJson(result), { intoExisting: true });
}

/** The result of a finished job, `undefined` for one that has not finished; `UserError` for a damaged file. */
export async function readJobResult(directory: string): Promise<JobResult | undefined> {
  const path = resultPath(directory);
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  const remedy = "delete the file to have this part of the run evaluated again";
  const result = openSealed(text, { source: path, keys: resultKeys, remedy });
  if (!isResult(result)) throw new UserError(`${path}: holds no results of an evaluation; ${remedy}`);
  return result;
}

const resultKeys: readonly (keyof JobResult)[] = ["curve", "comparison", "evaluationSeconds", "model"];

/** Told by its parts, since what a digest is held against needs no closer look. */
function isResult(value: object): value is JobResult {
  const { curve, comparison, evaluationSeconds } = value as Readonly<Record<keyof JobResult, unknown>>;
  return (
    isLoose(curve) &&
    Array.isArray(curve.step) &&
    isLoose(comparison) &&
    isLoose(comparison.example) &&
    Array.isArray(comparison.methods) &&
    comparison.methods.length > 0 &&
    comparison.methods.every((method) => isLoose(method) && Array.isArray(method.mse) && Array.isArray(method.step)) &&
    typeof evaluationSeconds === "number"
  );
}
