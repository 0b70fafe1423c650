import type { HeldOutResult, Results } from "../evaluation/results.js";
import { type Comparison, compareWithBaselines, type Verdict } from "./comparison.js";
import type { MethodAtStep } from "./methods.js";
import { formatNumber, isFiniteNumber, noValue } from "./numbers.js";

/**
 * What a comparison found, in words that commit to no more than the numbers say: a mean that is lower within overlapping
 * intervals is called that.
 */
export function verdictWords({ lower, apart }: Verdict): string {
  if (lower === undefined) return "not comparable (a mean is not finite)";
  const intervals = apart === undefined ? "intervals not known" : apart ? "intervals apart" : "intervals overlap";
  return `${lower ? "lower" : "not lower"}, ${intervals}`;
}

/** `3.2×10⁻⁴ (95 % interval 1.1×10⁻⁴ to 5.0×10⁻⁴)`. */
export function meanWithInterval({ mean, low, high }: MethodAtStep): string {
  return `${formatNumber(mean)} (95 % interval ${formatNumber(low)} to ${formatNumber(high)})`;
}

/** `3 of 100 rollouts escaped`. `trajectories`: how many rollouts there were. */
export function escapedWords({ escaped }: MethodAtStep, trajectories: number): string {
  return `${isFiniteNumber(escaped) ? escaped : noValue} of ${trajectories} rollouts escaped`;
}

/** The outcome over all systems: one sentence a baseline. Empty where nothing can be compared. */
export function overallSentences(results: Results): string[] {
  const comparisons = results.systems.flatMap(compareWithBaselines);
  const labels = [...new Set(comparisons.map(({ baselineMethod }) => baselineMethod.label))];
  return labels.map((label) => overallSentence(label, comparisons.filter(({ baselineMethod }) => baselineMethod.label === label)));
}

function overallSentence(label: string, comparisons: readonly Comparison[]): string {
  const lower = comparisons.filter(({ verdict }) => verdict.lower === true);
  const clear = lower.filter(({ verdict }) => verdict.apart === true);
  const steps = [...new Set(comparisons.map(({ step }) => step))].sort((a, b) => a - b).join(" or ");
  const count = `Against ${label}, the meta-trained model's mean error after ${steps} adaptation steps is lower on ${lower.length} of ${systems(comparisons.length)}`;
  if (lower.length === 0) return `${count}.`;
  return `${count}; on ${clear.length === lower.length ? (clear.length === 1 ? "it" : "all of these") : `${clear.length} of these`} the 95 % intervals are apart.`;
}

function systems(count: number): string {
  return `${count} held-out system${count === 1 ? "" : "s"}`;
}

/** Why a system has no comparison. */
export function missingWords(system: HeldOutResult): string {
  const missing = system.methods.some(({ name }) => name === "meta-trained") ? "an HNN baseline" : "the meta-trained model";
  return `No comparison: the results of ${missing} are missing or share no adaptation step.`;
}
