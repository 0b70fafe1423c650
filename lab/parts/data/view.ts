import { html, nothing, type TemplateResult } from "lit-html";
import { type Motion, RECORD_ENDINGS, type Recording } from "../../../src/records/index.js";
import { recordPanels } from "../../figures/record.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import type { App } from "../../page/desks.js";
import type { DataDesk } from "./desk.js";
import { EXAMPLES } from "./example.js";
import { learned, learningProgress } from "./learned.js";
import { columnPickers } from "./pickers.js";

/** Endings of the formats that are read; Zarr is a folder, which browsers do not open as one. */
const ENDINGS = RECORD_ENDINGS.map((ending) => `.${ending}`).join(",");

/** The visitor's own measurements, read as the command line reads them. */
export function dataPart({ data }: App): TemplateResult {
  const { recording, problem, busy } = data;
  return html`
    <div class="lead">
      <h1>Your data</h1>
      <p>A short record of a motion: time, coordinates and momenta or velocities, in columns. It is read here, in your browser, by the reader
        of the command line, and goes nowhere. No record at hand? Open an example: ${EXAMPLES.map(
          ({ title, file }) => html`<button class="plain example" @click=${() => data.open(file())}>${title}</button> `,
        )}</p>
    </div>
    <label class="file drop ${recording === undefined ? "" : "small"}" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(
      event: DragEvent,
    ) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void data.open(file);
    }}><span>${busy ? "Reading …" : "Open a record, or drop it here: text of any instrument, Excel, Parquet, Arrow, JSON, HDF5, NetCDF, MATLAB, NumPy"}</span>
      <input type="file" id="open-record" accept=${ENDINGS} @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const file = input.files?.[0];
        if (file !== undefined)
          void data.open(file).then(() => {
            input.value = "";
          });
      }} /></label>
    ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
    ${problem !== undefined && data.columns.length > 0 ? html`<section class="card">${columnPickers(data)}</section>` : nothing}
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
      ${columnPickers(data)}
      <div class="bar">
        ${
          momenta === "given"
            ? nothing
            : html`<label class="row"><span>Mass</span><input type="number" id="mass" min="0" step="any" placeholder="1" .value=${String(data.choices.mass ?? "")}
                @change=${(event: Event) => {
                  const { value } = event.target as HTMLInputElement;
                  if (value === "" || Number(value) > 0)
                    void data.choose({ mass: value === "" ? undefined : Number(value) });
                }} /></label>`
        }
        ${
          motions.length === 1
            ? nothing
            : html`<label class="row"><span>Motion</span><select @change=${(event: Event) => data.show(Number((event.target as HTMLSelectElement).value))}>
                ${motions.map(({ id }, i) => html`<option value=${i} ?selected=${i === data.motion}>${id || i + 1}</option>`)}</select></label>`
        }
        <button class="primary" id="learn" ?disabled=${data.learning} @click=${() => data.learn()}>${data.learning ? "Learning …" : "Learn its law"}</button>
      </div>
      ${learningProgress(data)}
    </section>
    ${data.results === undefined ? nothing : learned(data, data.results)}
    <div class="charts two record">${recordPanels(recording, motion).map((panel) => html`<figure class="chart">${panelSvg(panel, panelSize({ columns: 2, aspect: 0.6 }))}</figure>`)}</div>
  `;
}
