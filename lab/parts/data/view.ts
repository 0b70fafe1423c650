import { html, nothing, type TemplateResult } from "lit-html";
import type { Motion, Recording } from "../../../src/records/index.js";
import { recordPanels } from "../../figures/record.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import type { App } from "../../page/app.js";
import type { DataDesk } from "./desk.js";

/** The visitor's own measurements, read as the command line reads them. */
export function dataPart({ data }: App): TemplateResult {
  const { recording, problem, busy } = data;
  return html`
    <div class="lead">
      <h1>Your data</h1>
      <p>A short record of a motion: time, coordinates and momenta or velocities, in columns. It is read here, in your browser, by the reader
        of the command line, and goes nowhere.</p>
    </div>
    <label class="file drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void data.open(file);
    }}><span>${busy ? "Reading …" : "Open a record, or drop it here (CSV, Parquet, NPZ)"}</span>
      <input type="file" id="open-record" accept=".csv,.tsv,.txt,.dat,.parquet,.npz" @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const file = input.files?.[0];
        if (file !== undefined)
          void data.open(file).then(() => {
            input.value = "";
          });
      }} /></label>
    ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
    ${recording === undefined ? nothing : understood(data, recording)}
  `;
}

function understood(data: DataDesk, recording: Recording): TemplateResult {
  const { motions, momenta, rows, source } = recording;
  const motion = motions[data.motion] as Motion;
  return html`
    <section class="card" aria-labelledby="understood-title" id="record" data-rows=${rows} data-motions=${motions.length}>
      <h2 id="understood-title">${source}, as it was understood</h2>
      <ul class="plain-list">${recording.understood.map((line) => html`<li>${line}</li>`)}</ul>
      <div class="bar">
        ${
          momenta === "given"
            ? nothing
            : html`<label class="row"><span>Mass</span><input type="number" id="mass" min="0" step="any" .value=${String(data.mass)}
                @change=${(event: Event) => {
                  const mass = Number((event.target as HTMLInputElement).value);
                  if (mass > 0) void data.setMass(mass);
                }} /></label>`
        }
        ${
          motions.length === 1
            ? nothing
            : html`<label class="row"><span>Motion</span><select @change=${(event: Event) => data.show(Number((event.target as HTMLSelectElement).value))}>
                ${motions.map(({ id }, i) => html`<option value=${i} ?selected=${i === data.motion}>${id || i + 1}</option>`)}</select></label>`
        }
      </div>
    </section>
    <div class="charts record">${recordPanels(recording, motion).map((panel) => html`<figure class="chart">${panelSvg(panel, panelSize())}</figure>`)}</div>
  `;
}
