import type { Finish } from "../../experiments/index.js";
import type { NetworkResult, Results } from "../../measure/index.js";
import { print } from "../output.js";
import { type Column, formatTable } from "../table.js";

/** Adaptation steps in the printed table, as in the paper's Figure 1. */
const SHOWN_STEPS = [15, 100];

/** Prints a table of a run's results and where its report is, or the content of its `results.json`. */
export async function presentResults({ results, page }: Finish<Results>, json: boolean): Promise<void> {
  await print(json ? `${JSON.stringify(results, null, 1)}\n` : `${summary(results)}\nReport: ${page}\n`);
}

/** Held-out system, method, mean errors with intervals and escapes, as a text table. */
export function tableLines(results: Results): string[] {
  const steps = shownSteps(results.systems.flatMap(({ methods }) => methods));
  const last = steps.slice(-1);
  const columns: Column[] = [
    { title: "held out" },
    { title: "method" },
    ...steps.map((step) => ({ title: `MSE at ${step} steps` })),
    ...last.map((step) => ({ title: `escaped at ${step}`, align: "right" as const })),
  ];
  const rows = results.systems.flatMap(({ heldOut, methods }) =>
    methods.map((method, i) => [
      i === 0 ? heldOut : "",
      method.label,
      ...steps.map((step) => meanWithInterval(method, step)),
      ...last.map((step) => escapes(method, step)),
    ]),
  );
  return formatTable(columns, rows);
}

/** The same with what the numbers are. */
export function summary(results: Results): string {
  const legend = "MSE: mean over test trajectories after so many gradient steps [95 % bootstrap interval of the mean]";
  return [...tableLines(results), "", legend].join("\n");
}

/** The usual steps; the last one of a run that took fewer. */
function shownSteps(methods: readonly NetworkResult[]): number[] {
  const measured = new Set(methods.flatMap(({ step }) => step));
  const shown = SHOWN_STEPS.filter((step) => measured.has(step));
  return shown.length > 0 || measured.size === 0 ? shown : [Math.max(...measured)];
}

function meanWithInterval({ step: steps, mse }: NetworkResult, step: number): string {
  const i = steps.indexOf(step);
  return `${short(mse.mean[i])} [${short(mse.low[i])}, ${short(mse.high[i])}]`;
}

function escapes({ step: steps, escaped, trajectories }: NetworkResult, step: number): string {
  return `${escaped[steps.indexOf(step)] ?? "-"} of ${trajectories}`;
}

/** Three digits; "-" for what is missing or, as JSON has it, was not finite. */
function short(value: number | null | undefined): string {
  return typeof value === "number" && Number.isFinite(value) ? value.toExponential(2) : "-";
}
