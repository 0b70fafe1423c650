import { join } from "node:path";
import type { FinishedRun } from "../experiments/experiment.js";
import { type SweepSummary, writeSweepReport } from "../report/index.js";
import { runFolder, type Sweep } from "./folder.js";
import { resolveRun } from "./plan.js";
import { inParallel, readStatus, type SweepStatus } from "./status.js";
import { writeTable } from "./table.js";

/** What collecting made. */
export interface Collected {
  readonly status: SweepStatus;
  /** Path of the table and its number of rows. */
  readonly table: string;
  readonly rows: number;
  /** Path of the page. */
  readonly report: string;
}

/** Makes the table, the report and the task's own pages of the runs that have finished so far. */
export async function collectSweep(sweep: Sweep, versions: Readonly<Record<string, string>>): Promise<Collected> {
  const { directory, task, axes, name, command, profile } = sweep;
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
  const rows = await writeTable(table, task, axes, finished);
  const version = versions.metahamilton ?? "";
  const pages = finished.length === 0 ? [] : await task.gather(finished, directory, { profile, command, version });
  const { done, failed, running, interrupted, waiting } = status.counts;
  const summary: SweepSummary = {
    name,
    command,
    versions,
    counts: { done, failed, left: running + interrupted + waiting },
    seconds: finished.reduce((total, { seconds }) => total + seconds, 0),
    axes,
    headlineLabel: task.headlineLabel,
    runs: await inParallel(finished, async ({ id, values, config, directory: folder, seconds }) => {
      return { id, values, seconds, headlines: await task.headlines(config, folder) };
    }),
    failures: status.runs.flatMap((one) => (one.state === "failed" ? [{ ...one.run, cause: one.failed.cause }] : [])),
    pages,
  };
  return { status, table, rows, report: await writeSweepReport(summary, directory) };
}
