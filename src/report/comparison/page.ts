import type { CompareEntry, CompareResults } from "../../measure/index.js";
import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { machineSection } from "../html/machine.js";
import { numberCell, numberData, scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { noValue } from "../numbers.js";
import { curvedNoise, noiseFigure, noiseWords, pointsAt, pointsFigure, shownPoints, timeFigure } from "./figures.js";

/** The report of a comparison as one HTML page that needs nothing else. */
export function comparisonPage(results: CompareResults): string {
  return htmlDocument({
    title: `Few-shot learners of Hamiltonian systems compared: ${results.profile}`,
    heading: "Few-shot learners of Hamiltonian systems compared",
    lead: lead(results),
    links: sections,
    content: markup`${methodsSection(results)}
${errorsSection(results)}
${timeSection(results)}
${otherMeasuresSection(results)}
${configurationSection(results)}
${machineSection(results)}`,
  });
}

const sections = [
  ["methods", "Methods"],
  ["errors", "Errors"],
  ["along-time", "Along time"],
  ["measures", "Other measures"],
  ["configuration", "Configuration"],
  ["machine", "Machine"],
] as const;

function lead({ methods, systems, trajectories, points, machine }: CompareResults): string {
  return (
    `${methods.length} methods on ${systems.length} systems that none of them was trained on: each adapts to ` +
    `${points.join(", ")} points of one trajectory and predicts the whole of it, ${trajectories} times. ${machine.date}.`
  );
}

function methodsSection({ methods }: CompareResults): Markup {
  const rows = methods.map(
    ({ title, summary, tuning }) =>
      markup`<tr><th scope="row">${title}</th><td>${summary}</td><td>${tuning}</td></tr>\n`,
  );
  return markup`<section id="methods">
<h2>Methods</h2>
${scrollingTable("Methods", markup`<thead><tr><th scope="col">Method</th><th scope="col">What it is</th><th scope="col">How it was tuned</th></tr></thead>\n<tbody>${rows}</tbody>`)}
</section>
`;
}

function errorsSection(results: CompareResults): Markup {
  const curved = curvedNoise(results);
  const points = shownPoints(results);
  const againstNoise =
    results.noise.length > 1
      ? markup`<h3>Against noise</h3>
${htmlFigure(noiseFigure(results, points), markup`<strong>Trajectory error against noise, ${points} observed points.</strong>`)}
`
      : undefined;
  return markup`<section id="errors">
<h2>Trajectory errors</h2>
${results.noise.map(
  (noise) => markup`<h3>${capitalised(noiseWords(noise))}</h3>
${curved.includes(noise) ? htmlFigure(pointsFigure(results, noise), markup`<strong>Trajectory error against the number of observed points, ${noiseWords(noise)}.</strong>`) : undefined}
${errorTable(results, noise)}`,
)}${againstNoise}</section>
`;
}

function errorTable(results: CompareResults, noise: number): Markup {
  return entryTable(
    results,
    noise,
    `Trajectory errors, ${noiseWords(noise)}`,
    ({ mse, escaped }) =>
      markup`<td class="number">${numberData(mse.geometricMean)}<small> [${numberData(mse.low)}, ${numberData(mse.high)}]${escaped > 0 ? markup`, ${escaped} escaped` : undefined}</small></td>`,
  );
}

function timeSection(results: CompareResults): Markup {
  const points = shownPoints(results);
  const [noise = 0] = results.noise;
  return markup`<section id="along-time">
<h2>Error along the motion</h2>
${htmlFigure(timeFigure(results, points, noise), markup`<strong>How the error grows along the predicted motion, ${points} observed points, ${noiseWords(noise)}.</strong>`)}
</section>
`;
}

const measures: readonly (readonly [string, (entry: CompareEntry) => number | null])[] = [
  ["Median trajectory error (MSE, units²)", ({ mse }) => mse.median],
  ["Relative error of the motion, geometric mean", ({ relative }) => relative.geometricMean],
  ["Relative error of the field, geometric mean", ({ field }) => field.geometricMean],
  ["Largest relative energy error, geometric mean", ({ energy }) => energy.geometricMean],
  ["Share of the true motion inside the 90 % band", ({ coverage }) => coverage],
  ["Adaptation, median ms", ({ adaptMs }) => adaptMs],
];

function otherMeasuresSection(results: CompareResults): Markup {
  return markup`<section id="measures">
<h2>Other measures</h2>
${results.noise.flatMap((noise) =>
  measures.map(
    ([title, value]) =>
      markup`<details><summary>${title}, ${noiseWords(noise)}</summary>${entryTable(results, noise, `${title}, ${noiseWords(noise)}`, (entry) => numberCell(value(entry)))}</details>\n`,
  ),
)}</section>
`;
}

/** Systems and numbers of points with entries down, methods across. */
function entryTable(
  results: CompareResults,
  noise: number,
  name: string,
  cell: (entry: CompareEntry) => Markup,
): Markup {
  const { entries, methods, systems } = results;
  const counts = pointsAt(results, noise);
  const rows = systems.flatMap((system) =>
    counts.map((count, i) => {
      const cells = methods.map((method) => {
        const entry = entries.find(
          (e) => e.method === method.name && e.system === system.name && e.points === count && e.noise === noise,
        );
        return entry === undefined ? markup`<td class="number">${noValue}</td>` : cell(entry);
      });
      const first = i === 0 ? markup`<th scope="rowgroup" rowspan="${counts.length}">${system.title}</th>` : undefined;
      return markup`<tr>${first}<th scope="row" class="number">${count}</th>${cells}</tr>\n`;
    }),
  );
  const titles = methods.map(({ title }) => markup`<th scope="col">${title}</th>`);
  return scrollingTable(
    name,
    markup`<thead><tr><th scope="col">System</th><th scope="col">Points</th>${titles}</tr></thead>\n<tbody>${rows}</tbody>`,
  );
}

function configurationSection({ config, profile }: CompareResults): Markup {
  return markup`<section id="configuration">
<h2>Configuration</h2>
<p>Profile ${profile}. Noise is Gaussian, on states and derivatives, in standard deviations of each component over the trajectory. Rollouts: ${String(config.integrator)}, steps a sample: ${String(config.stepsPerSample)}, in 64 bits from the true initial state. Errors count the coordinates that a system lacks, as zeros.</p>
<details><summary>Full configuration</summary><pre tabindex="0">${JSON.stringify(config, null, 2)}</pre></details>
</section>
`;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
