import { join } from "node:path";
import { whileLocked } from "../base/lock.js";
import { collectResults, type ExperimentConfig, jobsOf, type Phases, runJobs } from "../experiments/index.js";
import type { Results } from "../measure/index.js";
import type { TaskControls } from "./long-task.js";
import { version } from "./versions.js";

/** Where an experiment runs and what its results say about it. */
export interface ExperimentContext extends TaskControls {
  /** The run's folder; exists and holds `config.json`. */
  readonly directory: string;
  /** Continue from what lies in the folder. */
  readonly resume: boolean;
  /** For `Results.profile`. */
  readonly profile: string;
  /** For `Results.command`. */
  readonly command: string;
}

/** Meta-trains one model for every held-out system and seed of the configuration; leaves checkpoints in the folder. */
export async function trainModels(config: ExperimentConfig, context: ExperimentContext): Promise<void> {
  await aloneIn(context, () => runJobs(config, context.directory, "train", context));
}

/** Tests the models whose checkpoints lie in the folder, against all baselines. */
export function evaluateModels(config: ExperimentConfig, context: ExperimentContext): Promise<Results> {
  return runAndCollect(config, "evaluate", context);
}

/** Data, training and evaluation for every held-out system and seed of the configuration. */
export function reproducePaper(config: ExperimentConfig, context: ExperimentContext): Promise<Results> {
  return runAndCollect(config, "all", context);
}

async function runAndCollect(config: ExperimentConfig, phases: Phases, context: ExperimentContext): Promise<Results> {
  const began = performance.now();
  await aloneIn(context, () => runJobs(config, context.directory, phases, context));
  const totalSeconds = (performance.now() - began) / 1000;
  const { profile, command } = context;
  return collectResults(config, jobsOf(config, context.directory), { profile, command, version, totalSeconds });
}

/** Two processes in one run's folder would write over each other's checkpoints. */
function aloneIn<T>({ directory }: ExperimentContext, work: () => Promise<T>): Promise<T> {
  return whileLocked(join(directory, "run.lock"), directory, work);
}
