import { igorLine, isIgor } from "./igor.js";
import { oscilloscopeLines } from "./oscilloscope.js";
import type { Line, Rewrite } from "./rows.js";
import { serialLines } from "./serial.js";

/** How the lines of a text that is no table become those of one, and what such a text is; undefined for any other. */
export function rewritten(lines: readonly Line[]): { readonly rewrite: Rewrite; readonly note: string } | undefined {
  if (isIgor(lines)) return { rewrite: igorLine, note: "waves of Igor" };
  const scope = oscilloscopeLines(lines);
  if (scope !== undefined) return { rewrite: scope, note: "as an oscilloscope keeps them" };
  const serial = serialLines(lines);
  return serial === undefined ? undefined : { rewrite: serial, note: "as a serial monitor keeps them" };
}
