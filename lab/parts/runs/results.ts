import type { CompareResults, NetworkResult, Results } from "../../../src/measure/index.js";
import type { RecordResults } from "../../../src/records/index.js";
import type { SweepResults } from "../../../src/report/sweep/summary.js";

/** A `results.json` by the command that wrote it. */
export type OpenResults =
  | { readonly kind: "reproduce"; readonly results: Results }
  | { readonly kind: "compare"; readonly results: CompareResults }
  | { readonly kind: "record"; readonly results: RecordResults }
  | { readonly kind: "sweep"; readonly results: SweepResults };

/** What has to be there of each kind to be drawn. */
const needed = {
  compare: ["methods", "systems", "points", "noise", "entries"],
  record: ["components", "motions", "constants", "curves", "tried", "understood"],
  sweep: ["axes", "runs", "failures"],
} as const;

/** Checks as much of a `results.json` as is drawn. Throws with a line for people. */
export function readResults(text: string, name: string): OpenResults {
  let value: { readonly [key: string]: unknown } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw new Error(`${name}: not JSON; expected the results.json of a run`);
  }
  if (value?.version !== 1) throw new Error(`${name}: not the results of a run (expected version 1)`);
  const { kind = "reproduce" } = value;
  if (kind === "reproduce") return { kind, results: paperResults(value, name) };
  if (!isKind(kind))
    throw new Error(`${name}: results of ${String(kind)}; expected those of reproduce, compare, adapt or sweep`);
  const missing = needed[kind].find((key) => !Array.isArray(value[key]));
  if (missing !== undefined) throw new Error(`${name}: the results are incomplete: ${missing} is missing`);
  return { kind, results: value } as unknown as OpenResults;
}

const isKind = (kind: unknown): kind is keyof typeof needed => Object.hasOwn(needed, String(kind));

function paperResults(value: { readonly [key: string]: unknown }, name: string): Results {
  if (!Array.isArray(value.systems)) throw new Error(`${name}: not the results of a run (expected a list of systems)`);
  for (const system of value.systems) {
    const { title, methods } = system as { title?: unknown; methods?: unknown };
    if (typeof title !== "string" || !Array.isArray(methods) || !methods.every(isMethod))
      throw new Error(`${name}: the results of ${String(title ?? "a system")} are incomplete`);
  }
  return value as unknown as Results;
}

function isMethod(value: unknown): value is NetworkResult {
  const method = value as Partial<NetworkResult> | null;
  const lists = [
    method?.step,
    method?.escaped,
    method?.mse?.mean,
    method?.mse?.median,
    method?.energyError?.mean,
    method?.energyError?.median,
  ];
  return (
    typeof method?.label === "string" &&
    lists.every((list) => Array.isArray(list) && list.length === lists[0]?.length)
  );
}
