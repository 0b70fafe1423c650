import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { UserError } from "../base/errors.js";
import { isLoose, type Loose } from "../base/keys.js";

/** A run that was found in a folder, in the terms in which runs are compared. */
export interface FoundRun {
  /** Its folder, from where the search began; "." for that itself. */
  readonly folder: string;
  /** The command that made it: adapt, reproduce, compare, train, sweep. */
  readonly kind: string;
  /** The record, or the profile and what was held out. */
  readonly subject: string;
  /** Whether its results are there. */
  readonly done: boolean;
  /** When its last file of results, or else its configuration, was written. */
  readonly written: Date;
  readonly error?: { readonly value: number; readonly of: string } | undefined;
  /** What was learned, in words. */
  readonly law?: string | undefined;
  readonly seconds?: number | undefined;
}

/** How far below the folder runs are looked for. */
const DEPTH = 3;

/**
 * The runs in a folder and below, the newest first. What is no run is passed over; a run is not searched for others but for a sweep's.
 * Throws `UserError` for a folder that is not there.
 */
export async function findRuns(folder: string): Promise<FoundRun[]> {
  if (!(await stat(folder).catch(() => undefined))?.isDirectory())
    throw new UserError(`${folder}: there is no such folder`);
  const found: FoundRun[] = [];
  const search = async (directory: string, depth: number): Promise<void> => {
    const run = await runIn(directory, relative(folder, directory) || ".");
    if (run !== undefined) found.push(run);
    if (depth === 0 || (run !== undefined && run.kind !== "sweep")) return;
    for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => []))
      if (entry.isDirectory() && !entry.name.startsWith(".")) await search(join(directory, entry.name), depth - 1);
  };
  await search(folder, DEPTH);
  return found.sort((a, b) => b.written.getTime() - a.written.getTime());
}

async function runIn(directory: string, folder: string): Promise<FoundRun | undefined> {
  const sweep = await readLoose(join(directory, "sweep.json"));
  const file = sweep ?? (await readLoose(join(directory, "config.json")));
  if (file === undefined) return undefined;
  const { kind = sweep === undefined ? kindOfOld(file.content) : "sweep" } = file.content;
  if (typeof kind !== "string") return undefined;
  const results = await readLoose(join(directory, "results.json"));
  // Runs of a sweep leave their numbers to its table.
  const swept = await readLoose(join(directory, "done.json"));
  return {
    folder,
    kind,
    subject: subjectOf(file.content),
    done: results !== undefined || swept !== undefined,
    written: (results ?? swept ?? file).written,
    ...(swept === undefined ? {} : { seconds: numberOf(swept.content.seconds) }),
    ...(results === undefined ? {} : outcomeOf(kind, results.content)),
  };
}

/** Runs of sweeps of version 0.1 name the task instead of the command. */
const kindOfOld = ({ task }: Loose) =>
  task === "experiment" ? "reproduce" : task === "comparison" ? "compare" : undefined;

function subjectOf({ file, profile, config }: Loose): string {
  if (typeof file === "string") return file;
  const { holdOut, systems } = isLoose(config) ? config : {};
  const names = [holdOut ?? systems].flat().filter((name) => typeof name === "string");
  return [profile, names.join(", ")].filter((text) => typeof text === "string" && text !== "").join(": ");
}

function outcomeOf(kind: string, results: Loose): Pick<FoundRun, "error" | "law" | "seconds"> {
  const at = (...path: (string | number)[]) =>
    path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], results);
  if (kind === "adapt") {
    return {
      error: errorOf(at("heldOut", "relative"), "held out, relative"),
      law: lawIn(at("check", "verdict"), at("law", "formula"), at("law", "closed")),
      seconds: numberOf(at("facts", "seconds")),
    };
  }
  const seconds = numberOf(at("timing", "totalSeconds"));
  if (kind !== "reproduce") return { seconds };
  // The meta-trained network after its last step, over the held-out systems.
  const systems = [at("systems")].flat().filter(isLoose);
  const last = systems.map(({ methods }) => {
    const meta = [methods].flat().find((method) => isLoose(method) && method.name === "meta-trained");
    const { mean = [] } = isLoose(meta) && isLoose(meta.mse) ? meta.mse : {};
    return numberOf([mean].flat().at(-1)) ?? Number.NaN;
  });
  const value = Math.exp(last.reduce((sum, error) => sum + Math.log(error), 0) / last.length);
  return { error: errorOf(value, `MSE, meta-trained, geometric mean of ${last.length}`), seconds };
}

/** What does not explain its record is no law, and the nearest of the formulas not the law that was learned. */
function lawIn(verdict: unknown, formula: unknown, closed: unknown): string | undefined {
  if (typeof verdict !== "string") return undefined;
  if (verdict === "undetermined" || typeof formula !== "string") return verdict;
  return closed === false ? `${verdict}, no closed form` : formula;
}

const numberOf = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

function errorOf(value: unknown, of: string): FoundRun["error"] {
  const number = numberOf(value);
  return number === undefined ? undefined : { value: number, of };
}

/** An object in a JSON file and when it was written; undefined where there is none. */
async function readLoose(path: string): Promise<{ content: Loose; written: Date } | undefined> {
  try {
    const [text, { mtime }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const content: unknown = JSON.parse(text);
    return isLoose(content) ? { content, written: mtime } : undefined;
  } catch {
    return undefined;
  }
}
