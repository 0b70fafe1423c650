import type { RecordResults } from "../../records/results.js";
import { formatNumber } from "../numbers.js";
import { unitText } from "../svg/label.js";

/** A motion that comes back to less than this share of its places cannot show a drive. */
const ONCE = 0.2;

type Force = RecordResults["forces"][number];

const withUnit = (text: string, unit: string) => (unit === "" || unit === "1" ? text : `${text} ${unitText(unit)}`);

/** "0.1002 ± 0.0005 1/s": the value to the digit that its deviation has. */
export function estimateText({ value, deviation, unit }: { value: number; deviation: number; unit: string }): string {
  if (!(deviation > 0)) return withUnit(formatNumber(value, 4), unit);
  const digits = Math.max(2, Math.min(12, Math.ceil(Math.log10(Math.abs(value / deviation) || 1)) + 2));
  return withUnit(`${formatNumber(value, digits)} ± ${formatNumber(deviation, 1)}`, unit);
}

const FRICTION_WORDS = {
  dry: "dry friction, a force of constant size against the motion",
  viscous: "friction in proportion to the velocity",
  quadratic: "friction that grows with the square of the velocity",
  cubic: "friction that grows with the cube of the velocity",
} as const;

/** One force in words, such as "friction in proportion to the velocity of theta: 0.1 ± 0.001 1/s". */
export function forceSentence(force: Force): string {
  const { kind, coordinate, input, frequency, phase } = force;
  if (kind === "harmonic") {
    const rhythm =
      frequency === undefined || phase === undefined
        ? ""
        : `, angular frequency ${estimateText(frequency)}, phase ${estimateText(phase)}`;
    return `a drive on ${coordinate} with amplitude ${estimateText(force)}${rhythm}`;
  }
  if (kind === "input") return `the input ${input} acts on ${coordinate} with the factor ${estimateText(force)}`;
  return `${FRICTION_WORDS[kind]} of ${coordinate}: ${estimateText(force)}`;
}

/** What was found of forces beyond an energy, in a sentence or two. */
export function verdictSentence({ check, forces, time }: Pick<RecordResults, "check" | "forces" | "time">): string {
  const { friction, evidence, share, verdict } = check;
  const odds = (value: number) => `log Bayes factor ${value.toFixed(1)}`;
  const found = forces.map(forceSentence).join("; ");
  const list = found === "" ? "" : ` Found: ${found}.`;
  switch (verdict) {
    case "dissipative":
      if (forces.length > 0) return `The motion loses energy (${odds(evidence.friction)} against none lost).${list}`;
      return `The motion ${friction.value > 0 ? "loses" : "gains"} energy: a force −γp with γ = ${rateText(check, time.unit)} explains it far better than energy alone (${odds(evidence.friction)}).`;
    case "driven":
      if (forces.length > 0)
        return `The motion is driven: a force that no energy and no friction gives acts on it.${list}`;
      return `A force that changes with time, about ${percent(share.drive)} of the whole, explains the motion far better than energy alone (${odds(evidence.drive)}).`;
    case "dissipative and driven":
      return `The motion loses energy to friction and is driven from outside.${list}`;
    case "impacts":
      return `The motion is broken by impacts: between them the law below holds, at them energy changes in an instant, which is not fitted.${list}`;
    case "undetermined":
      return `Whether energy is conserved cannot be told from this record.${list}`;
    case "conservative":
      if (evidence.drive > 0 && check.returns < ONCE)
        return `Nothing speaks for friction. Whether a force changes with time cannot be told from this record: the motion comes back to ${percent(check.returns)} of its places only, and on a path that is passed once a force of time and one of place are the same.`;
      return "Nothing speaks against a conserved energy: neither friction nor a force that changes with time is called for.";
  }
}

function rateText({ friction }: RecordResults["check"], unit: string): string {
  const per = unit === "" || unit === "1" ? "per unit of time" : `per ${unitText(unit)}`;
  return `${formatNumber(friction.value, 2)} ± ${formatNumber(friction.deviation, 1)} ${per}`;
}

/** What the velocity columns were found to be, where that is worth a word. */
export function velocitySentences({
  velocities,
  components,
  time,
}: Pick<RecordResults, "velocities" | "components" | "time">): string[] {
  if (velocities === undefined || velocities.kind === "none") return [];
  const names = components.slice(components.length / 2).map(({ name }) => name);
  const sentences: string[] = [];
  if (velocities.kind === "derived")
    sentences.push(
      `The velocity columns were computed from the positions (${2 * (velocities.reach ?? 0) + 1} rows enter each value), so they say nothing new and were not fitted.`,
    );
  velocities.factors.forEach(({ value, deviation }, c) => {
    if (deviation > 0)
      sentences.push(
        `The column ${names[c]} is ${estimateText({ value, deviation, unit: "" })} times the velocity: smoothed, or in other units.`,
      );
  });
  const { lag } = velocities;
  if (lag.deviation > 0)
    sentences.push(
      `The velocities are those of ${estimateText({ value: Math.abs(lag.value), deviation: lag.deviation, unit: time.unit })} ${lag.value < 0 ? "before" : "after"} the times of their rows.`,
    );
  return sentences;
}

/** How well the held-out end was predicted, in a sentence. */
export function heldOutSentence({ heldOut, components }: Pick<RecordResults, "heldOut" | "components">): string {
  const each = heldOut.components.flatMap((value, a) => {
    const component = components[a];
    if (value === null || component === undefined) return [];
    return [withUnit(`${component.name} ${formatNumber(value, 2)}`, component.unit)];
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
    ...check.reasons.map((reason) => `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`),
    ...(heldOut.relative > POOR
      ? [
          `The held-out end was predicted to ${percent(heldOut.relative)} only, where guessing the mean gives about 100 %: do not trust the prediction. More samples a period, or the other coordinates of the system, may do better.`,
        ]
      : []),
    ...(reach.samples < reach.of && check.reasons.length === 0
      ? [
          `One motion of the learned law explains ${reach.samples} of ${reach.of} samples at a time: beyond, the record wanders from it.`,
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
