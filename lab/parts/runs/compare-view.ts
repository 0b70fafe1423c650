import { html, nothing, type TemplateResult } from "lit-html";
import { curvedNoise, noiseWords, pointsFigure } from "../../../src/report/comparison/figures.js";
import { formatNumber } from "../../../src/report/numbers.js";
import { drawnFigure } from "../../figures/drawn.js";
import type { RunOf, RunsDesk } from "./desk.js";
import { openList } from "./open-list.js";

/** Comparisons of methods: curves of each against the number of points, and one table of all. */
export function compareRuns(desk: RunsDesk): TemplateResult {
  const runs = desk.of("compare");
  const levels = ascending(runs.flatMap(({ results }) => results.noise));
  const noise = desk.noise ?? (levels[0] as number);
  const numbers = ascending(
    runs.flatMap(({ results }) => results.entries.filter((entry) => entry.noise === noise).map(({ points }) => points)),
  );
  const points = numbers.includes(desk.points ?? Number.NaN) ? desk.points : numbers.at(-1);
  return html`
    <h2 class="runs-heading">Methods compared</h2>
    ${openList(desk, runs, ({ results }) => [
      `profile ${results.profile}`,
      `${results.methods.length} methods`,
      `${results.systems.length} ${results.systems.length === 1 ? "system" : "systems"}`,
      `${results.trajectories} trajectories each`,
      results.machine.date,
    ])}
    <div class="bar">
      ${choice("compare-noise", "Noise", levels, noise, noiseWords, (value) => desk.set({ noise: value }))}
      ${choice("compare-points", "Points, in the table", numbers, points, String, (value) => desk.set({ points: value }))}
    </div>
    ${runs
      .filter(({ results }) => curvedNoise(results).includes(noise))
      .map(({ name, results }) => {
        const figure = pointsFigure(results, noise);
        return drawnFigure(name, { ...figure, title: `${name}: ${figure.title}` });
      })}
    ${table(runs, noise, points)}
  `;
}

const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

function choice(
  id: string,
  label: string,
  values: readonly number[],
  chosen: number | undefined,
  text: (value: number) => string,
  choose: (value: number) => void,
): TemplateResult {
  return html`<label class="row"><span>${label}</span><select id=${id} @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>
    ${values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${text(value)}</option>`)}</select></label>`;
}

function table(runs: readonly RunOf<"compare">[], noise: number, points: number | undefined): TemplateResult {
  const rows = runs.flatMap(({ name, results }) =>
    results.systems.flatMap((system) =>
      results.entries
        .filter((entry) => entry.system === system.name && entry.noise === noise && entry.points === points)
        .map((entry) => ({ run: name, system: system.title, method: titleOf(results.methods, entry.method), entry })),
    ),
  );
  rows.sort((a, b) => a.system.localeCompare(b.system) || a.entry.mse.geometricMean - b.entry.mse.geometricMean);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Errors of the methods compared">
    <table id="compare-table">
      <caption>Geometric mean of the trajectory MSE (units²) with its 95 % interval, ${points} points, ${noiseWords(noise)}; the best first</caption>
      <thead><tr><th scope="col">Held out</th><th scope="col">Run</th><th scope="col">Method</th><th scope="col" class="number">Error</th><th scope="col" class="number">Interval</th><th scope="col" class="number">Escaped</th></tr></thead>
      <tbody>${rows.map(
        ({ run, system, method, entry: { mse, escaped } }) => html`<tr><th scope="row">${system}</th><td>${run}</td><td>${method}</td>
          <td class="number" data-value=${mse.geometricMean ?? nothing}>${formatNumber(mse.geometricMean)}</td><td class="number">${formatNumber(mse.low)} – ${formatNumber(mse.high)}</td><td class="number">${escaped}</td></tr>`,
      )}</tbody>
    </table>
  </div>`;
}

const titleOf = (methods: RunOf<"compare">["results"]["methods"], name: string) =>
  methods.find((method) => method.name === name)?.title ?? name;
