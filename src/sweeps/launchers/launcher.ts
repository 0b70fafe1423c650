import type { Progress } from "../../base/progress.js";
import type { Sweep } from "../folder.js";
import type { PlannedRun } from "../plan.js";

export interface LaunchHooks {
  readonly onProgress: (progress: Progress) => void;
  /** A line for people. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What a launcher needs to know beside the sweep. */
export interface LaunchContext {
  /** Program and first arguments that start the command line. */
  readonly program: readonly string[];
  /** Submissions to Slurm up to this number have ended. */
  readonly endedSubmissions: number;
}

/** A way to get runs done. */
export interface Launcher {
  /** Exactly what `launch` would start. */
  describe(sweep: Sweep, runs: readonly PlannedRun[], context: LaunchContext): Promise<string>;
  /**
   * Gets the runs done, or hands them over. The folder's lock is held.
   *
   * @returns whether the runs are over ("finished": each is done or has failed) or go on without this process
   */
  launch(
    sweep: Sweep,
    runs: readonly PlannedRun[],
    context: LaunchContext,
    hooks: LaunchHooks,
  ): Promise<"finished" | "submitted">;
}
