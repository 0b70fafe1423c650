import { html, nothing, type TemplateResult } from "lit-html";
import type { HeldOutResult, NetworkResult } from "../../../src/measure/index.js";
import { formatNumber } from "../../../src/report/numbers.js";
import { networkStyle } from "../../../src/report/paper/networks.js";
import { extent, linearDomain, logDomain } from "../../../src/report/svg/domain.js";
import type { Mark } from "../../../src/report/svg/marks.js";
import type { Panel } from "../../../src/report/svg/panel.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import type { RunOf, RunsDesk } from "./desk.js";
import { openList } from "./open-list.js";

const measures = { mse: "Trajectory MSE (units²)", energyError: "Relative energy error", escaped: "Escaped rollouts" } as const;
/** Dashes tell runs apart; colours tell methods apart, as in every figure. */
const dashes = [undefined, "7 3", "2 3", "9 3 2 3"];

/** Runs of the paper's experiment: errors against the adaptation step, all runs in one panel a system. */
export function paperRuns(desk: RunsDesk): TemplateResult {
  const runs = desk.of("reproduce");
  const titles = [...new Set(runs.flatMap(({ results }) => results.systems.map(({ title }) => title)))];
  const methods = new Map(runs.flatMap(({ results }) => results.systems.flatMap((s) => s.methods.map((m) => [m.name, m.label] as const))));
  return html`
    <h2 class="runs-heading">The paper’s experiment</h2>
    ${openList(desk, runs, ({ results }, i) => [
      runs.length > 1 ? (i === 0 ? "solid" : "dashed") : "",
      `profile ${results.profile}`,
      `${results.systems.length} held-out ${results.systems.length === 1 ? "system" : "systems"}`,
      results.machine?.date ?? "",
    ])}
    <div class="bar">
      <label class="row"><span>Show</span><select id="measure" @change=${(event: Event) => desk.set({ measure: (event.target as HTMLSelectElement).value as RunsDesk["measure"] })}>
        ${Object.entries(measures).map(([key, text]) => html`<option value=${key} ?selected=${key === desk.measure}>${text}</option>`)}</select></label>
      <label class="row"><span>over trajectories</span><select id="statistic" ?disabled=${desk.measure === "escaped"} @change=${(event: Event) => desk.set({ statistic: (event.target as HTMLSelectElement).value as RunsDesk["statistic"] })}>
        ${["mean", "median"].map((key) => html`<option value=${key} ?selected=${key === desk.statistic}>${key}</option>`)}</select></label>
      <label class="scrub"><span class="scrub-label">Adaptation step <output>${desk.step}</output></span>
        <input id="runs-step" type="range" min="0" max="100" .value=${String(desk.step)} @input=${(event: Event) => desk.set({ step: Number((event.target as HTMLInputElement).value) })} /></label>
    </div>
    <fieldset class="choices inline-choices"><legend class="visually-hidden">Methods</legend>
      ${[...methods].map(
        ([name, label]) => html`<label><input type="checkbox" .checked=${!desk.hidden.includes(name)} @change=${(event: Event) => {
          const on = (event.target as HTMLInputElement).checked;
          desk.set({ hidden: on ? desk.hidden.filter((other) => other !== name) : [...desk.hidden, name] });
        }} /><span class="swatch ${networkStyle(name).colour}"></span>${label}</label>`,
      )}
    </fieldset>
    <div class="charts" id="paper-charts">${titles.map((title) => html`<figure class="chart">${panelSvg(systemPanel(desk, title), panelSize({ columns: 3 }))}</figure>`)}</div>
    ${table(desk, titles)}
  `;
}

const seriesOf = ({ measure, statistic }: RunsDesk, method: NetworkResult): readonly number[] =>
  measure === "escaped" ? method.escaped : method[measure][statistic];

/** The shown methods of every run that has the system. */
function entries(desk: RunsDesk, title: string): { run: RunOf<"reproduce">; index: number; method: NetworkResult }[] {
  return desk.of("reproduce").flatMap((run, index) =>
    run.results.systems
      .filter((system: HeldOutResult) => system.title === title)
      .flatMap(({ methods }) => methods.filter(({ name }) => !desk.hidden.includes(name)).map((method) => ({ run, index, method }))),
  );
}

function systemPanel(desk: RunsDesk, title: string): Panel {
  const shown = entries(desk, title);
  const values = shown.flatMap(({ method }) => seriesOf(desk, method));
  const last = extent(shown.flatMap(({ method }) => method.step))?.[1] ?? 1;
  const linear = desk.measure === "escaped";
  const domain = linear ? linearDomain([0, ...values]) : logDomain(values);
  return {
    heading: title,
    x: { kind: "linear", domain: [0, 1.02 * Math.max(last, 1)], label: "Adaptation step" },
    y: { kind: linear ? "linear" : "log", domain, label: measures[desk.measure] },
    marks: [
      { type: "line", x: [desk.step, desk.step], y: domain, style: { colour: "muted", width: 1, dash: "2 3" } },
      ...shown.map(({ method, index }): Mark => {
        const style = networkStyle(method.name);
        const at = method.step.indexOf(desk.step);
        return {
          type: "line",
          x: method.step,
          y: seriesOf(desk, method),
          style: { ...style, dash: desk.of("reproduce").length > 1 ? dashes[index % dashes.length] : style.dash },
          markersAt: at < 0 ? [] : [at],
        };
      }),
    ],
  };
}

function table(desk: RunsDesk, titles: readonly string[]): TemplateResult {
  const rows = titles.flatMap((title) => entries(desk, title).map((entry) => ({ title, ...entry })));
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Values at the chosen step">
      <table id="runs-table">
        <caption>${measures[desk.measure]}${desk.measure === "escaped" ? "" : `, ${desk.statistic} over trajectories`}, at adaptation step ${desk.step}</caption>
        <thead><tr><th scope="col">Held out</th><th scope="col">Run</th><th scope="col">Method</th><th scope="col" class="number">Value</th></tr></thead>
        <tbody>${rows.map(({ title, run, method }) => {
          const at = method.step.indexOf(desk.step);
          const value = at < 0 ? undefined : seriesOf(desk, method)[at];
          return html`<tr><th scope="row">${title}</th><td>${run.name}</td><td><span class="swatch ${networkStyle(method.name).colour}"></span>${method.label}</td>
            <td class="number" data-value=${value ?? nothing}>${formatNumber(value)}${desk.measure === "mse" ? html` <small>units²</small>` : nothing}</td></tr>`;
        })}</tbody>
      </table>
    </div>
  `;
}
