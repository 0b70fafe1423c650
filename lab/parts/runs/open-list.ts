import { html, type TemplateResult } from "lit-html";
import type { OpenRun, RunsDesk } from "./desk.js";

/** The open runs of a kind, each with what it is and a button that closes it. */
export function openList<Run extends OpenRun>(
  desk: RunsDesk,
  runs: readonly Run[],
  facts: (run: Run, index: number) => readonly string[],
): TemplateResult {
  return html`<ul class="kept">
    ${runs.map(
      (run, i) => html`<li><p><strong>${run.name}</strong><br /><small>${facts(run, i)
        .filter((text) => text !== "")
        .join(", ")}</small></p>
        <p class="actions"><button class="inline" aria-label="Close ${run.name}" @click=${() => desk.close(run.name)}>Close</button></p></li>`,
    )}
  </ul>`;
}
