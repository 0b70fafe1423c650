import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { numberCell, pairTable, scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { formatDuration } from "../numbers.js";
import { sweepFigureModel } from "./figure.js";
import { MAX_LISTED, seedsSection, shortened } from "./seeds-section.js";
import {
  geometricMean,
  headlinesBy,
  isSeedKey,
  listSeries,
  type SweepSummary,
  seedGroups,
  valueText,
} from "./summary.js";

/**
 * The report of a sweep as one HTML page that needs nothing else.
 *
 * @returns the text of `index.html`
 */
export function htmlSweepReport(summary: SweepSummary): string {
  const { counts, failures, name, pages, runs } = summary;
  const figure = sweepFigureModel(summary);
  const sections: [string, string, Markup][] = [["summary", "Summary", summarySection(summary)]];
  if (pages.length > 0) sections.push(["pages", "Reports of its parts", pagesSection(summary)]);
  if (failures.length > 0) sections.push(["failures", "Failed runs", failuresSection(summary)]);
  if (figure !== undefined)
    sections.push([
      "figure",
      "Figure",
      htmlFigure(figure, markup`<strong>${summary.headlineLabel},</strong> one panel a swept number.`),
    ]);
  if (seedGroups(summary).length > 0) sections.push(["seeds", "Over seeds", seedsSection(summary)]);
  if (runs.length > 0) {
    sections.push(["keys", "Key by key", keysSection(summary)]);
    sections.push(["runs", "Runs", runsSection(summary)]);
  }
  return htmlDocument({
    title: `Sweep ${name}`,
    heading: `Sweep ${name}`,
    lead: `${counts.done} of ${counts.done + counts.failed + counts.left} runs finished.`,
    links: sections.map(([id, title]) => [id, title] as const),
    content: markup`${sections.map(([id, title, content]) => markup`<section id="${id}">\n<h2>${title}</h2>\n${content}</section>\n`)}`,
  });
}

function summarySection({ counts, seconds, runs, command, versions }: SweepSummary): Markup {
  return markup`${pairTable("Summary", [
    ["Finished", counts.done],
    ["Failed", counts.failed],
    ["Left", counts.left],
    ["Time of all finished runs", formatDuration(seconds)],
    ["Mean time of a run", formatDuration(runs.length === 0 ? undefined : seconds / runs.length)],
    ...Object.entries(versions),
  ])}
<p>Every measurement of every run is in <code>table.parquet</code>.</p>
<pre tabindex="0"><code>${command}</code></pre>
`;
}

function pagesSection({ pages }: SweepSummary): Markup {
  // The page itself lies in report/.
  return markup`<ul>${pages.map(({ title, path }) => markup`<li><a href="../${path}">${title}</a></li>\n`)}</ul>\n`;
}

function failuresSection({ failures, axes }: SweepSummary): Markup {
  const head = markup`<th scope="col">Run</th>${axes.map(({ key }) => markup`<th scope="col">${key}</th>`)}<th scope="col">Cause</th>`;
  const rows = failures
    .slice(0, MAX_LISTED)
    .map(
      ({ id, values, cause }) =>
        markup`<tr><th scope="row">${id}</th>${axes.map(({ key }) => markup`<td>${valueText(values[key])}</td>`)}<td class="words">${cause}</td></tr>\n`,
    );
  return markup`${shortened(failures.length)}${scrollingTable("Failed runs", markup`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`)}`;
}

function keysSection(summary: SweepSummary): Markup {
  const series = listSeries(summary);
  const tables = summary.axes
    .filter(({ key }) => !isSeedKey(key))
    .map(({ key, values }) => {
      const headlines = headlinesBy(summary, key);
      const head = markup`<th scope="col">${key}</th><th scope="col" class="number">Runs</th>${series.map((name) => markup`<th scope="col" class="number">${name}</th>`)}`;
      const rows = values.slice(0, MAX_LISTED).map((value) => {
        const columns = series.map((name) => headlines(value, name));
        const count = Math.max(0, ...columns.map(({ length }) => length));
        return markup`<tr><th scope="row">${valueText(value)}</th><td class="number">${count}</td>${columns.map((column) => numberCell(geometricMean(column)))}</tr>\n`;
      });
      return markup`${shortened(values.length)}${scrollingTable(`By ${key}`, markup`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`)}`;
    });
  return markup`<p>${summary.headlineLabel}: geometric mean over the finished runs with each value.</p>\n${tables}`;
}

function runsSection(summary: SweepSummary): Markup {
  const { axes, runs } = summary;
  const series = listSeries(summary);
  const head = markup`<th scope="col">Run</th>${axes.map(({ key }) => markup`<th scope="col">${key}</th>`)}${series.map((name) => markup`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="number">Time</th>`;
  const rows = runs.slice(0, MAX_LISTED).map(({ id, values, headlines, seconds }) => {
    const cells = series.map((name) => numberCell(headlines.find((one) => one.series === name)?.value));
    return markup`<tr><th scope="row">${id}</th>${axes.map(({ key }) => markup`<td>${valueText(values[key])}</td>`)}${cells}<td class="number">${formatDuration(seconds)}</td></tr>\n`;
  });
  return markup`<p>${summary.headlineLabel}.</p>\n${shortened(runs.length)}${scrollingTable("Runs", markup`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`)}`;
}
