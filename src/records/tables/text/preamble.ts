import { meaningOf } from "../../columns/meaning.js";
import { parseUnit, unitSymbol } from "../../columns/units/units.js";
import type { TableColumn } from "../table.js";
import { parseHeading } from "./heading.js";
import type { Line } from "./rows.js";

/** What lines above the heading say of the columns below it. */
export interface Preamble {
  readonly columns: readonly TableColumn[];
  /** Times of rows that have none themselves, in the first column: those of LabVIEW without X columns. */
  readonly counted?: { readonly start: number; readonly step: number } | undefined;
}

/** Applies what programs write above their headings: LabVIEW, OpenSim, OptiTrack and the TRC files of motion capture. */
export function withPreamble(lines: readonly Line[], columns: readonly TableColumn[]): Preamble {
  const above = bare(lines);
  if (/^LabVIEW Measurement/.test(above[0]?.text ?? "")) return labview(above, columns);
  if (above.some(({ text }) => text.trim() === "endheader")) return { columns: opensim(above, columns) };
  const length = lengthUnit(above);
  if (length === "") return { columns };
  const seconds = above.some(({ text }) => text.startsWith("PathFileType"));
  const markers = seconds ? markerNames(lines) : [];
  return {
    columns: columns.map((own, i) => {
      const [axis] = /^[XYZ](?=\d+$)/.exec(own.name) ?? [];
      const marker = markers[i];
      const column = axis === undefined || marker === undefined ? own : { ...own, heading: `${marker}_${axis}` };
      if (column.unit !== "") return column;
      if (seconds && isTime(column)) return { ...column, unit: "s" };
      return kindOf(column.name) === "position" ? { ...column, unit: length } : column;
    }),
  };
}

/** Lines without the separators by which a spreadsheet fills them up to the width of the table. */
export const bare = (lines: readonly Line[]): Line[] =>
  lines.map(({ line, text }) => ({ line, text: text.replace(/[\s,;]+$/, "") }));

/** Times of motion capture and OpenSim are seconds. */
const isTime = ({ name }: TableColumn) => /^time$/i.test(name);
const kindOf = (name: string) => meaningOf(name, undefined).kind;

/** https://www.ni.com/docs: the LabVIEW Measurement File: a tag a line, its values behind it, one a channel. */
function labview(above: readonly Line[], columns: readonly TableColumn[]): Preamble {
  const separator = above.some(({ text }) => /^Separator\s+Comma/.test(text.replace(",", " "))) ? "," : "\t";
  const tag = (name: string) => above.findLast(({ text }) => text.startsWith(name + separator))?.text.split(separator);
  const units = tag("Y_Unit_Label");
  const multiple = /Multi/.test(tag("X_Columns")?.[1] ?? "");
  const number = (name: string) => Number((tag(name)?.[1] ?? "").replace(",", "."));
  let channel = 0;
  const named = columns.map((column, i): TableColumn => {
    if (/^X_Value$/i.test(column.name)) return i === 0 ? { ...column, unit: "s" } : { ...column, name: "" };
    const unit = units?.[++channel]?.trim() ?? "";
    return column.unit === "" && parseUnit(unit) !== undefined ? { ...column, unit } : column;
  });
  const [start, step] = [number("X0"), number("Delta_X")];
  return { columns: named, counted: step > 0 && !multiple ? { start, step } : undefined };
}

/** Coordinates of OpenSim are radians or metres, or degrees where it says so; "/jointset/pin/theta/value" is theta. */
function opensim(above: readonly Line[], columns: readonly TableColumn[]): TableColumn[] {
  const order = { speeds: 1, accelerations: 2 }[above[0]?.text.trim().toLowerCase() ?? ""] ?? 0;
  const degrees = above.some(({ text }) => /^inDegrees\s*=\s*yes/i.test(text.trim()));
  return columns.map((column) => {
    if (column.unit !== "") return column;
    if (isTime(column)) return { ...column, unit: "s" };
    const [, joint, part] = /^.*?([^/]+)\/(value|speed)$/.exec(column.name) ?? [];
    const name = joint ?? column.name.replace(/_u$/, "");
    const rate = part === "speed" || (/_u$/.test(column.name) && columns.some((other) => other.name === name));
    if (/force|torque|moment|activation|_[pv][xyz]$/i.test(name)) return column;
    const translation = /_(t|trans)_?[xyz]$|translation|slide/i.test(name);
    const unit = translation ? "m" : degrees ? "deg" : "rad";
    const rates = rate ? 1 : order;
    return {
      ...column,
      name: ["", "d", "d2"][rates] + name + ["", "/dt", "/dt2"][rates],
      unit: unit + ["", "/s", "/s²"][rates],
      heading: column.name,
    };
  });
}

/** By column the marker of a TRC file, whose name stands above the first of its axes X1, Y1, Z1. */
function markerNames(lines: readonly Line[]): (string | undefined)[] {
  const line = lines.find(({ text }) => /^Frame#?[\t,;]/i.test(text));
  if (line === undefined) return [];
  let marker: string | undefined;
  return line.text.split(/[\t,;]/).map((field, i) => {
    if (i >= 2 && field.trim() !== "") marker = field.trim();
    return marker;
  });
}

/** "Length Units,Meters" of OptiTrack, "Units" above its value in TRC files. */
function lengthUnit(above: readonly Line[]): string {
  for (const [i, { text }] of above.entries()) {
    const cells = text.split(/[,\t]/).map((cell) => cell.trim());
    const at = cells.findIndex((cell) => /^(length )?units$/i.test(cell));
    if (at < 0) continue;
    const below = above[i + 1]?.text.split(/[,\t]/)[at]?.trim() ?? "";
    for (const candidate of [cells[at + 1] ?? "", below]) {
      const unit = unitSymbol(parseHeading(`x [${candidate.toLowerCase()}]`).unit);
      const parsed = parseUnit(unit);
      if (parsed !== undefined && parsed.dimensions.length === 1) return unit;
    }
  }
  return "";
}
