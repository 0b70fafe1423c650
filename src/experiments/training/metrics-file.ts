import { join } from "node:path";
import { crc32 } from "../../base/crc32.js";
import { UserError } from "../../base/errors.js";
import { atomicWrite, readTextIfThere } from "../../base/files.js";
import { isLoose } from "../../base/keys.js";
import type { TrainingReport } from "../../learning/index.js";

/** One line of `metrics.jsonl`, beside its `crc32`: the checksum of the line without it. */
export interface Metrics extends TrainingReport {
  readonly seconds: number;
}

/** What of a configuration says which lines there must be. */
interface Reporting {
  readonly iterations: number;
  readonly reportEvery: number;
}

const metricsPath = (directory: string) => join(directory, "metrics.jsonl");

/** Writes the lines into a job's folder, which must be there. */
export async function writeMetrics(directory: string, metrics: readonly Metrics[]): Promise<void> {
  const lines = metrics.map((line) => `${JSON.stringify({ ...line, crc32: checksumOf(line) })}\n`);
  await atomicWrite(metricsPath(directory), lines.join(""), { intoExisting: true });
}

/**
 * The lines up to `lastStep`, every one that there must be: what a resumed run goes on from. `UserError` for lines that are damaged,
 * missing or too many.
 */
export async function readMetrics(directory: string, outer: Reporting, lastStep: number): Promise<Metrics[]> {
  const path = metricsPath(directory);
  const remedy = `put the file back from a copy, or delete ${directory} to have it trained anew`;
  const text = (await readTextIfThere(path)) ?? "";
  const lines = text.split("\n").filter((line) => line !== "");
  const metrics = lines.map((line, i) => {
    const found = parseLine(line);
    if (found === undefined) throw new UserError(`${path}, line ${i + 1}: damaged; ${remedy}`);
    return found;
  });
  const known = metrics.filter(({ step }) => step <= lastStep);
  const expected = stepsReported(outer, lastStep);
  const missing = expected.find((step, i) => known[i]?.step !== step);
  if (missing !== undefined) throw new UserError(`${path}: lacks the line of step ${missing}; ${remedy}`);
  if (known.length > expected.length)
    throw new UserError(`${path}: has ${known.length} lines up to step ${lastStep}, not ${expected.length}; ${remedy}`);
  return known;
}

function stepsReported({ iterations, reportEvery }: Reporting, lastStep: number): number[] {
  const steps = Array.from({ length: Math.floor(lastStep / reportEvery) }, (_, i) => (i + 1) * reportEvery);
  return lastStep === iterations && steps.at(-1) !== iterations ? [...steps, iterations] : steps;
}

/** A line's metrics; undefined for one that is damaged. Lines of earlier versions have no checksum. */
function parseLine(line: string): Metrics | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (!isLoose(value)) return undefined;
    const { crc32, ...metrics } = value;
    if (crc32 !== undefined && crc32 !== checksumOf(metrics)) return undefined;
    // A damaged name of the checksum would be another key.
    if (Object.keys(metrics).some((key) => !keys.includes(key))) return undefined;
    return Number.isSafeInteger(metrics.step) ? (metrics as unknown as Metrics) : undefined;
  } catch {
    return undefined;
  }
}

const keys: readonly string[] = [
  "step",
  "metaLoss",
  "validationLoss",
  "gradientNorm",
  "rate",
  "seconds",
] satisfies (keyof Metrics)[];

const checksumOf = (line: object) =>
  crc32(new TextEncoder().encode(JSON.stringify(line)))
    .toString(16)
    .padStart(8, "0");
