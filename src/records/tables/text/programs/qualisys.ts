import type { Line, Rewrite } from "../rows.js";

/** Lines above the numbers are at most so many. */
const ABOVE = 40;

/**
 * How the text of Qualisys Track Manager without columns of frames and times becomes a table: `MARKER_NAMES` gives X, Y and Z of each marker in
 * millimetres, `FREQUENCY` the rows a second. Undefined for any other text.
 */
export function qualisysLines(lines: readonly Line[]): Rewrite | undefined {
  const above = lines.slice(0, ABOVE);
  const names = above.find(({ text }) => text.startsWith("MARKER_NAMES\t"));
  if (names === undefined || !/^NO_OF_FRAMES\t/.test(above[0]?.text ?? "")) return undefined;
  const first = above.find(({ line, text }) => line > names.line && /^\s*[-+\d.]/.test(text));
  const markers = names.text.trimEnd().split("\t").slice(1);
  const width = first?.text.trimEnd().split("\t").length;
  if (first === undefined || width !== 3 * markers.length) return undefined;
  const heading = markers.flatMap((marker) => ["X", "Y", "Z"].map((axis) => `${marker} ${axis} [mm]`)).join("\t");
  return ({ line, text }) => {
    if (line >= first.line) return [{ line, text: text.trimEnd() }];
    if (line === names.line) return [{ line, text: heading }];
    const rate = /^FREQUENCY\t(.+)/.exec(text)?.[1];
    return rate === undefined ? [] : [{ line, text: `Sampling rate: ${rate} Hz` }];
  };
}
