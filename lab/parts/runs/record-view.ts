import { html, type TemplateResult } from "lit-html";
import { recordFigures } from "../../../src/report/record/figures/index.js";
import { lawSection, relied } from "../../../src/report/record/law-section.js";
import { explainsRecord } from "../../../src/records/law/verdict/unexplained.js";
import { errorText } from "../../../src/records/prediction/unpredictable.js";
import { heldOutSentence } from "../../../src/report/record/held-out.js";
import { verdictSentence } from "../../../src/report/record/wording.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import { liveSvg } from "../../figures/live-svg.js";
import type { RunOf, RunsDesk } from "./desk.js";
import { openList } from "./open-list.js";

/** Records that `adapt` has learned: their laws in one table, and each with its held-out motion, side by side. */
export function recordRuns(desk: RunsDesk): TemplateResult {
  const runs = desk.of("record");
  return html`
    <h2 class="runs-heading">Laws of records</h2>
    ${openList(desk, runs, ({ results }) => [results.source, `${results.rows} rows`, results.facts.date])}
    <div class="scroll" tabindex="0" role="region" aria-label="Laws of the open records">
      <table id="record-table">
        <caption>What was learned</caption>
        <thead><tr><th scope="col">Run</th><th scope="col">Law</th><th scope="col">Verdict</th><th scope="col" class="number">Held out</th></tr></thead>
        <tbody>${runs.map(
          ({ name, results }) => html`<tr><th scope="row">${name}</th><td>${relied(results) ? results.law?.formula : explainsRecord(results) ? "no closed form" : "none that explains the record"}</td><td>${results.check.verdict}</td>
            <td class="number" data-value=${results.heldOut.relative}>${errorText(results.heldOut.relative)}</td></tr>`,
        )}</tbody>
      </table>
    </div>
    <div class="side-by-side">${runs.map(one)}</div>
  `;
}

function one({ name, results }: RunOf<"record">): TemplateResult {
  const heldOut = recordFigures(results).find(([figure]) => figure === "held-out")?.[1];
  return html`<section class="card learned" aria-label=${name} data-run=${name}>
    <h3>${name}</h3>
    ${liveSvg(`<div>${lawSection(results).text}</div>`)}
    <p>${verdictSentence(results)}</p>
    <p>${heldOutSentence(results)}</p>
    <div class="charts two">${(heldOut?.panels ?? []).flatMap((panel) =>
      panel === undefined ? [] : [html`<figure class="chart">${panelSvg(panel, panelSize({ columns: 2, aspect: 0.6 }))}</figure>`],
    )}</div>
  </section>`;
}
