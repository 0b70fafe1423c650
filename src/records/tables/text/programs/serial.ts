import { meaningOf } from "../../../columns/meaning.js";
import { parseUnit } from "../../../columns/units/units.js";
import type { Line, Rewrite } from "../rows.js";

/** A line as the serial monitor of a microcontroller's editor keeps it: the time of day before what was sent. */
const STAMP = /^(\d{1,2}:\d\d:\d\d[.,]\d+) -> ?/;
/** One as a program's log begins it: date and time of day, how serious it is, and who says so. */
const LOGGED =
  /^\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d+)\]?[\s|-]+(?:\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\]?[\s:|-]+)?(?:[\w.]{1,40}: )?/;
/** The name of who writes, before what it says: "[pendulum] t=0.5". */
const WRITER = /^\s*\[[\p{Letter}][^\]\d]{0,40}\]:?\s+/u;
/** What a serial plotter draws, "angle:0.5 omega:-1.2", and what sketches print, "Distance: 34.2 cm". */
const PAIR =
  /([\p{Letter}_][\p{Letter}\d_ .()/°²^-]*?)\s*[:=]\s*([-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?: ?(°|[\p{Letter}µ%]{1,4}(?:\/s(?:\^?2|²)?)?|°\/s))?(?=[\s,;|]|$)/gu;
const NEXT = new RegExp(`[\\s,;|]*${PAIR.source}`, "uy");
/** Longer lines are none of a serial monitor. */
const MOST = 500;

/** Whether a line is pairs alone; one after the other, since a word between two may belong to either. */
function isPairs(text: string): boolean {
  if (text.length >= MOST) return false;
  let at = 0;
  for (NEXT.lastIndex = 0; NEXT.test(text); ) at = NEXT.lastIndex;
  return at > 0 && /^[\s,;|]*$/.test(text.slice(at));
}

/** How the lines of a serial monitor or plotter become those of a table; undefined for any other text. */
export function serialLines(lines: readonly Line[]): Rewrite | undefined {
  const share = (fits: (text: string) => boolean) => lines.filter(({ text }) => fits(text)).length / lines.length;
  const stamp = lines.length < 3 ? undefined : [STAMP, LOGGED].find((own) => share((text) => own.test(text)) > 0.8);
  const signed = lines.length > 2 && share((text) => WRITER.test(text)) > 0.8;
  const bare = (text: string) => {
    const sent = stamp === undefined ? text : text.replace(stamp, "");
    return signed ? sent.replace(WRITER, "") : sent;
  };
  const paired = lines.length > 2 && share((text) => isPairs(bare(text))) > 0.8;
  if (paired) return pairs(lines, bare, stamp);
  return stamp === STAMP ? (line) => [{ ...line, text: line.text.replace(STAMP, "") }] : undefined;
}

function pairs(lines: readonly Line[], bare: (text: string) => string, stamp: RegExp | undefined): Rewrite {
  const pairsOf = (text: string) => [...text.matchAll(PAIR)];
  const first = lines.find(({ text }) => isPairs(bare(text)));
  const columns = pairsOf(bare(first?.text ?? "")).map(([, name = "", , unit = ""]) => ({
    name: name.trim(),
    unit: parseUnit(unit) === undefined ? "" : unit,
  }));
  // Of a sketch that sends no times the monitor's are those of the record.
  const timed =
    stamp !== undefined && !columns.some(({ name, unit }) => meaningOf(name, parseUnit(unit)).kind === "time");
  const heading = [
    ...(timed ? ["time"] : []),
    ...columns.map(({ name, unit }) => (unit === "" ? name : `${name} [${unit}]`)),
  ];
  return ({ line, text }) => {
    const found = text.length < MOST ? pairsOf(bare(text)) : [];
    // What else was sent is left out, or refused, as in any table.
    if (found.length === 0) return [{ line, text }];
    const values = new Map(found.map(([, name = "", value = ""]) => [name.trim(), value]));
    const cells = [
      ...(timed ? [stamp.exec(text)?.[1]?.replace(",", ".") ?? ""] : []),
      ...columns.map(({ name }) => values.get(name) ?? ""),
    ];
    const row = { line, text: cells.join("\t") };
    return line === first?.line ? [{ line, text: heading.join("\t") }, row] : [row];
  };
}
