import type { RecordResults } from "../../records/results.js";
import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { pairTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { formatDuration, formatNumber } from "../numbers.js";
import { unitText } from "../svg/label.js";
import { type RecordFigureName, recordFigures } from "./figures/index.js";
import { lawSection } from "./law-section.js";
import {
  evidenceRows,
  heldOutSentence,
  triedSentence,
  velocitySentences,
  verdictSentence,
  warnings,
} from "./wording.js";

/** Sections in the order of the page, each with its figures. */
const SECTIONS: readonly { id: string; title: string; figures: readonly RecordFigureName[] }[] = [
  { id: "law", title: "The law", figures: ["curves", "map"] },
  { id: "fit", title: "Record and prediction", figures: ["held-out", "fit", "paths", "phase"] },
  { id: "energy", title: "Energy", figures: ["energy"] },
  { id: "residuals", title: "What is left over", figures: ["residuals"] },
];

const CAPTIONS: Readonly<Record<RecordFigureName, string>> = {
  curves: "The parts of the law.",
  map: "The energy's landscape.",
  "held-out": "How well the end was predicted.",
  fit: "Measured and predicted motion.",
  paths: "Paths in the plane.",
  phase: "Velocity, or momentum, against position.",
  energy: "Learned energy along the record and the prediction.",
  residuals: "Measurements less the model's motion.",
};

/**
 * The report of an adaptation to a record as one HTML page that needs nothing else: the law first, then how well it predicts.
 *
 * @param results all that the page shows
 * @returns the text of `index.html`
 */
export function htmlRecordReport(results: RecordResults): string {
  const { source, facts } = results;
  const figures = new Map(recordFigures(results));
  const shown = SECTIONS.filter(({ id, figures: own }) => id === "law" || own.some((name) => figures.has(name)));
  const drawn = (names: readonly RecordFigureName[]): Markup[] =>
    names.flatMap((name) => {
      const figure = figures.get(name);
      return figure === undefined ? [] : [htmlFigure(figure, markup`<strong>${CAPTIONS[name]}</strong>`)];
    });
  return htmlDocument({
    title: `Learned motion: ${source}`,
    heading: "Learned motion",
    lead: `${source}: ${results.rows} rows, ${facts.date}.`,
    links: [...shown.map(({ id, title }) => [id, title] as const), ["details", "Details"]],
    content: markup`${shown.map(
      ({ id, title, figures: own }) => markup`<section id="${id}">
<h2>${title}</h2>
${id === "law" ? introduction(results) : undefined}${drawn(own)}</section>
`,
    )}${details(results)}`,
  });
}

function introduction(results: RecordResults): Markup {
  return markup`${warnings(results).map((warning) => markup`<p><strong>Beware:</strong> ${warning}</p>\n`)}${lawSection(results)}<p>${verdictSentence(results)}</p>
<p>${heldOutSentence(results)}</p>
${velocitySentences(results).map((sentence) => markup`<p>${sentence}</p>\n`)}${triedSentence(results).map((sentence) => markup`<p>${sentence}</p>\n`)}`;
}

function details(results: RecordResults): Markup {
  const { facts, structure, components, noise, time, energyUnit } = results;
  const unit = (text: string) => (text === "" || text === "1" ? "" : ` ${unitText(text)}`);
  const noises = noise.flatMap((value, a) => {
    const component = components[a];
    return value === null || component === undefined
      ? []
      : [`${component.name} ${formatNumber(value, 2)}${unit(component.unit)}`];
  });
  return markup`<section id="details">
<h2>Details</h2>
<h3>How the file was understood</h3>
<ul>${results.understood.map((sentence) => markup`<li>${sentence}</li>\n`)}</ul>
<h3>How it was learned</h3>
${pairTable("How it was learned", [
  ["Method", results.method],
  ["Form of the law", `${structure.name}: ${structure.formula}`],
  ["Samples fitted", `${results.used} of ${results.rows}`],
  ["Noise of the measurements, as estimated", noises.join(", ")],
  ["Measured less fitted, over the noise (root mean square)", formatNumber(results.residual, 2)],
  ["The motion changes within", `${formatNumber(results.tick, 2)}${unit(time.unit)}`],
  ["One motion of the law explains", `${results.reach.samples} of ${results.reach.of} samples`],
  ["Unit of energy", energyUnit === "" ? "not known: the file has no units" : unitText(energyUnit)],
  ...evidenceRows(results),
  ["Took", formatDuration(facts.seconds)],
  ...Object.entries(facts.versions),
])}
<h3>Repeat this</h3>
<pre tabindex="0"><code>${facts.command}</code></pre>
</section>
`;
}
