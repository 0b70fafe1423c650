import { messageOf } from "../../compute/failure.js";
import type { Page } from "../../page/page.js";
import { type OpenResults, readResults } from "./results.js";

/** A run that is open: its name is its folder's, or the file's. */
export type OpenRun = OpenResults & { readonly name: string };

/** The open runs of one kind. */
export type RunOf<Kind extends OpenRun["kind"]> = Extract<OpenRun, { readonly kind: Kind }>;

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
  /** Of comparisons: the level of noise and the number of points; the first and the last there is where they are left out. */
  noise: number | undefined;
  points: number | undefined;

  constructor(readonly app: Pick<Page, "redraw">) {}

  set(changes: Partial<Pick<RunsDesk, "measure" | "statistic" | "step" | "hidden" | "noise" | "points">>): void {
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
    for (const file of files) {
      const name = file.name.replace(/\.json$/, "");
      this.open(name, await file.text(), name === "results");
    }
  }

  /** Opens a run; `unnamed` is one whose file says no more than that it holds results, which may not take the place of another. */
  open(name: string, text: string, unnamed = false): void {
    try {
      const opened = readResults(text, name);
      const run = { ...opened, name: unnamed ? this.#freeName(nameOf(opened)) : name };
      this.runs = [...this.runs.filter((other) => other.name !== name), run];
    } catch (error) {
      this.problem = messageOf(error);
    }
    this.app.redraw();
  }

  /** The open runs of one kind. */
  of<Kind extends OpenRun["kind"]>(kind: Kind): readonly RunOf<Kind>[] {
    return this.runs.filter((run): run is RunOf<Kind> => run.kind === kind);
  }

  #freeName(name: string): string {
    const taken = (candidate: string) => this.runs.some((run) => run.name === candidate);
    let free = name;
    for (let i = 2; taken(free); i++) free = `${name} (${i})`;
    return free;
  }

  close(name: string): void {
    this.runs = this.runs.filter((run) => run.name !== name);
    this.app.redraw();
  }
}

/** What to call a run by its content. */
function nameOf({ kind, results }: OpenResults): string {
  if (kind === "record") return results.source;
  return kind === "sweep" ? results.name : `${kind} ${results.profile}`;
}
