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

/** Told about work done; a job's phases are separate tasks. */
export interface Progress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

export interface JobHooks {
  /** Threads that the job may use; 1 by default. They change no number. */
  readonly threads?: number | undefined;
  readonly onProgress: (progress: Progress) => void;
  readonly signal?: AbortSignal | undefined;
}

export const jobName = ({ heldOut, seed, config }: Omit<Job, "directory">) =>
  config.seeds.length === 1 ? heldOut : `${heldOut} seed ${seed}`;

/** The job's folder below the run's folder. */
export const jobFolder = (heldOut: string, seed: number) => `${heldOut}/seed-${seed}`;

/** Lets waiting messages (Ctrl-C among them) in: the engine's calls hold the thread. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
