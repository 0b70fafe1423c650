import type { Line, Rewrite } from "../rows.js";
import { boxedLines } from "./boxed.js";
import { bracesLines } from "./braces.js";
import { bracketedLines, matrixLines } from "./bracketed.js";
import { cassyLines } from "./cassy.js";
import { cellUnitLines } from "./cell-units.js";
import { graceLines } from "./grace.js";
import { oscilloscopeLines } from "./oscilloscope.js";
import { qualisysLines } from "./qualisys.js";
import { rootLines } from "./root.js";
import { serialLines } from "./serial.js";
import { sexagesimalLines } from "./sexagesimal.js";
import { pointLines } from "./tuples.js";

/** How the lines of a text that is no table become those of one, and what such a text is; undefined for any other. */
export function rewritten(lines: readonly Line[]): { readonly rewrite: Rewrite; readonly note: string } | undefined {
  const grace = graceLines(lines);
  if (grace !== undefined) return { rewrite: grace, note: "curves of xmgrace" };
  const bracketed = bracketedLines(lines);
  if (bracketed !== undefined) return { rewrite: bracketed, note: "as Python prints rows" };
  const matrix = matrixLines(lines);
  if (matrix !== undefined) return { rewrite: matrix, note: "as a matrix in a program" };
  const boxed = boxedLines(lines);
  if (boxed !== undefined) return { rewrite: boxed, note: "out of a frame of lines" };
  const braces = bracesLines(lines);
  if (braces !== undefined) return { rewrite: braces, note: "rows in braces" };
  const scope = oscilloscopeLines(lines);
  if (scope !== undefined) return { rewrite: scope, note: "as an oscilloscope keeps them" };
  const cassy = cassyLines(lines);
  if (cassy !== undefined) return { rewrite: cassy, note: "as CASSY Lab keeps them" };
  const qualisys = qualisysLines(lines);
  if (qualisys !== undefined) return { rewrite: qualisys, note: "as Qualisys Track Manager writes them" };
  const root = rootLines(lines);
  if (root !== undefined) return { rewrite: root, note: "as ROOT prints rows" };
  const points = pointLines(lines);
  if (points !== undefined) return { rewrite: points, note: "points in one cell each become a column an axis" };
  const serial = serialLines(lines);
  if (serial !== undefined) return { rewrite: serial, note: "as a serial monitor keeps them" };
  const sexagesimal = sexagesimalLines(lines);
  if (sexagesimal !== undefined) return { rewrite: sexagesimal, note: "degrees, minutes and seconds as degrees" };
  const united = cellUnitLines(lines);
  return united === undefined ? undefined : { rewrite: united, note: "units out of the cells" };
}
