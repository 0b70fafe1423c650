import { decimalNumber } from "../base/decimal.js";
import { UserError } from "../base/errors.js";
import { quote } from "../base/text.js";
import type { Mass, Masses } from "../records/index.js";

/** "x,y" as a list of names. */
export function nameList(option: string): (text: string) => string[] {
  return (text) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes("")) throw new UserError(`${option} must be names separated by commas, got ${quote(text)}`);
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
