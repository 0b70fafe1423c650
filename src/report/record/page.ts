import type { RecordResults } from "../../records/results.js";
import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { type Markup, markup } from "../markup.js";
import { details } from "./details.js";
import { type RecordFigureName, recordFigures } from "./figures/index.js";
import { heldOutSentence, triedSentence } from "./held-out.js";
import { lawSection, lawTitle } from "./law-section.js";
import { restSentences } from "./resting.js";
import { columnSentences, verdictSentence, warnings } from "./wording.js";

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
    links: [
      ...shown.map(({ id, title }) => [id, id === "law" ? lawTitle(results) : title] as const),
      ["details", "Details"],
    ],
    content: markup`${shown.map(
      ({ id, title, figures: own }) => markup`<section id="${id}">
<h2>${id === "law" ? lawTitle(results) : title}</h2>
${id === "law" ? introduction(results) : undefined}${drawn(own)}</section>
`,
    )}${details(results)}`,
  });
}

function introduction(results: RecordResults): Markup {
  return markup`${warnings(results).map((warning) => markup`<p><strong>Beware:</strong> ${warning}</p>\n`)}${lawSection(results)}<p>${verdictSentence(results)}</p>
<p>${heldOutSentence(results)}</p>
${[...restSentences(results), ...columnSentences(results)].map((sentence) => markup`<p>${sentence}</p>\n`)}${triedSentence(results).map((sentence) => markup`<p>${sentence}</p>\n`)}`;
}
