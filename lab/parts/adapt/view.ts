import { html, nothing, type TemplateResult } from "lit-html";
import { formatNumber } from "../../../src/report/numbers.js";
import type { Frame } from "../../compute/messages.js";
import { methodLooks } from "../../figures/methods.js";
import { energyPanel, errorPanel, errorsBelow } from "../../figures/panels.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import type { App } from "../../page/desks.js";
import { exportButtons } from "../../page/export-buttons.js";
import { MAX_STEPS } from "../../page/state.js";
import { controls, world } from "./controls.js";
import { adaptCharts, phasePad } from "./phase-pad.js";
import { stage } from "./stage.js";
import { transport } from "./transport.js";

/** Adapt, live: one motion, a few points of it, and networks that learn to predict the rest, step by step. */
export function adaptPart(app: App): TemplateResult {
  const { motion, frames, shown, status, system, problem } = app.session;
  return html`
    <div class="columns">
      <section class="side world" aria-label="World">${world(app)}</section>
      <section class="wide" aria-label="Adaptation">
        ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
        ${status === "failed" && system !== undefined ? html`<p class="hint" id="kept-state">Constants and initial state stand as they were chosen: change them, the formula or the duration, or take another motion.</p>` : nothing}
        ${stage(app)} ${transport(app)}
        ${
          motion === undefined || system === undefined
            ? nothing
            : html`<div class="charts">
                <figure class="chart">${phasePad(app, system, motion)}</figure>
                <figure class="chart" id="error-chart">${panelSvg(errorPanel(frames, shown, MAX_STEPS), panelSize(adaptCharts))}
                  ${below(frames)}</figure>
                <figure class="chart" id="energy-chart">${panelSvg(energyPanel(motion, frames[shown]), panelSize(adaptCharts))}</figure>
              </div>`
        }
        ${exportButtons(app)}
      </section>
      <section class="side" aria-label="Experiment">${controls(app)}</section>
    </div>
  `;
}

/** What the axis of errors leaves out. */
function below(frames: readonly Frame[]): TemplateResult {
  const left = errorsBelow(frames);
  if (left.length === 0) return html`${nothing}`;
  return html`<figcaption class="hint">Along the lower edge, though below it: ${left.map(
    ({ method, mse }, i) => html`${i > 0 ? ", " : nothing}${methodLooks[method].label} ${formatNumber(mse)} units²`,
  )}.</figcaption>`;
}
