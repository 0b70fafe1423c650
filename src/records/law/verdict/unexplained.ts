import type { Verdict } from "./verdict.js";

/** What is said of a formula, or of a model, that does not explain its record. */
export const UNEXPLAINED = "the best description found, which does not explain the record";

/** What of an adaptation or its results tells whether it explains its record. */
interface Standing {
  readonly check: { readonly verdict: Verdict };
  readonly law?: { readonly explains?: boolean | undefined } | undefined;
}

/** Whether what was learned explains its record. Results of earlier versions have only the verdict; the motion between impacts may be unexplained though these are the verdict. */
export const explainsRecord = ({ law, check }: Standing): boolean =>
  check.verdict !== "undetermined" && law?.explains !== false;
