import { percent } from "../../base/text.js";
import type { RecordResults } from "../../records/index.js";
import { explainsRecord, UNEXPLAINED } from "../../records/law/verdict/unexplained.js";
import { apartLines } from "./apart.js";
import { constantLines } from "./uncertain.js";
import { sentenceOf } from "./wording.js";

/** Other formulas that are told at most, and from which share of the evidence on. */
const [MOST_OTHERS, LEAST_WEIGHT] = [3, 0.01];

/** The law that was found, for a terminal: formula, constants with standard errors, what else is possible. */
export function lawLines(results: RecordResults): string[] {
  const { law, time, apart } = results;
  if (apart !== undefined) return apartLines(apart, time);
  if (law === undefined) return [];
  const equations = law.equation.split("\n");
  if (!explainsRecord(results))
    return [`No law was found. ${sentenceOf(UNEXPLAINED)}:`, ...equations.map((line) => `  ${line}`), ""];
  if (!law.closed)
    return [
      "No closed form found: none of those that were tried explains the record as well as the learned law does. The nearest:",
      ...equations.map((line) => `  ${line}`),
      "",
    ];
  const others = law.alternatives.slice(1).filter(({ weight }) => weight >= LEAST_WEIGHT);
  return [
    `The law${time.unit === "" ? "" : ` (time in ${time.unit})`}:`,
    ...equations.map((line) => `  ${line}`),
    `  ${law.formula}`,
    ...(law.constants.length === 0 ? [] : ["Constants, with standard errors:"]),
    ...constantLines(law.constants, "  "),
    ...(others.length === 0 ? [] : ["Other formulas, with their share of the evidence:"]),
    ...others
      .slice(0, MOST_OTHERS)
      .map(({ equation, weight }) => `  ${percent(weight)}: ${equation.split("\n").join(", ")}`),
    "",
  ];
}
