import type { TaskSource, TrajectorySet } from "../../dataset/index.js";
import type { ExperimentConfig } from "./config.js";

/** One experiment of a run: one held-out system, one seed. */
export interface Job {
  readonly config: ExperimentConfig;
  readonly heldOut: string;
  readonly seed: number;
  /** Folder of this job's files. */
  readonly directory: string;
}

/** Trajectories by system name. */
export interface JobData {
  /** Of the systems trained on; may lie on disk. */
  readonly train: ReadonlyMap<string, TaskSource>;
  /** Of all systems. */
  readonly validation: ReadonlyMap<string, TrajectorySet>;
  /** Of the held-out system. */
  readonly test: TrajectorySet;
}

export const jobName = ({ heldOut, seed, config }: Omit<Job, "directory">) =>
  config.seeds.length === 1 ? heldOut : `${heldOut} seed ${seed}`;

/** The job's folder below the run's folder. */
export const jobFolder = (heldOut: string, seed: number) => `${heldOut}/seed-${seed}`;

/** Lets waiting messages (Ctrl-C among them) in: the engine's calls hold the thread. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
