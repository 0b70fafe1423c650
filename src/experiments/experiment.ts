import type { Loose } from "../base/keys.js";

/** Told about work done, as everywhere else. */
export interface UnitProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly note?: string | undefined;
}

export interface UnitHooks {
  readonly onProgress: (progress: UnitProgress) => void;
  /** Aborted when the work shall stop; it then leaves what it can go on from and throws. */
  readonly signal: AbortSignal;
  /** Threads that the run may use. */
  readonly threads: number;
}

/** A value in the table of a sweep. */
export type Cell = string | number | boolean | null;

export type ColumnType = "text" | "number" | "boolean";

/** A number that stands for a run in the report, one a series (a method, say). */
export interface Headline {
  readonly series: string;
  readonly value: number;
}

/** A finished run, for what is made out of many. */
export interface FinishedRun {
  readonly id: string;
  /** Values of the swept keys. */
  readonly values: Loose;
  readonly config: Loose;
  /** The run's folder. */
  readonly directory: string;
  /** How long its last start took. */
  readonly seconds: number;
}

/** A page made for a part of the sweep. */
export interface Page {
  readonly title: string;
  /** Path below the sweep's folder. */
  readonly path: string;
}

/** What is quoted with results. */
export interface SweepFacts {
  readonly profile: string;
  /** The command that repeats the sweep. */
  readonly command: string;
  /** Version of this package. */
  readonly version: string;
}

/**
 * A unit of work: from a resolved configuration to files in a folder. What the files hold follows from the configuration
 * alone, so that it does not matter where or how often a unit was begun.
 */
export interface SweepTask {
  readonly name: string;
  /** Configurations to start from, by name; the first is meant where none is named. */
  readonly profiles: Readonly<Record<string, Loose>>;
  /** Dotted keys of a configuration below which any name may stand. */
  readonly openKeys?: readonly string[];
  /** Checks a whole configuration; a `UserError` begins with `source`. */
  parse(value: Loose, source: string): Loose;
  /** The part of a configuration that decides the numbers: what a run's id is made of. */
  identity(config: Loose): Loose;
  /** Memory that a run needs, GiB: what the local launcher divides the machine by unless it is told. */
  readonly memoryGiB: number;
  /** Does the work, going on from what lies in the folder. */
  run(config: Loose, directory: string, hooks: UnitHooks): Promise<void>;
  /** Columns of the table beside the run's id and the swept keys. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The measurements of a finished run. */
  rows(config: Loose, directory: string): Promise<readonly Readonly<Record<string, Cell>>[]>;
  /** What the headlines measure, with its unit. */
  readonly headlineLabel: string;
  headlines(config: Loose, directory: string): Promise<readonly Headline[]>;
  /** Makes results and pages of all finished runs together. `directory`: the sweep's folder. */
  gather(runs: readonly FinishedRun[], directory: string, facts: SweepFacts): Promise<readonly Page[]>;
}
