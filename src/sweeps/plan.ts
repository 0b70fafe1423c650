import { UserError } from "../base/errors.js";
import { isLoose, type Loose, merge, nest, valueAt } from "../base/keys.js";
import { cut, nearest } from "../base/text.js";
import { parseSweepFile, type SweepFile } from "./config.js";
import { type Axis, expandGrid, flatten, readAxes } from "./grid.js";
import { runId } from "./identity.js";
import type { SweepTask } from "./task.js";
import { tasks } from "./tasks/index.js";

/** One run of a sweep. */
export interface PlannedRun {
  readonly id: string;
  /** Values of the swept keys. */
  readonly values: Loose;
}

/** What a sweep will do; from its configuration file alone. */
export interface SweepPlan {
  readonly task: SweepTask;
  readonly profile: string;
  /** The configuration that all runs start from. */
  readonly base: Loose;
  readonly axes: readonly Axis[];
  readonly runs: readonly PlannedRun[];
  readonly file: SweepFile;
}

/** Expands the content of a configuration file; every run's configuration is checked. `source` names the file. */
export function planSweep(content: Loose, source: string): SweepPlan {
  const file = parseSweepFile(content, source);
  const task = taskNamed(file.task, source);
  const names = Object.keys(task.profiles);
  const profile = file.profile ?? (names[0] as string);
  const start = Object.hasOwn(task.profiles, profile) ? task.profiles[profile] : undefined;
  if (start === undefined)
    throw new UserError(
      `${source}: profile: there is no profile ${profile} of ${task.name}; it has ${names.join(", ")}`,
    );
  const base = put(start, Object.fromEntries(flatten(file.config, "")), `${source}: config`, task.openKeys);
  const axes = readAxes(file.sweep, source);
  const runs = expandGrid(axes, source).map((values) => {
    const config = task.parse(
      put(base, values, `${source}: sweep`, task.openKeys),
      `${source}: ${describeValues(values)}`,
    );
    return { id: runId(task.name, task.identity(config)), values };
  });
  const known = new Map<string, PlannedRun>();
  for (const run of runs) {
    const twin = known.get(run.id);
    if (twin !== undefined)
      throw new UserError(
        `${source}: ${describeValues(twin.values)} and ${describeValues(run.values)} are the same run`,
      );
    known.set(run.id, run);
  }
  return { task, profile, base, axes, runs, file };
}

/** The complete configuration of a run. */
export function resolveRun({ task, base }: Pick<SweepPlan, "task" | "base">, { id, values }: PlannedRun): Loose {
  return task.parse(put(base, values, `run ${id}`, task.openKeys), `run ${id}`);
}

export function taskNamed(name: string, source: string): SweepTask {
  const task = tasks.find((one) => one.name === name);
  if (task !== undefined) return task;
  const known = tasks.map((one) => one.name);
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? `known: ${known.join(", ")}` : `did you mean ${suggestion}?`;
  throw new UserError(`${source}: task: there is no task ${cut(JSON.stringify(name))}; ${hint}`);
}

/** A run's values for people: "holdOut=pendulum, outer.rate=0.1". */
export function describeValues(values: Loose): string {
  const words = Object.entries(values).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return words.length === 0 ? "the only run" : words.join(", ");
}

/** Dotted keys over a configuration. Where it has a list, a single value stands for a list of one. */
function put(base: Loose, values: Loose, source: string, open: readonly string[] = []): Loose {
  return Object.entries(values).reduce<Loose>((config, [key, value]) => {
    const listed = Array.isArray(valueAt(config, key)) && !Array.isArray(value) && !isLoose(value);
    return merge(config, nest(key, listed ? [value] : value), source, open);
  }, base);
}
