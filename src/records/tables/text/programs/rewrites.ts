import type { Line, Rewrite } from "../rows.js";
import { bracketedLines } from "./bracketed.js";
import { graceLines } from "./grace.js";
import { igorLine, isIgor } from "./igor.js";
import { oscilloscopeLines } from "./oscilloscope.js";
import { serialLines } from "./serial.js";

/** How the lines of a text that is no table become those of one, and what such a text is; undefined for any other. */
export function rewritten(lines: readonly Line[]): { readonly rewrite: Rewrite; readonly note: string } | undefined {
  if (isIgor(lines)) return { rewrite: igorLine, note: "waves of Igor" };
  const grace = graceLines(lines);
  if (grace !== undefined) return { rewrite: grace, note: "curves of xmgrace" };
  const bracketed = bracketedLines(lines);
  if (bracketed !== undefined) return { rewrite: bracketed, note: "as Python prints rows" };
  const scope = oscilloscopeLines(lines);
  if (scope !== undefined) return { rewrite: scope, note: "as an oscilloscope keeps them" };
  const serial = serialLines(lines);
  return serial === undefined ? undefined : { rewrite: serial, note: "as a serial monitor keeps them" };
}
