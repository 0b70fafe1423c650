import { UserError } from "../../base/errors.js";
import { describeHolder } from "../../base/lock.js";
import { formatDuration } from "../../report/index.js";
import {
  type CollectedSweep,
  describeValues,
  type RunState,
  type Sweep,
  type SweepStatus,
} from "../../sweeps/index.js";
import { shellLine } from "../command-line.js";
import { print } from "../output.js";
import { type Column, formatTable } from "../table.js";

/** Failed runs that are listed one by one. */
const MAX_LISTED = 20;

/** Prints what a sweep has come to. A `UserError` at the end if runs have failed. */
export async function presentSweep(sweep: Sweep, { status, table, rows, report }: CollectedSweep): Promise<void> {
  const { failed } = status.counts;
  await print(`${statusText(status)}Table: ${table} (${rows} rows)\nReport: ${report}\n`);
  if (failed > 0)
    throw new UserError(
      `${failed} of ${sweep.runs.length} runs failed; the same command tries them again (causes: ${shellLine(["status", sweep.directory])})`,
    );
}

/** Counts, what is running, failures with their causes, time left. */
export function statusText({ counts, runs, meanSeconds, secondsLeft }: SweepStatus): string {
  const counted = Object.entries(counts).filter(([state, count]) => count > 0 || state === "done");
  const lines = [`${runs.length} runs: ${counted.map(([state, count]) => `${count} ${state}`).join(", ")}`];
  if (meanSeconds !== undefined) {
    const left = secondsLeft === undefined ? "" : `; about ${formatDuration(secondsLeft)} left`;
    lines.push(`${formatDuration(meanSeconds)} a run on average${left}`);
  }
  lines.push(...listed("running", runs.flatMap(runningRow)), ...listed("failed", runs.flatMap(failedRow)));
  return `${lines.join("\n")}\n`;
}

function listed(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const columns: Column[] = [{ title }, { title: "values" }, { title: title === "failed" ? "cause" : "by" }];
  const more = rows.length > MAX_LISTED ? [`and ${rows.length - MAX_LISTED} more (all with --json)`] : [];
  return ["", ...formatTable(columns, rows.slice(0, MAX_LISTED)), ...more];
}

function runningRow(state: RunState): string[][] {
  if (state.state !== "running") return [];
  const { run, holder, progress } = state;
  const done =
    progress === undefined
      ? ""
      : `: ${progress.task} ${Math.floor((100 * progress.done) / Math.max(1, progress.total))}%`;
  return [[run.id, describeValues(run.values), `${describeHolder(holder)}${done}`]];
}

function failedRow(state: RunState): string[][] {
  return state.state === "failed" ? [[state.run.id, describeValues(state.run.values), state.failed.cause]] : [];
}
