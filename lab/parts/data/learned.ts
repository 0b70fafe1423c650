import { html, nothing, type TemplateResult } from "lit-html";
import { predictionColumns, type RecordResults, toCsv } from "../../../src/records/index.js";
import { formatDuration, percentText } from "../../../src/report/numbers.js";
import { recordFigures } from "../../../src/report/record/figures/index.js";
import { heldOutSentence, triedSentence } from "../../../src/report/record/held-out.js";
import { lawSection, lawTitle } from "../../../src/report/record/law-section.js";
import { htmlRecordReport } from "../../../src/report/record/page.js";
import { restSentences } from "../../../src/report/record/resting.js";
import { columnSentences, verdictSentence, warnings } from "../../../src/report/record/wording.js";
import { drawnFigure } from "../../figures/drawn.js";
import { liveSvg } from "../../figures/live-svg.js";
import { download } from "../../page/download.js";
import type { DataDesk } from "./desk.js";
import { predictionSection } from "./prediction.js";

/** How far the learning is. */
export function learningProgress({ learning, progress }: DataDesk): TemplateResult | typeof nothing {
  if (!learning) return nothing;
  const { share = 0, what = "starting", left } = progress ?? {};
  return html`<p class="progress" role="status"><progress max="1" .value=${share} aria-label="Share of the learning done"></progress>
    ${percentText(share)}: ${what}${left === undefined ? nothing : html`, about ${formatDuration(left)} left`}</p>`;
}

/** What the command line's report says and shows of the same record. */
export function learned(data: DataDesk, results: RecordResults): TemplateResult {
  return html`
    <section class="card learned" aria-labelledby="learned-title" id="learned" data-relative=${results.heldOut.relative} data-verdict=${results.check.verdict}>
      <h2 id="learned-title">${lawTitle(results)}</h2>
      ${warnings(results).map((warning) => html`<p class="problem">${warning}</p>`)}
      ${liveSvg(`<div>${lawSection(results).text}</div>`)}
      <p>${verdictSentence(results)}</p>
      <p>${heldOutSentence(results)}</p>
      ${[...restSentences(results), ...columnSentences(results), ...triedSentence(results)].map((sentence) => html`<p>${sentence}</p>`)}
      <p class="hint">${results.method}</p>
      ${downloads(data, results)}
    </section>
    ${predictionSection(data, results)}
    ${recordFigures(results).map(([name, figure]) => drawnFigure(name, figure))}
  `;
}

function downloads(data: DataDesk, results: RecordResults): TemplateResult {
  const stem = results.source.replace(/\.[^.]*$/, "") || "record";
  const save = (name: string, content: () => string, type: string) => html`<button class="inline"
    @click=${() => download(`${stem}-${name}`, content(), type)}>${name}</button>`;
  const saveModel = (format: "safetensors" | "onnx") => html`<button class="inline"
    @click=${async () => download(`${stem}-model.${format}`, await data.modelFile(format), "application/octet-stream")}>model.${format}</button>`;
  return html`<div class="bar" role="group" aria-label="Download"><span>Download</span>
    ${save("predictions.csv", () => toCsv(predictionColumns(results)), "text/csv")}
    ${save("results.json", () => `${JSON.stringify(results)}\n`, "application/json")}
    ${saveModel("safetensors")} ${saveModel("onnx")}
    ${save("report.html", () => htmlRecordReport(results), "text/html")}
  </div>`;
}
