import { html, nothing, type TemplateResult } from "lit-html";
import { formatNumber } from "../../src/report/numbers.js";
import { type EngineId, type EnginePreference, engineIds, engineLabel, refusal } from "../compute/ladder.js";
import type { App } from "./desks.js";
import type { EngineRoom } from "./engine-room.js";

/** Which engine computes, how long a step takes in it and in the others, and the choice among them. */
export function enginesView(app: App, room: EngineRoom, step: string): TemplateResult {
  const { state, change } = app;
  const untimed = state.engine === "auto" ? "Timed on the page's own step" : "Timed where the fastest is wanted";
  const caption = room.readings.length > 0 ? `Time of ${step}` : untimed;
  return html`
    <label class="stacked"><span>Engine</span>
      <select id="engine" @change=${(event: Event) =>
        change({ engine: (event.target as HTMLSelectElement).value as EnginePreference })}>
        <option value="auto" ?selected=${state.engine === "auto"}>The fastest, as measured</option>
        ${engineIds.map((id) => html`<option value=${id} ?selected=${state.engine === id}>${engineLabel(id)}</option>`)}
      </select></label>
    <table class="engines" id="engines" data-engine=${room.current ?? nothing}>
      <caption>${room.measuring ? "Timing the engines …" : caption}</caption>
      <tbody>${engineIds.map((id) => row(id, room))}</tbody>
    </table>
  `;
}

function row(id: EngineId, room: EngineRoom): TemplateResult {
  const reading = room.readings.find(({ engine }) => engine === id);
  const reason = reading?.reason ?? refusal(id);
  const inUse = room.current === id;
  return html`<tr data-engine-row=${id} data-label=${engineLabel(id)} class=${inUse ? "in-use" : nothing}>
    <th scope="row">${engineLabel(id)}${inUse ? html` <span class="badge">in use</span>` : nothing}
      ${reason === undefined ? nothing : html`<br /><small>${reason}</small>`}</th>
    <td class="number">${reading?.milliseconds === undefined ? "–" : html`${formatNumber(reading.milliseconds)} <small>ms</small>`}</td></tr>`;
}
