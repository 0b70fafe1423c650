import { html, nothing, type TemplateResult } from "lit-html";
import { RunsDesk } from "../parts/runs/desk.js";
import { openRuns } from "../parts/runs/view.js";
import { LiveRoot } from "./live-root.js";

/** Results of runs, as the lab's part Runs shows them. */
export class ResultsPage extends LiveRoot {
  readonly #runs = new RunsDesk(this);

  /** Shows these runs and no others: what their `results.json` hold, by name. */
  show(runs: Readonly<Record<string, unknown>>): void {
    this.#runs.problem = undefined;
    for (const { name } of this.#runs.runs) this.#runs.close(name);
    for (const [name, results] of Object.entries(runs)) this.#runs.open(name, JSON.stringify(results));
    this.redraw();
  }

  protected view(): TemplateResult {
    const { problem, runs } = this.#runs;
    return html`
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${runs.length === 0 && problem === undefined ? html`<p class="hint">No runs: give results.json of runs by their names.</p>` : nothing}
      ${openRuns(this.#runs)}
    `;
  }
}
