import type { RecordResults } from "../../records/results.js";
import { formatNumber } from "../numbers.js";
import { unitText } from "../svg/label.js";

/** A motion that comes back to less than this share of its places cannot show a drive. */
const ONCE = 0.2;

/** What the test for forces beyond an energy found, in a sentence. */
export function verdictSentence({ check, time }: Pick<RecordResults, "check" | "time">): string {
  const { friction, evidence, share } = check;
  const per = time.unit === "" || time.unit === "1" ? "per unit of time" : `per ${unitText(time.unit)}`;
  const rate = `${formatNumber(friction.value, 2)} ± ${formatNumber(friction.deviation, 1)} ${per}`;
  const odds = (value: number) => `log Bayes factor ${value.toFixed(1)}`;
  switch (check.verdict) {
    case "dissipative":
      return (
        `The motion ${friction.value > 0 ? "loses energy: a friction force" : "gains energy: a force"} −γp with γ = ${rate} explains it ` +
        `far better than energy alone (${odds(evidence.friction)}; for a force that changes with time instead ${evidence.drive.toFixed(1)}).`
      );
    case "driven":
      return `A force that changes with time, about ${percent(share.drive)} of the whole, explains the motion far better than energy alone (${odds(evidence.drive)}).`;
    case "conservative":
      if (evidence.drive > 0 && check.returns < ONCE)
        return (
          `Nothing speaks for friction (γ = ${rate}, ${odds(evidence.friction)}). Whether a force changes with time cannot be told from this record: the motion comes ` +
          `back to ${percent(check.returns)} of its places only, and on a path that is passed once a force of time and one of place are the same.`
        );
      return `Nothing speaks against a conserved energy: neither friction (γ = ${rate}, ${odds(evidence.friction)}) nor a force that changes with time (${odds(evidence.drive)}) is called for.`;
  }
}

/** How well the held-out end was predicted, in a sentence. */
export function heldOutSentence({ heldOut, components }: Pick<RecordResults, "heldOut" | "components">): string {
  const each = heldOut.components.flatMap((value, a) => {
    const component = components[a];
    if (value === null || component === undefined) return [];
    const unit = component.unit === "" || component.unit === "1" ? "" : ` ${unitText(component.unit)}`;
    return [`${component.name} ${formatNumber(value, 2)}${unit}`];
  });
  return `A model that had not seen the last ${percent(heldOut.share)} of the record predicted its ${heldOut.samples} samples to ${percent(heldOut.relative)} (root mean square, relative to the motion's spread): ${each.join(", ")}.`;
}

/** What other methods reached, in a sentence; nothing where there was one method. */
export function triedSentence({ method, tried }: Pick<RecordResults, "method" | "tried">): string[] {
  const others = tried.filter((one) => one.method !== method);
  if (others.length === 0) return [];
  const words = others.map((one) => `${one.method} (${percent(one.relative)})`);
  return [`Learned by the ${method}, which predicted that end better than the ${words.join(", ")}.`];
}

/** Held-out errors from here on are hardly better than guessing the mean, which would give 1. */
const POOR = 0.5;

/** What to beware of; empty where nothing is. */
export function warnings({
  reach,
  residual,
  check,
  heldOut,
}: Pick<RecordResults, "reach" | "residual" | "check" | "heldOut">): string[] {
  return [
    ...(check.verdict === "conservative"
      ? []
      : ["The record is not that of a conservative system: its prediction is not to be trusted."]),
    ...(check.verdict === "conservative" && heldOut.relative > POOR
      ? [
          `The held-out end was predicted to ${percent(heldOut.relative)} only, where guessing the mean gives about 100 %: do not trust the prediction. A record of fewer periods, or with more samples a period, may do better.`,
        ]
      : []),
    ...(reach.samples < reach.of
      ? [
          `No single motion of the learned energy explains the whole record, only ${reach.samples} of ${reach.of} samples at a time: too few samples a period, chaos, or coordinates that are not canonical.`,
        ]
      : []),
    ...(residual > 2
      ? [`The fit misses the measurements by ${formatNumber(residual, 2)} times their estimated noise.`]
      : []),
  ];
}

/** "1.5 %" of 0.015. */
export function percent(share: number): string {
  return `${formatNumber(100 * share, 2)} %`;
}
