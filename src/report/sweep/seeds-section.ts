import { numberCell, scrollingTable } from "../html/table.js";
import { type Markup, markup } from "../markup.js";
import { isSeedKey, type SweepSummary, seedGroups, valueText } from "./summary.js";

/** Longer lists are left to the table in Parquet. */
export const MAX_LISTED = 500;

/** Mean and spread of the runs that differ in their seeds alone; nothing where no seeds are swept. */
export function seedsSection(summary: SweepSummary): Markup {
  const others = summary.axes.map(({ key }) => key).filter((key) => !isSeedKey(key));
  const groups = seedGroups(summary);
  if (groups.length === 0) return markup``;
  const head = markup`${others.map((key) => markup`<th scope="col">${key}</th>`)}<th scope="col">Method</th>${["Runs", "Mean", "Standard deviation", "Smallest", "Largest"].map((text) => markup`<th scope="col" class="number">${text}</th>`)}`;
  const rows = groups.slice(0, MAX_LISTED).map(({ values, series, headlines }) => {
    const numbers = [mean(headlines), deviation(headlines), Math.min(...headlines), Math.max(...headlines)];
    return markup`<tr>${others.map((key) => markup`<td>${valueText(values[key])}</td>`)}<th scope="row">${series}</th><td class="number">${headlines.length}</td>${numbers.map(numberCell)}</tr>\n`;
  });
  return markup`<p>${summary.headlineLabel}: runs that differ in their seeds alone.</p>\n${shortened(groups.length)}${scrollingTable("Over seeds", markup`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`)}`;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a sample: undefined for one value. */
function deviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Says that a list is not whole. */
export function shortened(count: number): Markup | undefined {
  return count > MAX_LISTED ? markup`<p>The first ${MAX_LISTED} of ${count}.</p>\n` : undefined;
}
