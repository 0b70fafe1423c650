import { errorText } from "../../records/prediction/unpredictable.js";
import type { RecordResults } from "../../records/results.js";
import { formatNumber, percentText } from "../numbers.js";
import { plainLabel, symbolLabel, unitText } from "../svg/label.js";
import { POOR } from "./held-out.js";
import { estimateText } from "./uncertain.js";

/** A motion that comes back to less than this share of its places cannot show a drive. */
const ONCE = 0.2;

const ACROSS = "a force across the velocity, which does no work (of a magnetic field, or of a frame that turns), on";
const LIFT =
  "a force across the velocity that grows with its square and does no work (lift, of a ball that spins or of a wing), on";

type Force = RecordResults["forces"][number];

const FRICTION_WORDS = {
  dry: "dry friction, a force of constant size against the motion",
  viscous: "friction in proportion to the velocity",
  quadratic: "friction that grows with the square of the velocity",
  cubic: "friction that grows with the cube of the velocity",
  "place-dependent":
    "friction in proportion to the velocity, with a coefficient that changes from place to place, by (root mean square), for that",
} as const;

/** One force in words, such as "friction in proportion to the velocity of theta: 0.1000 ± 0.0010 1/s"; without its size where a formula gives that. */
export function forceSentence(force: Force, size = true): string {
  const { kind, coordinate, input, factor, frequency, phase } = force;
  if (!size && kind === "harmonic") return `a harmonic drive on ${coordinate}`;
  if (!size && kind === "parametric") return `a force on ${coordinate} in proportion to ${factor} that oscillates`;
  if (isSilent(force))
    return `no effect of ${inputText(input)} on ${coordinate}${size ? ` (factor ${estimateText(force)})` : ""}`;
  if (!size && kind === "input") return `${inputText(input)} acts on ${coordinate}`;
  // Air brakes an angle the more the farther out the body is.
  const of = kind === "viscous" && factor !== undefined ? `${coordinate} and to ${factor}` : coordinate;
  if (!size && (kind === "dry" || kind === "viscous" || kind === "quadratic" || kind === "cubic"))
    return `${FRICTION_WORDS[kind]} of ${of}`;
  if (kind === "gyroscopic" || kind === "lift") {
    const across = `${kind === "lift" ? LIFT : ACROSS} ${coordinate}`;
    return size ? `${across}: ${estimateText(force)}` : across;
  }
  if (kind === "harmonic" || kind === "parametric") {
    const rhythm =
      frequency === undefined || phase === undefined
        ? ""
        : `, angular frequency ${estimateText(frequency)}, phase ${estimateText(phase)}`;
    if (factor !== undefined)
      return `a force on ${coordinate} in proportion to ${factor} that oscillates, with amplitude ${estimateText(force)}${rhythm}`;
    return `a drive on ${coordinate} with amplitude ${estimateText(force)}${rhythm}`;
  }
  if (kind === "smooth")
    return `a force on ${coordinate} that changes smoothly with time, of ${estimateText(force)} (root mean square)`;
  if (kind === "input") return `${inputText(input)} acts on ${coordinate} with the factor ${estimateText(force)}`;
  return `${FRICTION_WORDS[kind]} of ${of}: ${estimateText(force)}`;
}

/** The rate of change of an input is named as a velocity is. */
const inputText = (input = "") =>
  input.endsWith("'") ? `the rate of the input ${input.slice(0, -1)}` : `the input ${input}`;

const isBrake = ({ kind }: Force) => kind in FRICTION_WORDS;
/** An input whose effect does not differ from none by two standard deviations. */
const isSilent = ({ kind, value, deviation }: Force) => kind === "input" && !tells(value, deviation);
/** Where a formula holds, a friction that does not differ from none by two standard deviations is not in it. */
const isShown = (force: Force) => !isBrake(force) || tells(force.value, force.deviation);

/** What is said of motions that have laws of their own. */
const EACH = {
  conservative: "Nothing speaks against a conserved energy of each motion.",
  dissipative: "Each motion loses energy to friction.",
  driven: "Each motion is driven: a force that no energy and no friction gives acts on it.",
  "dissipative and driven": "Each motion loses energy to friction and is driven from outside.",
  impacts: "The motions are broken by impacts.",
  undetermined: "Some of the motions lose energy or are driven, others do not.",
} as const;

/** What was found of forces beyond an energy, in a sentence or two. */
export function verdictSentence({
  check,
  forces,
  time,
  law,
  apart,
}: Pick<RecordResults, "check" | "forces" | "time" | "law" | "apart">): string {
  const { friction, evidence, share, verdict } = check;
  if (apart !== undefined) return EACH[verdict];
  const closed = law?.closed === true;
  const shown = closed ? forces.filter(isShown) : forces;
  const found = [...(shown.some(isBrake) || !forces.some(isBrake) ? shown : forces)]
    .sort((a, b) => Number(isSilent(a)) - Number(isSilent(b)))
    .map((force) => forceSentence(force, law?.closed !== true))
    .join("; ");
  const list = found === "" ? "" : ` Found: ${found}.`;
  switch (verdict) {
    case "dissipative":
      if (forces.length > 0) return `The motion loses energy to friction.${list}`;
      return `The motion ${friction.value > 0 ? "loses" : "gains"} energy: a force −γp with γ = ${rateText(check, time.unit)} explains it far better than energy alone.`;
    case "driven":
      if (forces.length > 0)
        return `The motion is driven: a force that no energy and no friction gives acts on it.${list}`;
      return `A force that changes with time, about ${percentText(share.drive)} of the whole, explains the motion far better than energy alone.`;
    case "dissipative and driven":
      return `The motion loses energy to friction and is driven from outside.${list}`;
    case "impacts":
      return `The motion is broken by impacts: between them the law below holds, at them energy changes in an instant, which is not fitted.${list}`;
    case "undetermined":
      return [
        "Whether energy is conserved cannot be told from this record.",
        ...(forces.length === 0
          ? []
          : [`The description has: ${forces.map((force) => forceSentence(force, false)).join("; ")}.`]),
        ...(check.advice === undefined ? [] : [`What may help: ${check.advice.join("; ")}.`]),
      ].join(" ");
    case "conservative":
      if (evidence.drive > 0 && check.returns < ONCE)
        return `Nothing speaks for friction. Whether a force changes with time cannot be told from this record: the motion comes back to ${percentText(check.returns)} of its places only, and on a path that is passed once a force of time and one of place are the same.`;
      return `Nothing speaks against a conserved energy: neither friction nor a force that changes with time is called for.${list}`;
  }
}

/** The equation of motion as it was learned, where it has no formula: "θ″ = −dV/dθ − γ θ′". */
export function equationText({
  velocities,
  components,
  forces,
  structure,
}: Pick<RecordResults, "velocities" | "components" | "forces" | "structure">): string {
  if (velocities === undefined) return structure.formula;
  const d = components.length / 2;
  const q = d === 1 ? plainLabel(symbolLabel(components[0]?.name ?? "q")) : "q";
  const [v, a] = [`${q}′`, d === 1 ? `${q}″` : `M ${q}″`];
  const terms = [...new Set(forces.map(({ kind, input, factor }) => `${kind} ${input ?? factor ?? ""}`))].map((key) => {
    const kind = key.slice(0, key.indexOf(" "));
    const input = key.slice(kind.length + 1);
    const words: Readonly<Record<string, string>> = {
      dry: ` − c sign(${v})`,
      viscous: ` − γ ${v}`,
      quadratic: ` − c |${v}| ${v}`,
      cubic: ` − c |${v}|² ${v}`,
      "place-dependent": ` − δγ(${q}) ${v}`,
      gyroscopic: " + Ω × q′",
      lift: " + s |q′| × q′",
      harmonic: " + A cos(ωt + φ)",
      parametric: ` + A ${input.includes("-") || input.includes("+") ? `(${input})` : input} cos(ωt + φ)`,
      smooth: " + F(t)",
      input: ` + k ${input}`,
    };
    return words[kind] ?? "";
  });
  return `${a} = −dV/d${q}${terms.join("")}`;
}

function rateText({ friction }: RecordResults["check"], unit: string): string {
  const per = unit === "" || unit === "1" ? "per unit of time" : `per ${unitText(unit)}`;
  return `${formatNumber(friction.value, 2)} ± ${formatNumber(friction.deviation, 1)} ${per}`;
}

/** Differences below two standard deviations say nothing. */
const tells = (difference: number, deviation: number) => Math.abs(difference) > 2 * deviation;

/** How inputs go on between rows, and what the velocity or momentum columns were found to be, where that is worth a word. */
export function columnSentences(
  results: Pick<RecordResults, "velocities" | "components" | "time" | "momenta" | "inputs">,
): string[] {
  return [...inputSentences(results), ...momentaSentences(results), ...velocitySentences(results)];
}

/** How measured inputs go on between rows. */
function inputSentences({ inputs = [] }: Pick<RecordResults, "inputs">): string[] {
  const names = (held: boolean) =>
    inputs.filter((input) => input.held === held && input.rateOf === undefined).map(({ name }) => name);
  const [kept, lines] = [names(true), names(false)];
  const many = (list: readonly string[], one: string, more: string) => (list.length === 1 ? one : more);
  return [
    ...(kept.length === 0
      ? []
      : [
          `${kept.join(" and ")} ${many(kept, "keeps its value", "keep their values")} until the next row, as what a controller gives out.`,
        ]),
    ...(lines.length === 0
      ? []
      : [`${lines.join(" and ")} ${many(lines, "goes", "go")} on in straight lines between rows.`]),
  ];
}

function momentaSentences({ momenta }: Pick<RecordResults, "momenta">): string[] {
  if (momenta === undefined) return [];
  const left = percentText(momenta.left);
  return [
    momenta.explained
      ? `The momenta are p = M(q) v with the masses of the law, to ${left} of their size.`
      : `No law that was tried has these momenta: p = M(q) v and its motion leave ${left} of the record's size, far more than its noise. They belong to an energy that is not quadratic in them, to a magnetic force, or to a potential of a form that was not tried.`,
  ];
}

function velocitySentences({
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
    const other = velocities.kind === "derived" ? tells(value - 1, deviation) : deviation > 0;
    if (other)
      sentences.push(
        `The column ${names[c]} is ${estimateText({ value, deviation, unit: "" })} times the velocity: smoothed, or in other units.`,
      );
  });
  const { lag } = velocities;
  if (velocities.kind === "derived" ? tells(lag.value, lag.deviation) : lag.deviation > 0)
    sentences.push(
      `The velocities are those of ${estimateText({ value: Math.abs(lag.value), deviation: lag.deviation, unit: time.unit })} ${lag.value < 0 ? "before" : "after"} the times of their rows.`,
    );
  return sentences;
}

/** A record wanders from its law where its end is missed by more than so many times what was to be expected. */
const WANDERS = 3;

/** Words as the beginning of a sentence; the name of a column, such as x or theta_1, stays as it is. */
export const sentenceOf = (words: string): string =>
  /^([b-z]|\S*[_\d]\S*) /.test(words) ? words : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** What to beware of; empty where nothing is. */
export function warnings({
  reach,
  residual,
  check,
  heldOut,
  apart,
}: Pick<RecordResults, "reach" | "residual" | "check" | "heldOut" | "apart">): string[] {
  // What one description of motions that have laws of their own misses is no warning.
  if (apart !== undefined) return check.reasons.map((reason) => `${sentenceOf(reason)}.`);
  return [
    ...check.reasons.map((reason) => `${sentenceOf(reason)}.`),
    ...(heldOut.relative > POOR
      ? [
          `The held-out end was missed by ${errorText(heldOut.relative)} of the motion's spread, where guessing the mean gives about 100 %: do not trust the prediction. More samples a period, or the other coordinates of the system, may do better.`,
        ]
      : []),
    ...(reach.samples < reach.of &&
    check.reasons.length === 0 &&
    !(heldOut.relative <= WANDERS * (heldOut.expected ?? 0)) &&
    heldOut.unpredictable === undefined
      ? [
          `One motion of the learned law explains ${reach.samples} of ${reach.of} samples at a time: beyond, the record wanders from it.`,
        ]
      : []),
    ...(residual > 2
      ? [`The fit misses the measurements by ${formatNumber(residual, 2)} times their estimated noise.`]
      : []),
  ];
}
