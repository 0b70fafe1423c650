import { cut } from "../../base/text.js";
import type { FoundRun } from "../../experiments/index.js";
import { type Column, formatTable } from "../table.js";

const columns: readonly Column[] = [
  { title: "folder" },
  { title: "kind" },
  { title: "of" },
  { title: "written" },
  { title: "error", align: "right" },
  { title: "s", align: "right" },
  { title: "law" },
];

/** Runs as lines of a table; below it, what the errors are. */
export function runTable(runs: readonly FoundRun[]): string[] {
  const rows = runs.map(({ folder, kind, subject, done, written, error, seconds, law }) => [
    folder,
    kind,
    cut(subject),
    `${localTime(written)}${done || kind === "train" || kind === "sweep" ? "" : ", not finished"}`,
    error === undefined ? "-" : error.value.toPrecision(2),
    seconds === undefined ? "-" : seconds.toPrecision(seconds < 100 ? 2 : Math.ceil(Math.log10(seconds))),
    cut(law ?? ""),
  ]);
  const meanings = [
    ...new Set(runs.flatMap(({ kind, error }) => (error === undefined ? [] : [`${kind}: ${error.of}`]))),
  ];
  return [...formatTable(columns, rows), ...(meanings.length === 0 ? [] : ["", `Errors of ${meanings.join("; ")}`])];
}

/** "2026-03-04 10:15" */
function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
