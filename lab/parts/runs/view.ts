import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../../page/desks.js";
import { compareRuns } from "./compare-view.js";
import type { OpenRun, RunsDesk } from "./desk.js";
import { paperRuns } from "./paper-view.js";
import { recordRuns } from "./record-view.js";
import { sweepRuns } from "./sweep-view.js";

const views: Readonly<Record<OpenRun["kind"], (desk: RunsDesk) => TemplateResult>> = {
  record: recordRuns,
  reproduce: paperRuns,
  compare: compareRuns,
  sweep: sweepRuns,
};

/** Results of runs, several at once: those of a kind beside each other. */
export function runsPart(app: App): TemplateResult {
  const { runs } = app;
  void runs.findOffered();
  return html`
    <div class="lead">
      <h1>Compare runs</h1>
      <p>Open the <code>results.json</code> of runs of <code>adapt</code>, <code>reproduce</code>, <code>compare</code> or a collected sweep, or start the lab with
        <code>metahamilton lab --runs FOLDER</code> to have all of them here.</p>
    </div>
    ${runs.problem === undefined ? nothing : html`<p class="problem" role="alert">${runs.problem}</p>`}
    <label class="file drop ${runs.runs.length === 0 ? "" : "small"}" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(
      event: DragEvent,
    ) => {
      event.preventDefault();
      void runs.openFiles([...(event.dataTransfer?.files ?? [])]);
    }}><span>Open results.json, or drop it here</span>
      <input type="file" id="open-results" accept=".json,application/json" multiple @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        void runs.openFiles([...(input.files ?? [])]).then(() => {
          input.value = "";
        });
      }} /></label>
    ${openRuns(runs)}
  `;
}

/** What is open, by kind. */
export function openRuns(runs: RunsDesk): TemplateResult[] {
  return (Object.keys(views) as OpenRun["kind"][])
    .filter((kind) => runs.of(kind).length > 0)
    .map((kind) => html`<section class="runs-kind" data-kind=${kind}>${views[kind](runs)}</section>`);
}
