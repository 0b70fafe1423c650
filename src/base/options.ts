import { UserError } from "./errors.js";
import { isLoose } from "./keys.js";
import { cut, nearest, quote } from "./text.js";

/** What the value of an option must be, and how messages say it. */
export interface OptionKind {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const kind = (words: string, fits: (value: unknown) => boolean): OptionKind => ({ words, fits });

export const aNumber = kind("a finite number", Number.isFinite);
export const aPositive = kind("a positive finite number", (value) => Number.isFinite(value) && (value as number) > 0);
export const aText = kind("a text", (value) => typeof value === "string");
export const aNumberOrText = kind("a number or a text", (value) => Number.isFinite(value) || typeof value === "string");
export const texts = kind("a list of texts", (value) => Array.isArray(value) && value.every(aText.fits));
export const aSwitch = kind("true or false", (value) => typeof value === "boolean");
export const aFunction = kind("a function", (value) => typeof value === "function");
export const anObject = kind("an object", (value) => typeof value === "object" && value !== null);
export const anInteger = (least: number, most = Number.MAX_SAFE_INTEGER): OptionKind =>
  kind(
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  );
export const aChoice = (...names: readonly string[]): OptionKind =>
  kind(`one of ${names.join(", ")}`, (value) => names.includes(value as string));

/**
 * Holds options that a program was given against what there is: `UserError` for an option that does not exist, with the nearest one that does, and for a value of another kind. Options that are
 * left out or undefined are not looked at.
 */
export function checkOptions(owner: string, given: unknown, kinds: Readonly<Record<string, OptionKind>>): void {
  if (!isLoose(given)) throw new UserError(`${owner}: its options must be an object, got ${shown(given)}`);
  const names = Object.keys(kinds);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(kinds, name)) {
      const meant = nearest(name, names);
      const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean ${meant}?`;
      throw new UserError(`${owner} has no option ${quote(name)}; ${hint}`);
    }
    const { words, fits } = kinds[name] as OptionKind;
    if (value !== undefined && !fits(value)) throw new UserError(`${name} must be ${words}, got ${shown(value)}`);
  }
}

/** A value as a message shows it. */
function shown(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  return typeof value === "function" ? "a function" : cut(JSON.stringify(value) ?? String(value));
}
