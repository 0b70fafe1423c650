import type { RecordResults } from "../../records/results.js";
import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { pairTable } from "../html/table.js";
import { markup } from "../markup.js";
import { formatDuration, formatNumber } from "../numbers.js";
import { unitText } from "../svg/label.js";
import { energyFigure, fitFigure, phaseFigure } from "./figures.js";
import { heldOutSentence, triedSentence, velocitySentences, verdictSentence, warnings } from "./wording.js";

/**
 * The report of an adaptation to a record as one HTML page that needs nothing else.
 *
 * @param results all that the page shows
 * @returns the text of `index.html`
 */
export function htmlRecordReport(results: RecordResults): string {
  const { source, facts, structure, components, noise, time } = results;
  const unit = (text: string) => (text === "" || text === "1" ? "" : ` ${unitText(text)}`);
  const noises = noise.flatMap((value, a) => {
    const component = components[a];
    return value === null || component === undefined
      ? []
      : [`${component.name} ${formatNumber(value, 2)}${unit(component.unit)}`];
  });
  return htmlDocument({
    title: `Learned motion: ${source}`,
    heading: "Learned motion",
    lead: `${source}: ${results.rows} rows, ${facts.date}.`,
    links: [
      ["summary", "Summary"],
      ["fit", "Record and prediction"],
      ["phase", "Phase portraits"],
      ["energy", "Energy"],
      ["method", "Method"],
    ],
    content: markup`<section id="summary">
<h2>Summary</h2>
${warnings(results).map((warning) => markup`<p><strong>Beware:</strong> ${warning}</p>\n`)}
<p>${verdictSentence(results)}</p>
${velocitySentences(results).map((sentence) => markup`<p>${sentence}</p>\n`)}<p>${heldOutSentence(results)}</p>
${triedSentence(results).map((sentence) => markup`<p>${sentence}</p>\n`)}<h3>How the file was understood</h3>
<ul>${results.understood.map((sentence) => markup`<li>${sentence}</li>\n`)}</ul>
</section>
<section id="fit">
<h2>Record and prediction</h2>
${htmlFigure(fitFigure(results), markup`<strong>Measured and predicted motion,</strong> for twice the time of the record.`)}</section>
<section id="phase">
<h2>Phase portraits</h2>
${htmlFigure(phaseFigure(results), markup`<strong>Momentum against coordinate.</strong>`)}</section>
<section id="energy">
<h2>Energy</h2>
${htmlFigure(energyFigure(results), markup`<strong>Learned energy</strong> along the record and the prediction.`)}</section>
<section id="method">
<h2>Method</h2>
${pairTable("Method", [
  ["Method", results.method],
  ["Form of H", structure.formula],
  ["Samples fitted", `${results.used} of ${results.rows}`],
  ["Estimated noise", noises.join(", ")],
  ["Residual over noise", formatNumber(results.residual, 2)],
  ["Time of change", `${formatNumber(results.tick, 2)}${unit(time.unit)}`],
  ["One motion explains", `${results.reach.samples} of ${results.reach.of} samples`],
  ["Took", formatDuration(facts.seconds)],
  ...Object.entries(facts.versions),
])}
<h3>Repeat this</h3>
<pre tabindex="0"><code>${facts.command}</code></pre>
</section>
`,
  });
}
