import type { RecordResults } from "../../records/results.js";

/** Whether what was learned explains its record. Results of earlier versions have only the verdict. */
export const explains = ({ law, check }: Pick<RecordResults, "law" | "check">): boolean =>
  check.verdict !== "undetermined" && law?.explains !== false;

/** Words as the beginning of a sentence. */
export const sentenceOf = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
