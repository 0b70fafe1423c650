import type { Command } from "commander";
import { decimalNumber } from "../../base/decimal.js";
import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { Mass, Masses, ReadOptions } from "../../records/index.js";
import { positiveNumber } from "../parse.js";

/** How a record is read, as the command line says it. */
export interface RecordReadingOptions {
  readonly time?: string;
  readonly rate?: number;
  readonly id?: string;
  readonly motions?: string[];
  readonly coordinates?: string[];
  readonly momenta?: string[];
  readonly velocities?: string[];
  readonly input?: string[];
  readonly held?: string[];
  readonly markers?: string[];
  readonly cartesian?: boolean;
  readonly mass?: Masses;
}

/** The options that say what the columns of a record are. */
export function addRecordReading(command: Command): Command {
  return command
    .option("--time <column>", "column of times, by name or number (default: recognised)")
    .option("--rate <number>", "rows or frames a second, where the file has no times", positiveNumber("--rate"))
    .option("--id <column>", "column that tells motions apart (default: id, trajectory, run)")
    .option("--motions <names>", "motions to take: 0..9, 5.. or a,b (default: all)", nameList("--motions"))
    .option("--coordinates <columns>", "columns of coordinates, separated by commas", nameList("--coordinates"))
    .option("--momenta <columns>", "columns of their momenta, in the same order", nameList("--momenta"))
    .option("--velocities <columns>", "columns of their velocities, in the same order", nameList("--velocities"))
    .option("--markers <columns>", "points that are arms from a pivot: x0,y0,x1,y1", nameList("--markers"))
    .option("--cartesian", "leave points as they are, though they keep their distances")
    .option("--input <columns>", "columns of what acts from outside, such as a force", nameList("--input"))
    .option(
      "--held <columns>",
      "inputs that keep their value until the next row, or none (default: found)",
      nameList("--held"),
    )
    .option("--mass <mass>", "turns velocities into momenta: 0.5, 0.5kg or x=1,y=2 (default: 1)", parseMasses);
}

/** The same for the library. */
export function readOptions(options: RecordReadingOptions): ReadOptions {
  const { input, mass, time, rate, id, motions, coordinates, momenta, velocities, held, markers, cartesian } = options;
  const columns = { time, id, coordinates, momenta, velocities, inputs: input, held, markers };
  return { ...columns, rate, motions, cartesian, masses: mass };
}

/** `x,"Angle, Run #1"` as a list of names; quotation marks keep commas. */
export function nameList(option: string): (text: string) => string[] {
  return (text) => {
    const names = Array.from(text.matchAll(/\s*(?:"([^"]*)"|([^",]*))\s*(?:,|$)/g), ([, quoted, plain = ""]) =>
      (quoted ?? plain).trim(),
    );
    // The last match is empty unless the text ends with a comma.
    if (names.at(-1) === "" && !/,\s*$/.test(text)) names.pop();
    if (names.length === 0 || names.includes(""))
      throw new UserError(`${option} must be names separated by commas, got ${quote(text)}`);
    return names;
  };
}

/** "0.5", "0.5kg" or "x=1kg,y=2kg" as masses. */
export function parseMasses(text: string): Masses {
  if (!text.includes("=")) return parseMass(text);
  const masses = new Map<string, Mass>();
  for (const part of text.split(",")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim();
    if (equals < 1 || masses.has(name))
      throw new UserError(`--mass must be one mass, or name=mass once for every coordinate, got ${quote(text)}`);
    masses.set(name, parseMass(part.slice(equals + 1)));
  }
  return masses;
}

function parseMass(text: string): Mass {
  const [, digits = "", unit = ""] = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*(\p{Letter}*)\s*$/iu.exec(text) ?? [];
  const value = decimalNumber(digits);
  if (value === undefined || !(value > 0 && Number.isFinite(value)))
    throw new UserError(`--mass must be a positive number, with a unit if you like (0.5kg), got ${quote(text)}`);
  return { value, unit };
}

/** The options as words of a command line that reads the record in the same way. */
export function readingWords(options: RecordReadingOptions): string[] {
  const words: string[] = [];
  const { time, rate, id, motions, coordinates, momenta, velocities, input, held, markers, mass, cartesian } = options;
  for (const [name, value] of Object.entries({ time, rate, id }))
    if (value !== undefined) words.push(`--${name}`, String(value));
  for (const [name, list] of Object.entries({ motions, coordinates, momenta, velocities, input, held, markers }))
    if (list !== undefined)
      words.push(`--${name}`, list.map((text) => (text.includes(",") ? `"${text}"` : text)).join(","));
  if (mass !== undefined) words.push("--mass", massText(mass));
  if (cartesian === true) words.push("--cartesian");
  return words;
}

function massText(masses: Masses): string {
  if (masses instanceof Map) return [...masses].map(([name, { value, unit }]) => `${name}=${value}${unit}`).join(",");
  const { value, unit } = masses as { value: number; unit: string };
  return `${value}${unit}`;
}
