import { html, nothing, type TemplateResult } from "lit-html";
import { lawNotes, lawPanels } from "../../figures/law.js";
import { methodLooks } from "../../figures/methods.js";
import { type Arrangement, panelSize, panelSvg } from "../../figures/svg.js";
import type { App } from "../../page/desks.js";
import { ownComponents } from "../../page/experiment.js";
import { exportButtons } from "../../page/export-buttons.js";
import { formula, plainSymbol } from "../../page/formula.js";
import { transport } from "../adapt/transport.js";

const charts: Arrangement = { columns: 2, aspect: 0.87 };

/** The learned Hamiltonian beside the true one. */
export function lawPart(app: App): TemplateResult {
  app.law.refresh();
  const { system, problem } = app.session;
  const { current } = app.law;
  const panels = current === undefined ? undefined : lawPanels(current);
  return html`
    <div class="lead">
      <h1>See the learned law</h1>
      <p>${system === undefined ? nothing : html`${system.title}: ${formula(system.formula)}. `}The network never saw this formula, only the points on the orange curve.
        Where the contours agree, it has found the energy; what it never saw, it can only guess.</p>
    </div>
    ${(problem ?? app.law.problem) ? html`<p class="problem" role="alert">${problem ?? app.law.problem}</p>` : nothing}
    ${system === undefined ? nothing : planePicker(app)}
    ${transport(app)}
    ${
      panels === undefined || current === undefined
        ? html`<p class="waiting" role="status">Computing …</p>`
        : html`<div class="charts two" id="law" data-energy-difference=${current.law.energyDifference} data-field-difference=${current.law.fieldDifference} data-step=${current.step}>
              <figure class="chart">${panelSvg(panels.truth, panelSize(charts))}</figure>
              <figure class="chart">${panelSvg(panels.learned, panelSize(charts))}</figure>
            </div>
            ${lawNotes(current).map((note) => html`<p class="note">${note}</p>`)}`
    }
    ${exportButtons(app)}
  `;
}

function planePicker(app: App): TemplateResult {
  const { state, change, session } = app;
  const { system } = session;
  if (system === undefined) return html``;
  const components = ownComponents(system);
  const plane = state.plane ?? [0, system.dimension];
  const choose = (side: 0 | 1) => (event: Event) => {
    const next: [number, number] = [...plane] as [number, number];
    next[side] = Number((event.target as HTMLSelectElement).value);
    if (next[0] !== next[1]) change({ plane: next });
  };
  const select = (side: 0 | 1, label: string) => html`<label class="row"><span>${label}</span>
    <select @change=${choose(side)}>${components.map(
      ({ name }, i) =>
        html`<option value=${i} ?selected=${plane[side] === i} ?disabled=${plane[side === 0 ? 1 : 0] === i}>${plainSymbol(name)}</option>`,
    )}</select></label>`;
  return html`<div class="bar">
    <label class="row"><span>Learned by</span>
      <select id="law-method" @change=${(event: Event) => change({ lawMethod: (event.target as HTMLSelectElement).value as typeof state.lawMethod })}>
        ${state.methods.map((id) => html`<option value=${id} ?selected=${id === state.lawMethod}>${methodLooks[id].label}</option>`)}
      </select></label>
    ${select(0, "Plane of")} ${select(1, "and")}
  </div>`;
}
