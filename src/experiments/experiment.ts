import { isLoose, type Loose } from "../base/keys.js";
import type { Progress } from "../base/progress.js";
import type { Headline, PictureOptions } from "../report/index.js";

/** What long work is told and tells. */
export interface WorkHooks<Results extends object = object> extends PictureOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Aborted when the work shall stop; it then leaves what it can go on from and throws. */
  readonly signal?: AbortSignal | undefined;
  /** Gets the results of a part of the work as soon as it is done, in the form of the whole's. */
  readonly onPart?: ((results: Results) => void) | undefined;
  /** Threads that the work may use; where left out, as many as the configuration or the machine has. They change no number. */
  readonly threads?: number | undefined;
}

/** A value in a table of measurements. */
export type TableValue = string | number | boolean | null;

export type ColumnType = "text" | "number" | "boolean";

/** A finished run of an experiment: what was asked for, and the folder that holds what came of it. */
export interface Finished<Config extends Loose = Loose> {
  readonly config: Config;
  readonly directory: string;
}

/** What results are quoted with. */
export interface ResultFacts {
  readonly profile: string;
  /** The command that repeats the run, or the sweep. */
  readonly command: string;
  /** null where it is not known, as after a resumption: then the sum of the parts is given. */
  readonly totalSeconds: number | null;
}

/** How an experiment makes results and a report out of finished runs. */
export interface Reporting<Config extends Loose = Loose, Results extends object = object> {
  /** Keys, all of them lists, in which runs may differ whose results belong together. */
  readonly pooledKeys: readonly string[];
  /** `config`: the runs' own, with all values of the pooled keys. */
  collect(config: Config, runs: readonly Finished<Config>[], facts: ResultFacts): Promise<Results>;
  /** Writes `results.json` and the report into a folder; the path of the report's page. */
  write(results: Results, directory: string, options?: PictureOptions): Promise<string>;
}

/**
 * An experiment: from a configuration to files in a folder. What the files hold follows from the configuration alone, so that
 * it does not matter where or how often the work was begun. Runs, sweeps and the command line know nothing else of it.
 */
export interface Experiment<Config extends Loose = Loose, Results extends object = object> {
  /** The command that runs it, and the `kind` in `config.json`. */
  readonly name: string;
  /** Its name as the `task` of a sweep. Ids of runs follow from it. */
  readonly task: string;
  /** Configurations to start from. */
  readonly profiles: Readonly<Record<string, Config>>;
  readonly defaultProfile: string;
  /** Dotted keys of a configuration below which any name may stand. */
  readonly openKeys: readonly string[];
  /** Keys whose change does not make a run smaller or larger than its profile says. */
  readonly unlabelledKeys: readonly string[];
  /** Loads what a configuration names (systems in files), before it is checked. */
  load(config: unknown): Promise<void>;
  /** Checks a whole configuration; a `UserError` begins with `source`. */
  parse(value: unknown, source: string): Config;
  /** The same for one that is still being put together: every key by itself, not yet whether they fit each other. */
  parseKeys(value: unknown, source: string): Config;
  /** Memory that a run needs, GiB: what a sweep divides the machine by unless it is told. */
  readonly memoryGiB: number;
  /** Does the work, going on from what lies in the folder. */
  perform(config: Config, directory: string, hooks: WorkHooks<Results>): Promise<void>;
  /** Columns of a sweep's table beside the run's id and the swept keys. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The measurements of a finished run. */
  rows(config: Config, directory: string): Promise<readonly Readonly<Record<string, TableValue>>[]>;
  /** What the headlines measure, with its unit. */
  readonly headlineLabel: string;
  headlines(config: Config, directory: string): Promise<readonly Headline[]>;
  /** Absent where a run leaves models and nothing to report. */
  readonly reporting?: Reporting<Config, Results>;
}

/** Keys that change no number: how many parts of a run work side by side. */
const FREE_KEYS: readonly string[] = ["workers"];

/** The part of a configuration that decides the numbers: what a run's id is made of. */
export function identityOf(config: Loose): Loose {
  const decisive = Object.fromEntries(Object.entries(config).filter(([key]) => !isFree(key)));
  if (!isLoose(decisive.data) || decisive.data.laws !== null) return decisive;
  // Runs without random laws keep the ids that they had before there were any.
  const { laws: _, ...data } = decisive.data;
  return { ...decisive, data };
}

/** Whether a dotted key changes no number. */
export const isFree = (key: string): boolean => FREE_KEYS.includes(key);
