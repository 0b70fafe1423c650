import { shellQuote } from "../base/text.js";

/** Options with the values that were given, in the order in which they shall stand; undefined for one that was not given. */
export type GivenOptions = Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;

/** A command line as a shell takes it. */
export function commandLine(words: readonly string[], options: GivenOptions = {}): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...[value].flat().map(String)],
  );
  return ["metahamilton", ...words, ...given].map(shellQuote).join(" ");
}
