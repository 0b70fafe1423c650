import type { NetworkResult, Results } from "../../../src/measure/index.js";
import { messageOf } from "../../compute/client.js";
import type { Page } from "../../page/page.js";

export interface OpenRun {
  readonly name: string;
  readonly results: Results;
}

export type Measure = "mse" | "energyError" | "escaped";
export type Statistic = "mean" | "median";

/** The runs that are open, and what of them is shown. */
export class RunsDesk {
  runs: readonly OpenRun[] = [];
  /** Runs that the server offers: name and address. */
  offered: readonly { readonly name: string; readonly path: string }[] | undefined;
  problem: string | undefined;
  measure: Measure = "mse";
  statistic: Statistic = "mean";
  /** Adaptation step of the table. */
  step = 100;
  hidden: readonly string[] = [];

  constructor(readonly app: Page) {}

  set(changes: Partial<Pick<RunsDesk, "measure" | "statistic" | "step" | "hidden">>): void {
    Object.assign(this, changes);
    this.app.redraw();
  }

  /** Asks the server once which runs it has; a static host has none. */
  async findOffered(): Promise<void> {
    if (this.offered !== undefined) return;
    this.offered = [];
    try {
      const response = await fetch("./runs/index.json");
      if (response.ok) this.offered = (await response.json()) as { name: string; path: string }[];
      for (const { name, path } of this.offered) await this.openOffered(name, path);
    } catch {
      // No server, or one without runs: files can still be opened.
    }
    this.app.redraw();
  }

  async openOffered(name: string, path: string): Promise<void> {
    const response = await fetch(`./${path}`);
    this.open(name, await response.text());
  }

  async openFiles(files: readonly File[]): Promise<void> {
    this.problem = undefined;
    for (const file of files) this.open(file.name.replace(/\.json$/, ""), await file.text());
  }

  open(name: string, text: string): void {
    try {
      const results = readResults(text, name);
      this.runs = [...this.runs.filter((run) => run.name !== name), { name, results }];
    } catch (error) {
      this.problem = messageOf(error);
    }
    this.app.redraw();
  }

  close(name: string): void {
    this.runs = this.runs.filter((run) => run.name !== name);
    this.app.redraw();
  }
}

/** Checks as much of a `results.json` as is drawn. Throws with a line for people. */
export function readResults(text: string, name: string): Results {
  let value: Partial<Results>;
  try {
    value = JSON.parse(text) as Partial<Results>;
  } catch {
    throw new Error(`${name}: not JSON; expected the results.json of a run`);
  }
  if (value?.version !== 1 || !Array.isArray(value.systems))
    throw new Error(`${name}: not the results of a run (expected version 1 and a list of systems)`);
  const { kind } = value as { kind?: unknown };
  if (kind !== undefined)
    throw new Error(`${name}: results of ${String(kind)}, which have a report of their own; expected those of reproduce`);
  for (const system of value.systems) {
    const { title, methods } = system as { title?: unknown; methods?: unknown };
    if (typeof title !== "string" || !Array.isArray(methods) || !methods.every(isMethod))
      throw new Error(`${name}: the results of ${String(title ?? "a system")} are incomplete`);
  }
  return value as Results;
}

function isMethod(value: unknown): value is NetworkResult {
  const method = value as Partial<NetworkResult> | null;
  const lists = [method?.step, method?.escaped, method?.mse?.mean, method?.mse?.median, method?.energyError?.mean, method?.energyError?.median];
  return typeof method?.label === "string" && lists.every((list) => Array.isArray(list) && list.length === lists[0]?.length);
}
