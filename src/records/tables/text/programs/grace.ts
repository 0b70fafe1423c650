import type { Line, Rewrite } from "../rows.js";

const quoted = (text: string) => /"([^"]*)"/.exec(text)?.[1]?.trim() ?? "";

/** How the lines of xmgrace, which GROMACS writes too, become those of a table: "@ xaxis label" and "@ s0 legend" name the columns. Undefined for any other text. */
export function graceLines(lines: readonly Line[]): Rewrite | undefined {
  const settings = lines.filter(({ text }) => /^@\s*\w/.test(text));
  const label = (axis: string) =>
    quoted(settings.find(({ text }) => new RegExp(`^@\\s*${axis}\\s+label`).test(text))?.text ?? "");
  const last = settings.at(-1);
  if (last === undefined || label("xaxis") === "") return undefined;
  const legends = settings.filter(({ text }) => /^@\s*s\d+\s+legend\s+"/.test(text)).map(({ text }) => quoted(text));
  // Of a single curve the axis has the unit.
  const names = legends.length > 1 ? legends : [label("yaxis") || legends[0] || "y"];
  const heading = [label("xaxis"), ...names].join("\t");
  return ({ line, text }) => {
    if (line === last.line) return [{ line, text: heading }];
    return /^[@&#]/.test(text) ? [] : [{ line, text: text.trim().replace(/\s+/g, "\t") }];
  };
}
