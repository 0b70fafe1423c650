import { basename, resolve } from "node:path";
import { UserError } from "../base/errors.js";
import { whileLocked } from "../base/lock.js";
import { type CollectedSweep, collectSweep } from "./collect.js";
import { lockPath, readDone, type Sweep, writeSweep } from "./folder.js";
import { launchers } from "./launchers/index.js";
import type { LaunchHooks } from "./launchers/launcher.js";
import { lastSubmission, queuedTasks } from "./launchers/slurm.js";
import type { PlannedRun, SweepPlan } from "./plan.js";
import { inParallel } from "./status.js";

export interface SweepOptions {
  /** The command that repeats the sweep. */
  readonly command: string;
  /** Program and first arguments that start the command line. */
  readonly program: readonly string[];
}

/** What came of a sweep; nothing is collected yet where its runs were handed over. */
export interface SweepEnd {
  readonly sweep: Sweep;
  readonly collected: CollectedSweep | undefined;
}

/**
 * Gets all runs of a plan done that are not, in a folder that exists: new ones, interrupted ones from their checkpoints, and failed
 * ones again. One process at a time: a `UserError` says who holds the folder, or that Slurm still has tasks of it.
 */
export async function runSweep(
  directory: string,
  plan: SweepPlan,
  { command, program }: SweepOptions,
  hooks: LaunchHooks,
): Promise<SweepEnd> {
  return whileLocked(lockPath(directory), directory, async (lost) => {
    const sweep = await writeSweep(directory, plan, command);
    // For runs on this machine it is enough to ask a Slurm that answers: tasks that are alive keep their claims.
    const asked = queuedTasks(sweep);
    const queued = await (sweep.launcher === "local" ? asked.catch(() => undefined) : asked);
    if (queued !== undefined && queued.size > 0) {
      const words = [...queued].map(([state, count]) => `${count} ${state.toLowerCase()}`).join(", ");
      throw new UserError(
        `Slurm still has tasks of ${directory} (${words}); wait for them or cancel them (metahamilton status ${directory})`,
      );
    }
    const signal = AbortSignal.any([hooks.signal, lost]);
    const runs = await unfinished(sweep, sweep.runs);
    const done = sweep.runs.length - runs.length;
    hooks.say(`sweep ${sweep.name}: ${sweep.runs.length} runs, ${done} done, ${runs.length} to do`);
    if (runs.length > 0) {
      // Where there is no Slurm to ask, its tasks count as alive as long as they renew their claims.
      const endedSubmissions = queued === undefined ? 0 : await lastSubmission(directory);
      const context = { program, endedSubmissions };
      const end = await launchers[sweep.launcher].launch(sweep, runs, context, { ...hooks, signal });
      if (end === "submitted") return { sweep, collected: undefined };
    }
    return { sweep, collected: await collectSweep(sweep) };
  });
}

/** What `runSweep` would start, in words; nothing is written. */
export async function describeSweep(directory: string, plan: SweepPlan, program: readonly string[]): Promise<string> {
  const { experiment, profile, base, axes, runs, file } = plan;
  const { launcher, local, slurm } = file;
  const at = resolve(directory);
  const sweep: Sweep = {
    ...{ directory: at, name: basename(at), experiment, profile, base, axes, runs, launcher, local, slurm },
    command: "",
  };
  const pending = await unfinished(sweep, runs);
  if (pending.length === 0) return "Nothing to do: every run is done.\n";
  return launchers[launcher].describe(sweep, pending, { program, endedSubmissions: 0 });
}

/** The runs that are not marked as done. */
export async function unfinished({ directory }: Pick<Sweep, "directory">, runs: readonly PlannedRun[]) {
  const done = await inParallel(runs, async ({ id }) => (await readDone(directory, id)) !== undefined);
  return runs.filter((_, i) => !done[i]);
}
