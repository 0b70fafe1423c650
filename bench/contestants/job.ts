import type { TaskGroup } from "../../src/learning/index.js";
import type { GraphNetworkOptions } from "../../src/models/index.js";
import type { readJob } from "../harness/exchange.js";

/** A job as a contestant reads it. */
export type ReadJob = Awaited<ReturnType<typeof readJob>>;

/** Options of the jobs `meta-step` and `training-step`. */
export interface MetaOptions {
  readonly network: GraphNetworkOptions;
  /** Name and shape of each parameter, in the order in which the flat vector holds them. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly groups: readonly TaskGroup[];
  readonly inner: { readonly steps: number; readonly rate: number };
}

/** Options of the job `training-step` besides those. */
export interface TrainingOptions extends MetaOptions {
  readonly systems: readonly { readonly name: string; readonly trajectories: number }[];
  readonly tasksPerSystem: number;
  readonly points: number;
  readonly rate: number;
  readonly seed: number;
}

/** Options of the job `evaluation`. */
export interface EvaluationOptions {
  readonly network: GraphNetworkOptions;
  readonly parameters: MetaOptions["parameters"];
  readonly system: string;
  readonly bodies: number;
  readonly tasks: number;
  readonly points: number;
  readonly samples: number;
  readonly duration: number;
  /** Components beyond these are held there, and the trajectory counts as escaped: [body * 4]. */
  readonly bounds: readonly number[];
  readonly steps: number;
  readonly rate: number;
}
