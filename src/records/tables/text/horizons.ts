import { UserError } from "../../../base/errors.js";
import type { TableColumn } from "../table.js";
import { type Line, splitCells, type TextRow } from "./rows.js";

/** A vector table of JPL Horizons (https://ssd.jpl.nasa.gov/horizons/manual.html), between $$SOE and $$EOE. */
export interface HorizonsTable {
  readonly columns: readonly TableColumn[];
  /** Whether a row is one line of cells; else it is a date and labelled lines. */
  readonly csv: boolean;
  /** Line of $$SOE. */
  readonly start: number;
  readonly notes: readonly string[];
}

const DATE = /^\s*(\d+\.\d*)\s*=/;
const LABEL = /([A-Z]{1,2})\s*=\s*([+-]?\d[^\s=]*)/g;

/** Recognises the table in the first lines of a text; undefined for any other. */
export function horizonsTable(name: string, lines: readonly Line[]): HorizonsTable | undefined {
  const start = lines.findIndex(({ text }) => text.trim() === "$$SOE");
  if (start < 0) return undefined;
  const [length = "au", time = "d"] = unitsOf(lines.slice(0, start));
  const units: Readonly<Record<string, string>> = {
    JDTDB: "d",
    JDTT: "d",
    JDUT: "d",
    X: length,
    Y: length,
    Z: length,
    RG: length,
    LT: time,
  };
  const unitOf = (title: string) => units[title] ?? (/^(V[XYZ]|RR)$/.test(title) ? `${length}/${time}` : "");
  const titles = lines.slice(0, start).findLast(({ text }) => /^\s*JD\w*\s*,/.test(text));
  const csv = titles !== undefined;
  const names = csv
    ? splitCells(name, titles.line, titles.text, ",").map((cell) => cell.trim())
    : ["JDTDB", ...namesUnderDates(lines, start)];
  if (!["X", "Y", "Z"].every((axis) => names.includes(axis)))
    throw new UserError(
      `${name}, line ${lines[start]?.line}: a table of Horizons without X, Y and Z; ask for its vector table (EPHEM_TYPE=VECTORS)`,
    );
  return {
    csv,
    columns: names.map((title) => ({ name: title, unit: unitOf(title) })),
    start: (lines[start] as Line).line,
    notes: ["the table of Horizons between $$SOE and $$EOE"],
  };
}

/** What the lines between the first two dates hold: by their labels, or, without these, by the names above the table in the same order. */
function namesUnderDates(lines: readonly Line[], start: number): string[] {
  const end = lines.findIndex(({ text }, i) => i > start + 1 && (DATE.test(text) || text.trim() === "$$EOE"));
  const under = lines.slice(start + 2, end < 0 ? start + 5 : end).map(({ text }) => text);
  const labels = under.flatMap((text) => [...text.matchAll(LABEL)].map(([, label = ""]) => label));
  if (labels.length > 0) return labels;
  const heading = lines.slice(0, start).findLastIndex(({ text }) => /^\s*JD\w*\s*$/.test(text));
  return heading < 0
    ? []
    : under.flatMap((text, i) => {
        const names = (lines[heading + 1 + i]?.text ?? "").trim().split(/\s+/);
        return names.length === valuesOf(text).length && names.every((title) => /^[A-Z]{1,2}$/.test(title))
          ? names
          : [];
      });
}

const valuesOf = (text: string) => text.trim().split(/\s+/);

function unitsOf(lines: readonly Line[]): [string, string] {
  const text = lines.find(({ text }) => /^Output units\s*:/i.test(text))?.text ?? "";
  const [, length = "AU", time = "D"] = /:\s*(AU|KM)-(D|S)/i.exec(text) ?? [];
  return [length.toLowerCase(), time.toLowerCase()];
}

/** The rows between the marks: of labelled lines, one row a date. */
export async function* horizonsRows(
  name: string,
  lines: AsyncIterable<readonly Line[]>,
  { columns, csv, start }: HorizonsTable,
): AsyncGenerator<TextRow[]> {
  let open: { line: number; cells: string[] } | undefined;
  let next = 1;
  for await (const some of lines) {
    const rows: TextRow[] = [];
    const end = some.findIndex(({ text }) => text.trim() === "$$EOE");
    for (const { line, text } of end < 0 ? some : some.slice(0, end)) {
      if (line <= start) continue;
      if (csv) {
        rows.push({ line, cells: splitCells(name, line, text, ",") });
        continue;
      }
      const date = DATE.exec(text);
      if (date !== null) {
        if (open !== undefined) rows.push(open);
        open = { line, cells: [date[1] ?? "", ...columns.slice(1).map(() => "")] };
        next = 1;
      } else if (!text.includes("=")) {
        // Without labels the numbers stand in the order of the columns.
        for (const value of text.trim() === "" ? [] : valuesOf(text))
          if (open !== undefined && next < columns.length) open.cells[next++] = value;
      } else
        for (const [, label = "", value = ""] of text.matchAll(LABEL)) {
          const index = columns.findIndex((column) => column.name === label);
          if (open !== undefined && index > 0) open.cells[index] = value;
        }
    }
    yield rows;
    if (end >= 0) break;
  }
  if (open !== undefined) yield [open];
}
