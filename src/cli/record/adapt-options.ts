import { shellQuote } from "../../base/text.js";
import type { RecordMethod } from "../../records/index.js";
import { type RecordReadingOptions, readingWords } from "./options.js";

/** The options of `metahamilton adapt`. */
export interface AdaptCommandOptions extends RecordReadingOptions {
  readonly refuseMissing?: boolean;
  readonly holdOut?: number;
  readonly method: RecordMethod;
  readonly seed: number;
  readonly conservative?: boolean;
  readonly force?: boolean;
  readonly out?: string;
  readonly png?: boolean;
  readonly json?: boolean;
}

/** The command that does the same again, but into another folder. */
export function repeatingCommand(path: string, options: AdaptCommandOptions): string {
  const words = ["metahamilton", "adapt", path, ...readingWords(options)];
  if (options.refuseMissing === true) words.push("--refuse-missing");
  if (options.holdOut !== undefined) words.push("--hold-out", String(options.holdOut));
  if (options.method !== "auto") words.push("--method", options.method);
  if (options.seed !== 0) words.push("--seed", String(options.seed));
  if (options.conservative === true || options.force === true) words.push("--conservative");
  return words.map(shellQuote).join(" ");
}
