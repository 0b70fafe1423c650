import { type Comparison, type ComparisonOptions, compare } from "./compare.js";
import type { Entry } from "./contestant.js";
import { type Job, withJob } from "./exchange.js";
import type { Settings } from "./settings.js";
import { ratios, summarise } from "./statistics.js";
import { digits, mebibytes, milliseconds, type PeerRatio, ratio, seconds, type Table } from "./table.js";

/** One row group of a comparison. */
export interface Subject {
  readonly name: string;
  readonly job: () => Job;
  readonly entries: readonly Entry[];
  /** Floating-point operations in the matrix products of one run of ours, where they are of interest. */
  readonly productFlops?: number;
}

/** What comparisons of several subjects found, run by run and as a table. */
export interface SubjectsCompared {
  readonly table: Table;
  readonly notes: readonly string[];
  readonly ratios: readonly PeerRatio[];
  readonly measured: Readonly<Record<string, Comparison>>;
}

/** Compares the contestants of every subject asked for (`Settings.only`), and shows each subject as it is done. */
export async function compareSubjects(
  { only, patience, say, show }: Settings,
  subjects: readonly Subject[],
  options: Omit<ComparisonOptions, "patience" | "say">,
): Promise<SubjectsCompared> {
  const columns = columnsFor(subjects);
  const rows: string[][] = [];
  const notes: string[] = [];
  const found: PeerRatio[] = [];
  const measured: Record<string, Comparison> = {};
  for (const { name, job, entries, productFlops } of chosen(subjects, only)) {
    say(`${name}:`);
    const comparison = await withJob(job(), (folder) => compare(entries, folder, { ...options, patience, say }));
    const own = comparisonRows(name, comparison, productFlops);
    show({ columns, rows: own });
    rows.push(...own);
    notes.push(...comparison.skipped.map(({ name: who, reason }) => `${name}: ${who} left out: ${reason}`));
    const [ours, ...peers] = comparison.measurements;
    for (const { name: peer, times } of peers) found.push({ subject: name, peer, ...ratios(times, ours?.times ?? []) });
    measured[name] = comparison;
  }
  return { table: { columns, rows }, notes, ratios: found, measured };
}

/** The subjects with `only` in their names. */
export const chosen = <S extends { readonly name: string }>(subjects: readonly S[], only: string): S[] =>
  subjects.filter(({ name }) => name.includes(only));

const columnsFor = (subjects: readonly Subject[]): string[] => [
  "network",
  "contestant",
  "ms",
  "their time / ours",
  ...(subjects.some(({ productFlops }) => productFlops !== undefined) ? ["GFLOP/s"] : []),
  "s to first result",
  "peak MiB",
  "difference",
];

/** Ours first; last those that were stopped before their first result. */
function comparisonRows(subject: string, { measurements, skipped }: Comparison, flops?: number): string[][] {
  const ours = measurements[0]?.times ?? [];
  const speed = flops === undefined ? [] : [""];
  const stopped = skipped.flatMap(({ name, startupOver }) =>
    startupOver === undefined ? [] : [[subject, name, "", "", ...speed, `over ${seconds(startupOver)}`, "", ""]],
  );
  const measured = measurements.map(({ name, times, startup, peakMemory, differences }, i) => [
    subject,
    name,
    milliseconds(summarise(times)),
    i === 0 ? "" : ratio(ratios(times, ours)),
    ...(flops === undefined ? [] : [i === 0 ? digits(flops / summarise(times).median / 1e6) : ""]),
    seconds(startup),
    mebibytes(peakMemory),
    i === 0 ? "" : Math.max(...Object.values(differences)).toExponential(0),
  ]);
  return [...measured, ...stopped];
}
