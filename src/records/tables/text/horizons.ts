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
  const first = lines[start + 2]?.text ?? "";
  const names = csv
    ? splitCells(name, titles.line, titles.text, ",").map((cell) => cell.trim())
    : [
        "JDTDB",
        ...[first, lines[start + 3]?.text ?? "", lines[start + 4]?.text ?? ""].flatMap((text) =>
          [...text.matchAll(LABEL)].map(([, label = ""]) => label),
        ),
      ];
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
  for await (const some of lines) {
    const rows: TextRow[] = [];
    const end = some.findIndex(({ text }) => text.trim() === "$$EOE");
    for (const { line, text } of end < 0 ? some : some.slice(0, end)) {
      if (line <= start) continue;
      if (csv) {
        rows.push({ line, cells: splitCells(name, line, text, ",") });
        continue;
      }
      const date = /^\s*(\d+\.\d*)\s*=/.exec(text);
      if (date !== null) {
        if (open !== undefined) rows.push(open);
        open = { line, cells: [date[1] ?? "", ...columns.slice(1).map(() => "")] };
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
