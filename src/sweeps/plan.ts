import { UserError } from "../base/errors.js";
import { isLoose, type Loose, merge, nest, valueAt } from "../base/keys.js";
import { cut, nearest } from "../base/text.js";
import { type Experiment, experiments, type Finished, identityOf } from "../experiments/index.js";
import { parseSweepFile, type SweepFile } from "./config.js";
import { expandGrid, flatten, readAxes, type SweptKey } from "./grid.js";
import { runId } from "./identity.js";

/** One run of a sweep. */
export interface PlannedRun {
  readonly id: string;
  /** Values of the swept keys. */
  readonly values: Loose;
}

/** A finished run, for what is made out of many. */
export interface FinishedRun extends PlannedRun, Finished {
  /** How long its last start took. */
  readonly seconds: number;
}

/** What a sweep will do; from its configuration file alone. */
export interface SweepPlan {
  readonly experiment: Experiment;
  readonly profile: string;
  /** The configuration that all runs start from. */
  readonly base: Loose;
  readonly axes: readonly SweptKey[];
  readonly runs: readonly PlannedRun[];
  readonly file: SweepFile;
}

/** Expands the content of a configuration file; every run's configuration is checked. `source` names the file. */
export function planSweep(content: Loose, source: string): SweepPlan {
  const file = parseSweepFile(content, source);
  const experiment = experimentOf(file.task, source);
  const { profiles, openKeys } = experiment;
  const profile = file.profile ?? experiment.defaultProfile;
  const start = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (start === undefined)
    throw new UserError(
      `${source}: profile: there is no profile ${profile} of ${file.task}; it has ${Object.keys(profiles).join(", ")}`,
    );
  const base = put(start, Object.fromEntries(flatten(file.config, "")), `${source}: config`, openKeys);
  const grids = [file.sweep].flat().map((grid) => readAxes(grid, source));
  const keys = [...new Set(grids.flat().map(({ key }) => key))];
  const runs = new Map<string, PlannedRun>();
  for (const grid of grids) {
    const own = new Map<string, PlannedRun>();
    for (const values of expandGrid(grid, source)) {
      const swept = put(base, values, `${source}: sweep`, openKeys);
      const config = experiment.parse(swept, `${source}: ${describeValues(values)}`);
      const run = { id: runId(experiment.task, identityOf(config)), values: valuesOf(keys, values, base) };
      const twin = own.get(run.id);
      if (twin !== undefined)
        throw new UserError(`${source}: ${describeValues(twin.values)} and ${describeValues(values)} are the same run`);
      own.set(run.id, run);
    }
    // What two grids have in common is done once.
    for (const [id, run] of own) if (!runs.has(id)) runs.set(id, run);
  }
  return { experiment, profile, base, axes: axesOf(keys, [...runs.values()]), runs: [...runs.values()], file };
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
function axesOf(keys: readonly string[], runs: readonly PlannedRun[]): SweptKey[] {
  return keys.map((key) => {
    const having = runs.filter(({ values }) => Object.hasOwn(values, key));
    const values = new Map(having.map((run) => [JSON.stringify(run.values[key]), run.values[key]]));
    return { key, values: [...values.values()] };
  });
}

/** The complete configuration of a run. */
export function resolveRun(
  { experiment, base }: Pick<SweepPlan, "experiment" | "base">,
  { id, values }: PlannedRun,
): Loose {
  return experiment.parse(put(base, values, `run ${id}`, experiment.openKeys), `run ${id}`);
}

/** The experiment that the `task` of a sweep names. */
export function experimentOf(name: string, source: string): Experiment {
  const experiment = experiments.find(({ task }) => task === name);
  if (experiment !== undefined) return experiment;
  const known = experiments.map(({ task }) => task);
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

/** Dotted keys over a configuration. Where it has a list, a single value stands for a list of one, but null for none. */
function put(base: Loose, values: Loose, source: string, open: readonly string[] = []): Loose {
  return Object.entries(values).reduce<Loose>((config, [key, value]) => {
    const listed = Array.isArray(valueAt(config, key)) && !Array.isArray(value) && !isLoose(value) && value !== null;
    return merge(config, nest(key, listed ? [value] : value), source, open);
  }, base);
}
