import type { HeldOutResult, Results } from "../../measure/index.js";
import { formatNumber, isFiniteNumber, noValue } from "../numbers.js";
import { type BaselineVerdict, baselineVerdicts, type SeparationVerdict } from "./baseline-verdicts.js";
import type { NetworkAtStep } from "./networks.js";

/**
 * What a comparison found, in words that commit to no more than the numbers say: a mean that is lower within overlapping
 * intervals is called that.
 */
export function verdictWords({ lower, apart }: SeparationVerdict, baseline: string): string {
  if (lower === undefined) return `Not comparable with ${baseline}, a mean is not finite`;
  const intervals = apart === undefined ? "intervals not known" : apart ? "intervals apart" : "intervals overlap";
  return `${lower ? "Below" : "Not below"} ${baseline}, ${intervals}`;
}

/** `3.2×10⁻⁴ (95 % interval 1.1×10⁻⁴ to 5.0×10⁻⁴)`. */
export function meanWithInterval({ mean, low, high }: NetworkAtStep): string {
  return `${formatNumber(mean)} (95 % interval ${formatNumber(low)} to ${formatNumber(high)})`;
}

/** `3 of 100 rollouts escaped`. `trajectories`: how many rollouts there were. */
export function escapedWords({ escaped }: NetworkAtStep, trajectories: number): string {
  return `${isFiniteNumber(escaped) ? escaped : noValue} of ${trajectories} rollouts escaped`;
}

/** The outcome over all systems: one sentence a baseline. Empty where nothing can be compared. */
export function overallSentences(results: Results): string[] {
  const comparisons = results.systems.flatMap(baselineVerdicts);
  const labels = [...new Set(comparisons.map(({ baselineMethod }) => baselineMethod.label))];
  return labels.map((label) =>
    overallSentence(
      label,
      comparisons.filter(({ baselineMethod }) => baselineMethod.label === label),
    ),
  );
}

function overallSentence(label: string, comparisons: readonly BaselineVerdict[]): string {
  const steps = [...new Set(comparisons.map(({ step }) => step))].sort((a, b) => a - b).join(" or ");
  const count = (lower: boolean | undefined) => {
    const group = comparisons.filter(({ verdict }) => verdict.lower === lower);
    const apart = group.filter(({ verdict }) => verdict.apart === true).length;
    return { size: group.length, apart: `95 % intervals apart on ${apart}` };
  };
  const [lower, notLower, unknown] = [count(true), count(false), count(undefined)];
  const total = `${comparisons.length} held-out system${comparisons.length === 1 ? "" : "s"}`;
  const parts = [
    lower.size > 0 ? `lower on ${lower.size} of ${total} (${lower.apart})` : `lower on none of ${total}`,
    ...(notLower.size > 0 ? [`not lower on ${notLower.size} (${notLower.apart})`] : []),
    ...(unknown.size > 0 ? [`not comparable on ${unknown.size}`] : []),
  ];
  return `Against ${label}, the meta-trained model's mean error after ${steps} adaptation steps is ${parts.join(", ")}.`;
}

/** Why a system has no comparison. */
export function missingWords(system: HeldOutResult): string {
  const missing = system.methods.some(({ name }) => name === "meta-trained") ? "a baseline" : "the meta-trained model";
  return `No comparison: the results of ${missing} are missing or share no adaptation step.`;
}
