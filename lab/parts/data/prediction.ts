import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { headingOf, type RecordResults, toCsv } from "../../../src/records/index.js";
import type { ResultMotion } from "../../../src/records/results.js";
import { restSentence } from "../../../src/report/record/resting.js";
import { extent } from "../../../src/report/svg/domain.js";
import { symbolLabel } from "../../../src/report/svg/label.js";
import type { Mark } from "../../../src/report/svg/marks.js";
import type { Panel } from "../../../src/report/svg/panel.js";
import type { RecordPrediction } from "../../compute/messages.js";
import { quantityLabel } from "../../figures/panels.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import { download } from "../../page/download.js";
import type { DataDesk } from "./desk.js";

/** Standard deviations on either side that a band has. */
const BAND = 2;

/** How the motion goes on, or goes from another state, by the law that was learned. */
export function predictionSection(data: DataDesk, results: RecordResults): TemplateResult {
  const { components, motions, time } = results;
  const shown = motions[data.motion] as ResultMotion;
  const { samples } = shown;
  const last = data.ends[data.motion] ?? components.map(() => 0);
  const usual = last.map((value) => String(Number(value.toPrecision(6))));
  const span = Number(((samples.t.at(-1) ?? 0) - (samples.t[0] ?? 0)).toPrecision(4));
  const predict = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value;
    const given = components.map((_, a) => value(`from-${a}`));
    const elsewhere = given.some((text, a) => text !== usual[a]);
    void data.predict({
      motion: data.motion,
      duration: Number(value("duration")),
      from: elsewhere ? given.map((text, a) => (text === usual[a] ? (last[a] as number) : Number(text))) : undefined,
      force: (form.elements.namedItem("force") as HTMLInputElement).checked,
    });
  };
  return html`
    <section class="card learned" aria-labelledby="predict-title" id="predict">
      <h2 id="predict-title">Predict a motion</h2>
      <p class="hint">From the end of the record, or from another state: change the numbers.</p>
      ${keyed(
        `${results.facts.date} ${results.source} ${data.motion}`,
        html`<form @submit=${predict}>
        <div class="state-grid">
          ${components.map(
            (component, a) => html`<label><span>${headingOf(component)}</span>
              <input type="number" step="any" required name="from-${a}" .defaultValue=${usual[a] ?? ""} /></label>`,
          )}
        </div>
        <div class="bar">
          <label class="row"><span>Duration${time.unit === "" ? "" : ` (${time.unit})`}</span>
            <input type="number" min="0" step="any" required name="duration" .defaultValue=${String(span)} /></label>
          <label class="row"><input type="checkbox" name="force" /> <span>also far from everything in the record</span></label>
          <button class="primary" id="predict-go">Predict</button>
        </div>
      </form>`,
      )}
      ${data.predictionProblem === undefined ? nothing : html`<p class="problem" role="alert">${data.predictionProblem}</p>`}
      ${data.prediction === undefined ? nothing : predicted(data.prediction, results)}
    </section>
  `;
}

function predicted(prediction: RecordPrediction, results: RecordResults): TemplateResult {
  const stem = results.source.replace(/\.[^.]*$/, "") || "record";
  return html`
    ${prediction.warnings.map((warning) => html`<p class="problem">${warning}</p>`)}
    ${prediction.rest === undefined ? nothing : html`<p>${restSentence(prediction.rest, results.time.unit)}</p>`}
    <div class="charts two" id="predicted">${panelsOf(prediction, results).map(
      (panel) => html`<figure class="chart">${panelSvg(panel, panelSize({ columns: 2, aspect: 0.5 }))}</figure>`,
    )}</div>
    <div class="bar"><button class="inline" @click=${() => download(`${stem}-predicted.csv`, toCsv(prediction.columns), "text/csv")}>predicted.csv</button></div>
  `;
}

/** Every component against time, with a band where the law leaves room. */
function panelsOf(
  { drawn: columns, components: size }: RecordPrediction,
  { components, time }: RecordResults,
): Panel[] {
  const column = (i: number) => Array.from(columns[i]?.values ?? []);
  const t = column(0);
  const banded = columns.length > size + 2;
  return components.map((component, a): Panel => {
    const values = column(1 + a);
    const spread = banded ? column(1 + size + a).map((deviation) => BAND * deviation) : values.map(() => 0);
    const low = values.map((value, i) => value - (spread[i] as number));
    const high = values.map((value, i) => value + (spread[i] as number));
    const [least, most] = extent([...low, ...high]) ?? [0, 1];
    const room = 0.05 * (most - least) || Math.abs(most) || 1;
    const style = { colour: "blue", width: 1.8 } as const;
    const band: Mark[] = banded ? [{ type: "band", x: t, low, high, style }] : [];
    return {
      heading: symbolLabel(component.name),
      x: { kind: "linear", domain: [t[0] ?? 0, t.at(-1) ?? 1], label: quantityLabel(time) },
      y: { kind: "linear", domain: [least - room, most + room], label: quantityLabel(component) },
      marks: [...band, { type: "line", x: t, y: values, style }],
    };
  });
}
