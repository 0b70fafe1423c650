import { cached } from "../../base/cached.js";

/** A number that stands for a run, one a series (a method, say). */
export interface Headline {
  readonly series: string;
  readonly value: number;
}

/** What the report of a sweep shows. */
export interface SweepSummary {
  readonly name: string;
  /** The command that repeats it. */
  readonly command: string;
  /** Versions, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Runs by state. */
  readonly counts: { readonly done: number; readonly failed: number; readonly left: number };
  /** Seconds of all finished runs together. */
  readonly seconds: number;
  /** What was varied. */
  readonly axes: readonly { readonly key: string; readonly values: readonly unknown[] }[];
  /** What the headlines measure, with its unit. */
  readonly headlineLabel: string;
  readonly runs: readonly {
    readonly id: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly headlines: readonly Headline[];
    readonly seconds: number;
  }[];
  readonly failures: readonly {
    readonly id: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly cause: string;
  }[];
  /** Pages of parts of the sweep; paths below its folder. */
  readonly pages: readonly { readonly title: string; readonly path: string }[];
}

/** What `results.json` of a collected sweep holds. */
export interface SweepResults extends SweepSummary {
  readonly version: 1;
  readonly kind: "sweep";
  readonly timing: { readonly totalSeconds: number };
}

/** Whether a swept key names seeds, which repeat a run and are no scale to draw along. */
export const isSeedKey = (key: string): boolean => /(^|\.)seeds?$/.test(key);

/** The runs that differ in their seeds alone. */
export interface SeedGroup {
  /** What the runs share of the swept keys. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly series: string;
  /** One value a run. */
  readonly headlines: readonly number[];
}

/** The headlines of runs that differ in their seeds alone, together; empty where no seeds are swept. */
export function seedGroups(summary: SweepSummary): SeedGroup[] {
  const seeds = summary.axes.filter(({ key, values }) => isSeedKey(key) && values.length > 1).map(({ key }) => key);
  if (seeds.length === 0) return [];
  const groups = new Map<string, { values: Record<string, unknown>; series: string; headlines: number[] }>();
  for (const run of summary.runs) {
    const values = Object.fromEntries(Object.entries(run.values).filter(([key]) => !seeds.includes(key)));
    for (const { series, value } of run.headlines)
      cached(groups, JSON.stringify([values, series]), () => ({ values, series, headlines: [] })).headlines.push(value);
  }
  return [...groups.values()];
}

/** What a value is called in tables. */
export const valueText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** exp(mean(log(values))); NaN where a value is not positive or there are none. */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0 || values.some((value) => !(value > 0))) return Number.NaN;
  return Math.exp(values.reduce((total, value) => total + Math.log(value), 0) / values.length);
}

/** The series in the order in which they first occur. */
export function listSeries({ runs }: Pick<SweepSummary, "runs">): string[] {
  return [...new Set(runs.flatMap(({ headlines }) => headlines.map(({ series }) => series)))];
}

/** The headlines of the runs by the value of one key: a function of value and series. */
export function headlinesBy(
  { runs }: SweepSummary,
  key: string,
): (value: unknown, series: string) => readonly number[] {
  const found = new Map<string, number[]>();
  const place = (value: unknown, series: string) => JSON.stringify([value, series]);
  for (const { values, headlines } of runs)
    for (const { series, value } of headlines) cached(found, place(values[key], series), () => []).push(value);
  return (value, series) => found.get(place(value, series)) ?? [];
}
