import { UserError } from "../base/errors.js";
import { isLoose, type Loose, merge, nest, valueAt } from "../base/keys.js";
import { cut, nearest } from "../base/text.js";
import type { SweepTask } from "../experiments/experiment.js";
import { tasks } from "../experiments/list.js";
import { parseSweepFile, type SweepFile } from "./config.js";
import { type Axis, expandGrid, flatten, readAxes } from "./grid.js";
import { runId } from "./identity.js";

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
  const grids = [file.sweep].flat().map((grid) => readAxes(grid, source));
  const keys = [...new Set(grids.flat().map(({ key }) => key))];
  const runs = new Map<string, PlannedRun>();
  for (const grid of grids) {
    const own = new Map<string, PlannedRun>();
    for (const values of expandGrid(grid, source)) {
      const config = task.parse(
        put(base, values, `${source}: sweep`, task.openKeys),
        `${source}: ${describeValues(values)}`,
      );
      const run = { id: runId(task.name, task.identity(config)), values: valuesOf(keys, values, base) };
      const twin = own.get(run.id);
      if (twin !== undefined)
        throw new UserError(`${source}: ${describeValues(twin.values)} and ${describeValues(values)} are the same run`);
      own.set(run.id, run);
    }
    // What two grids have in common is done once.
    for (const [id, run] of own) if (!runs.has(id)) runs.set(id, run);
  }
  return { task, profile, base, axes: axesOf(keys, [...runs.values()]), runs: [...runs.values()], file };
}

/** Values of all keys that some grid varies; those that a run's own grid does not are the base's, where it has them. */
function valuesOf(keys: readonly string[], own: Loose, base: Loose): Loose {
  const usual = (key: string) => {
    const value = valueAt(base, key);
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  };
  const values = keys.map((key) => [key, Object.hasOwn(own, key) ? own[key] : usual(key)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Every key with all the values that runs have. */
function axesOf(keys: readonly string[], runs: readonly PlannedRun[]): Axis[] {
  return keys.map((key) => {
    const having = runs.filter(({ values }) => Object.hasOwn(values, key));
    const values = new Map(having.map((run) => [JSON.stringify(run.values[key]), run.values[key]]));
    return { key, values: [...values.values()] };
  });
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
