import { html, type TemplateResult } from "lit-html";
import { formatDuration, formatNumber } from "../../../src/report/numbers.js";
import { sweepFigureModel } from "../../../src/report/sweep/figure.js";
import { seedsSection } from "../../../src/report/sweep/seeds-section.js";
import { listSeries, valueText } from "../../../src/report/sweep/summary.js";
import { drawnFigure } from "../../figures/drawn.js";
import { liveSvg } from "../../figures/live-svg.js";
import type { RunOf, RunsDesk } from "./desk.js";
import { openList } from "./open-list.js";

/** Runs of a sweep that are listed; all are in its `table.parquet`. */
const LISTED = 200;

/** Collected sweeps: what was measured against every swept number, its mean and spread over seeds, and the runs. */
export function sweepRuns(desk: RunsDesk): TemplateResult {
  const runs = desk.of("sweep");
  return html`
    <h2 class="runs-heading">Sweeps</h2>
    ${openList(desk, runs, ({ results: { counts, seconds, axes } }) => [
      `${counts.done} of ${counts.done + counts.failed + counts.left} runs finished`,
      counts.failed > 0 ? `${counts.failed} failed` : "",
      formatDuration(seconds),
      `swept: ${axes.map(({ key }) => key).join(", ")}`,
    ])}
    ${runs.map((run) => {
      const figure = sweepFigureModel(run.results);
      return html`${figure === undefined ? "" : drawnFigure(run.name, { ...figure, title: `${run.name}: ${figure.title}` })}${liveSvg(`<div class="seeds">${seedsSection(run.results).text}</div>`)}${table(run)}`;
    })}
  `;
}

function table({ name, results }: RunOf<"sweep">): TemplateResult {
  const { axes, runs, headlineLabel } = results;
  const series = listSeries(results);
  const more = runs.length > LISTED ? `, the first ${LISTED} of ${runs.length}` : "";
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs of ${name}">
    <table class="sweep-table">
      <caption>${name}: ${headlineLabel}${more}</caption>
      <thead><tr><th scope="col">Run</th>${axes.map(({ key }) => html`<th scope="col">${key}</th>`)}${series.map(
        (one) => html`<th scope="col" class="number">${one}</th>`,
      )}<th scope="col" class="number">Time</th></tr></thead>
      <tbody>${runs.slice(0, LISTED).map(
        ({ id, values, headlines, seconds }) => html`<tr><th scope="row">${id}</th>${axes.map(({ key }) => html`<td>${valueText(values[key])}</td>`)}${series.map(
          (one) => html`<td class="number">${formatNumber(headlines.find((headline) => headline.series === one)?.value)}</td>`,
        )}<td class="number">${formatDuration(seconds)}</td></tr>`,
      )}</tbody>
    </table>
  </div>`;
}
