/** What is said of a formula, or of a model, that does not explain its record. */
export const UNEXPLAINED = "the best description found, which does not explain the record";
