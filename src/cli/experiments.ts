import type { ExperimentConfig } from "../evaluation/config.js";
import type { Results } from "../evaluation/results.js";
import type { TaskControls } from "./long-task.js";

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
export async function trainModels(_config: ExperimentConfig, _context: ExperimentContext): Promise<void> {
  throw new Error("training is not connected to the command line yet");
}

/** Tests the models whose checkpoints lie in the folder, against all baselines. */
export async function evaluateModels(_config: ExperimentConfig, _context: ExperimentContext): Promise<Results> {
  throw new Error("evaluation is not connected to the command line yet");
}

/** Data, training and evaluation for every held-out system and seed of the configuration. */
export async function reproducePaper(_config: ExperimentConfig, _context: ExperimentContext): Promise<Results> {
  throw new Error("the experiments are not connected to the command line yet");
}
