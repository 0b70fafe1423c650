import { decimalNumber } from "../../../../base/decimal.js";
import type { Line, Rewrite } from "../rows.js";

const cellsOf = (text: string) => text.split(",").map((cell) => cell.trim());

/** How the lines of an oscilloscope's file become those of a table; undefined for any other text. */
export function oscilloscopeLines(lines: readonly Line[]): Rewrite | undefined {
  return tektronix(lines) ?? rigol(lines) ?? infiniium(lines) ?? yokogawa(lines);
}

/** Settings in the first three columns, times and voltages in the next two: "Record Length,2500,,-0.005,0.12,". */
function tektronix(lines: readonly Line[]): Rewrite | undefined {
  const [first] = lines;
  if (first === undefined || !/^"?Record Length"?,/.test(first.text) || cellsOf(first.text).length < 5)
    return undefined;
  const setting = (name: string, other: string) =>
    lines.map(({ text }) => cellsOf(text)).find(([cell]) => cell === name)?.[1] || other;
  const heading = `Time [${setting("Horizontal Units", "s")}],${setting("Source", "CH1")} [${setting("Vertical Units", "V")}]`;
  return ({ line, text }) => {
    const row = { line, text: cellsOf(text).slice(3, 5).join(",") };
    return line === first.line ? [{ line, text: heading }, row] : [row];
  };
}

/** Rows counted from 0, with the first time and the step in the second line: "X,CH1,Start,Increment", "Sequence,Volt,-6e-3,2e-5". */
function rigol(lines: readonly Line[]): Rewrite | undefined {
  const [names, units] = lines.slice(0, 2).map(({ text }) => cellsOf(text));
  const [start, step] = ["Start", "Increment"].map((name) => decimalNumber(units?.[names?.indexOf(name) ?? -1] ?? ""));
  if (names === undefined || units?.[0] !== "Sequence" || start === undefined || step === undefined) return undefined;
  const channels = names.indexOf("Start");
  const titles = names.slice(1, channels).map((name, i) => `${name} [${units[i + 1]}]`);
  const [first, second] = lines as [Line, Line];
  return ({ line, text }) => {
    if (line === first.line) return [{ line, text: ["Time [s]", ...titles].join(",") }];
    if (line === second.line) return [];
    // The count, and what follows it up to the last channel.
    const comma = text.indexOf(",");
    let end = comma;
    for (let c = 1; c < channels && end >= 0; c++) end = text.indexOf(",", end + 1);
    const row = decimalNumber((comma < 0 ? text : text.slice(0, comma)).trim());
    const values = comma < 0 ? "" : text.slice(comma, end < 0 ? undefined : end);
    return [{ line, text: `${row === undefined ? "" : start + row * step}${values}` }];
  };
}

/** Settings with colons, the last of them `Data:` above times and voltages: Infiniium of Keysight. */
function infiniium(lines: readonly Line[]): Rewrite | undefined {
  const setting = (name: string) => lines.find(({ text }) => text.startsWith(`${name}:`))?.text.slice(name.length + 1);
  const data = lines.find(({ text }) => /^Data:[\s,]*$/.test(text));
  const [x, y] = [setting("XUnits")?.trim(), setting("YUnits")?.trim()];
  if (data === undefined || x === undefined || y === undefined) return undefined;
  return (row) =>
    row.line > data.line ? [row] : row.line === data.line ? [{ line: row.line, text: `X [${x}],Y [${y}]` }] : [];
}

/** Settings by channel, then rows whose first cell is empty and whose times follow from `HOffset` and `HResolution`: Yokogawa. */
function yokogawa(lines: readonly Line[]): Rewrite | undefined {
  const above = lines.slice(0, 40).map(({ line, text }) => ({ line, cells: cellsOf(text.replaceAll('"', "")) }));
  const setting = (name: string) => above.find(({ cells }) => cells[0] === name)?.cells.slice(1);
  const [names, units] = [setting("TraceName"), setting("VUnit")];
  const [start = 0, step] = ["HOffset", "HResolution"].map((name) => decimalNumber(setting(name)?.[0] ?? ""));
  const first = above.find(({ cells }) => cells[0] === "" && cells.slice(1).some((cell) => cell !== ""));
  if (names === undefined || first === undefined || step === undefined || !(step > 0)) return undefined;
  const titles = names.map((name, i) => (units?.[i] ? `${name} [${units[i]}]` : name));
  const heading = [`Time [${setting("HUnit")?.[0] || "s"}]`, ...titles].join(",");
  const last = first.line - 1;
  return ({ line, text }) => {
    if (line < last) return [];
    if (line === last) return [{ line, text: heading }];
    return [{ line, text: text.trimStart().startsWith(",") ? `${start + (line - first.line) * step}${text}` : text }];
  };
}
