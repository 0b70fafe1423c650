import { html, nothing, type TemplateResult } from "lit-html";
import type { TableColumn } from "../../../src/records/index.js";
import type { CoordinateChoice } from "../../compute/messages.js";
import type { DataDesk } from "./desk.js";

/** More coordinates than this are left to the command line. */
const MOST_COORDINATES = 12;

/** What each column is for, to be corrected; open where nothing was recognised. */
export function columnPickers(data: DataDesk): TemplateResult {
  const { recording, columns, choices } = data;
  const roles = recording?.roles;
  const pairs: readonly CoordinateChoice[] = choices.pairs ?? roles?.coordinates ?? [];
  const replace = (i: number, pair: CoordinateChoice | undefined) =>
    data.choose({
      pairs: pairs.flatMap((other, k) => (k === i ? (pair === undefined ? [] : [pair]) : [plain(other)])),
    });
  const free = columns.findIndex((_, i) => i !== roles?.time && !pairs.some((pair) => Object.values(pair).includes(i)));
  return html`
    <details class="pick-columns" id="columns" ?open=${recording === undefined || choices.pairs !== undefined}>
      <summary>Columns, if they were not understood rightly</summary>
      <div class="bar">
        <label class="row"><span>Time</span>${picker("time", columns, choices.time ?? roles?.time, "rows, counted", (time) => data.choose({ time }))}</label>
        <label class="row"><span>Rows a second</span><input type="number" id="rate" min="0" step="any" placeholder="from the file" .value=${String(choices.rate ?? "")}
          @change=${(event: Event) => {
            const rate = Number((event.target as HTMLInputElement).value);
            void data.choose({ rate: rate > 0 ? rate : undefined });
          }} /></label>
        <label class="row"><span>Motions told apart by</span>${picker("identity", columns, choices.id ?? roles?.id, "nothing", (id) => data.choose({ id }))}</label>
      </div>
      ${pairs.map(
        (pair, i) => html`<div class="bar">
          <label class="row"><span>Coordinate</span>${picker(
            `position-${i}`,
            columns,
            pair.position,
            undefined,
            (position) => (position === undefined ? undefined : replace(i, { ...plain(pair), position })),
          )}</label>
          <label class="row"><span>its velocity</span>${picker(`velocity-${i}`, columns, pair.velocity, "none", (velocity) => replace(i, { ...plain(pair), velocity }))}</label>
          <label class="row"><span>its momentum</span>${picker(`momentum-${i}`, columns, pair.momentum, "none", (momentum) => replace(i, { ...plain(pair), momentum }))}</label>
          ${pairs.length > 1 ? html`<button class="plain" @click=${() => replace(i, undefined)}>Leave out</button>` : nothing}
        </div>`,
      )}
      <div class="bar">
        ${
          free < 0 || pairs.length >= MOST_COORDINATES
            ? nothing
            : html`<button class="plain" id="add-coordinate" @click=${() => data.choose({ pairs: [...pairs.map(plain), { position: free }] })}>Another coordinate</button>`
        }
        ${choices.pairs === undefined && choices.time === undefined && choices.id === undefined ? nothing : html`<button class="plain" @click=${() => data.choose({ pairs: undefined, time: undefined, id: undefined })}>As it was recognised</button>`}
      </div>
    </details>
  `;
}

/** Only what a visitor chooses. */
const plain = ({ position, velocity, momentum }: CoordinateChoice): CoordinateChoice => ({
  position,
  velocity,
  momentum,
});

/** A list of the columns, and of nothing where that may be. */
function picker(
  id: string,
  columns: readonly TableColumn[],
  chosen: number | undefined,
  nothingWord: string | undefined,
  choose: (column: number | undefined) => unknown,
): TemplateResult {
  return html`<select id=${id} @change=${(event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    void choose(value === "" ? undefined : Number(value));
  }}>
    ${nothingWord === undefined ? nothing : html`<option value="" .selected=${chosen === undefined}>${nothingWord}</option>`}
    ${columns.map(({ name, unit, group }, i) => html`<option value=${i} .selected=${i === chosen}>${name === "" ? `column ${i + 1}` : name}${group === undefined ? "" : ` ${group}`}${unit === "" ? "" : ` [${unit}]`}</option>`)}
  </select>`;
}
