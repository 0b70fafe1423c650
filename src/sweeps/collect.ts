import { join, relative } from "node:path";
import { cached } from "../base/cached.js";
import { canonicalJson, type Loose } from "../base/keys.js";
import { identityOf, runVersions } from "../experiments/index.js";
import { writeResults } from "../experiments/write-results.js";
import { type PictureOptions, type SweepSummary, sweepResults, writeSweepReport } from "../report/index.js";
import { runFolder, type Sweep } from "./folder.js";
import { type FinishedRun, resolveRun } from "./plan.js";
import { inParallel, readStatus, type SweepStatus } from "./status.js";
import { writeTable } from "./table.js";

/** What collecting made. */
export interface CollectedSweep {
  readonly status: SweepStatus;
  /** Path of the table and its number of rows. */
  readonly table: string;
  readonly rows: number;
  /** Path of the page. */
  readonly report: string;
}

/** Makes the table, the report and the experiment's own pages of the runs that have finished so far. */
export async function collectSweep(sweep: Sweep, options: PictureOptions = {}): Promise<CollectedSweep> {
  const { directory, experiment, axes, name, command } = sweep;
  const status = await readStatus(sweep);
  const finished: FinishedRun[] = status.runs.flatMap((one) =>
    one.state === "done"
      ? [
          {
            ...one.run,
            config: resolveRun(sweep, one.run),
            directory: runFolder(directory, one.run.id),
            seconds: one.seconds,
          },
        ]
      : [],
  );
  const table = join(directory, "table.parquet");
  const rows = await writeTable(table, experiment, axes, finished);
  const { done, failed, running, interrupted, waiting } = status.counts;
  const summary: SweepSummary = {
    name,
    command,
    versions: await runVersions(null),
    counts: { done, failed, left: running + interrupted + waiting },
    seconds: total(finished),
    axes,
    headlineLabel: experiment.headlineLabel,
    runs: await inParallel(finished, async ({ id, values, config, directory: folder, seconds }) => {
      return { id, values, seconds, headlines: await experiment.headlines(config, folder) };
    }),
    failures: status.runs.flatMap((one) => (one.state === "failed" ? [{ ...one.run, cause: one.failed.cause }] : [])),
    pages: await writePages(sweep, finished, options),
  };
  await writeResults(directory, sweepResults(summary));
  return { status, table, rows, report: await writeSweepReport(summary, directory, options) };
}

const total = (runs: readonly FinishedRun[]) => runs.reduce((sum, { seconds }) => sum + seconds, 0);

/** Reports of more groups than a reader opens would take longer than they are worth. */
const MAX_PAGES = 24;

/** The results and the report of the experiment for every group of runs that belong together. */
async function writePages(
  { directory, experiment, profile, command }: Sweep,
  finished: readonly FinishedRun[],
  options: PictureOptions,
): Promise<SweepSummary["pages"]> {
  const { reporting } = experiment;
  if (reporting === undefined) return [];
  const groups = new Map<string, FinishedRun[]>();
  for (const run of finished) {
    const shared = Object.entries(identityOf(run.config)).filter(([key]) => !reporting.pooledKeys.includes(key));
    cached(groups, canonicalJson(Object.fromEntries(shared)), () => []).push(run);
  }
  const pages: { title: string; path: string }[] = [];
  if (groups.size > MAX_PAGES) return pages;
  for (const group of groups.values()) {
    const [first] = group as [FinishedRun];
    const pooled = reporting.pooledKeys.map((key) => [key, valuesOf(group, key)] as const);
    const config = { ...first.config, ...Object.fromEntries(pooled) };
    const facts = { profile, command, totalSeconds: total(group) };
    const results = await reporting.collect(config, group, facts);
    const folder = join("pages", String(pages.length + 1));
    const page = await reporting.write(results, join(directory, folder), options);
    pages.push({ title: titleOf(first.values, reporting.pooledKeys), path: relative(directory, page) });
  }
  return pages;
}

/** Every value that the runs have in a list of their configurations, once. */
const valuesOf = (runs: readonly FinishedRun[], key: string): unknown[] => [
  ...new Set(runs.flatMap(({ config }) => config[key] as unknown[])),
];

function titleOf(values: Loose, pooledKeys: readonly string[]): string {
  const shared = Object.entries(values).filter(([key]) => !pooledKeys.includes(key));
  return shared.length === 0 ? "All runs" : shared.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
}
