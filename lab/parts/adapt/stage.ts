import { html, nothing, type TemplateResult } from "lit-html";
import { formatNumber, percentText } from "../../../src/report/numbers.js";
import type { MethodId, MethodPrediction } from "../../compute/messages.js";
import { methodLooks } from "../../figures/methods.js";
import { icons } from "../../page/icons.js";
import type { MotionPage } from "../../page/page.js";

/** The moving pictures: the true motion and that of every method, at the same time. */
export function stage(app: MotionPage): TemplateResult {
  const { motion, frames, shown } = app.session;
  const frame = frames[shown];
  const duration = motion?.t.at(-1) ?? 10;
  return html`
    <div class="stage">
      <div class="tiles tiles-${app.state.methods.length + 1}">
        <figure class="tile">
          <canvas data-tile="truth" role="img" aria-label="True motion of the system"></canvas>
          <figcaption><span class="swatch truth"></span><strong>Truth</strong><span class="reading">integrated to 10⁻¹²</span></figcaption>
        </figure>
        ${app.state.methods.map((method) => {
          const prediction = frame?.predictions.find((one) => one.method === method);
          return tile(method, prediction);
        })}
      </div>
      <div class="clock">
        <button class="round small" aria-label=${app.moving ? "Hold the motion" : "Let it move"} title=${app.moving ? "Hold the motion" : "Let it move"}
          @click=${() => app.toggleMotion()}>${app.moving ? icons.pause : icons.play}</button>
        <label class="scrub">
          <span class="scrub-label">Time in the motion<span class="visually-hidden">, seconds</span></span>
          <input id="time" type="range" min="0" max=${duration} step="0.01"
            @input=${(event: InputEvent) => app.seekTime(Number((event.target as HTMLInputElement).value))} />
        </label>
        <output class="time" id="time-reading" aria-label="Time in the motion">0.0 s</output>
      </div>
    </div>
  `;
}

function tile(method: MethodId, prediction: MethodPrediction | undefined): TemplateResult {
  const { label, style } = methodLooks[method];
  return html`
    <figure class="tile">
      <canvas data-tile=${method} role="img" aria-label="Motion predicted by: ${label}"></canvas>
      <figcaption>
        <span class="swatch ${style.colour}"></span><strong>${label}</strong>
        <span class="reading" title="Mean squared error of the whole predicted trajectory, in squared units of the coordinates"
          data-method=${method} data-mse=${prediction?.mse ?? nothing} data-relative=${prediction?.relative ?? nothing} data-energy-error=${prediction?.energyError ?? nothing}
          >${prediction === undefined ? "…" : html`MSE ${formatNumber(prediction.mse)} <small>units²</small>`}</span>
        ${
          prediction === undefined
            ? nothing
            : html`<span class="reading" title="Root mean squared error over the standard deviation of each component along the true motion"
                >${percentText(prediction.relative)} <small>of the spread</small></span>`
        }
        ${prediction !== undefined && prediction.escapedAt >= 0 ? html`<span class="escaped">escaped</span>` : nothing}
      </figcaption>
    </figure>
  `;
}
