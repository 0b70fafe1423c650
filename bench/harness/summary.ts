import type { Figure } from "../../src/report/svg/figure.js";
import { type RatioRow, ratiosFigure } from "../figures/ratios-figure.js";
import { aimOf } from "./aims.js";
import { digits, type PartResult, type Table } from "./table.js";

/** A part whose subjects are too many for the picture of all parts; it draws its own. */
const CROWDED = 8;

/** One row a part's subject, of every peer the newest ratio. The oldest result comes first. */
function gather(results: readonly PartResult[]): (RatioRow & { readonly part: string })[] {
  const rows = new Map<string, Map<string, RatioRow["ratios"][number]>>();
  for (const { part, ratios = [] } of results)
    for (const ratio of ratios) {
      const label = `${part}: ${ratio.subject}`;
      const own = rows.get(label) ?? new Map<string, RatioRow["ratios"][number]>();
      rows.set(label, own.set(ratio.peer, { ...ratio, aim: aimOf(part, ratio) }));
    }
  return [...rows].map(([label, own]) => ({ label, part: label.split(":")[0] as string, ratios: [...own.values()] }));
}

/** The ratio to every peer and, in brackets, the aim; bold where it is reached. */
export function summaryTable(results: readonly PartResult[]): Table {
  const rows = gather(results);
  const peers = [...new Set(rows.flatMap(({ ratios }) => ratios.map(({ peer }) => peer)))];
  return {
    columns: ["work", ...peers],
    rows: rows.map(({ label, ratios }) => [
      label,
      ...peers.map((name) => cell(ratios.find(({ peer }) => peer === name))),
    ]),
  };
}

function cell(ratio: RatioRow["ratios"][number] | undefined): string {
  if (ratio === undefined) return "";
  const value = `${ratio.isBound ? "over " : ""}${digits(ratio.median)}`;
  if (ratio.aim === undefined) return value;
  return `${ratio.median >= ratio.aim ? `**${value}**` : value} (${ratio.aim})`;
}

/** The same as a picture; undefined where there is nothing to show. */
export function summaryFigure(results: readonly PartResult[]): Figure | undefined {
  const rows = gather(results);
  const shown = rows.filter(({ part }) => rows.filter((row) => row.part === part).length < CROWDED);
  return shown.length === 0 ? undefined : ratiosFigure("Their time / ours", shown);
}
