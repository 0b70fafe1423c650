import type { TermSpec } from "../law/spec.js";
import { type SmoothedRecord, smoothRecord } from "../prepare/smoothed.js";
import { canonicalMomenta, plainVelocities, type VelocityModel } from "../shooting/record.js";
import { deviationOf } from "../shooting/restrict.js";
import type { Candidate, Inputs, TermChoice } from "./candidate.js";
import { type FoundFrequency, findFrequencies } from "./drive-search.js";
import { pointsOf } from "./first-coefficients.js";
import { type FittedCandidate, fitCandidate } from "./fit-candidate.js";
import type { Coordinates } from "./form-builder.js";
import { conservativeForms } from "./forms.js";
import { type FrictionChoice, frictionChoices, frictionTerms } from "./friction-terms.js";
import { judgeVelocities, positionsAlone, type VelocityJudgement } from "./judge-velocities.js";
import { type ForceShare, forceShares, whitenessOf } from "./shares.js";

/** What the user asks for or rules out. */
export interface ChoiceOptions {
  /** The energy alone: neither friction nor drive. */
  readonly conservative?: boolean | undefined;
  readonly inputs?: Inputs | undefined;
  /** Whether the velocity columns are canonical momenta, p = M(q) v. */
  readonly momenta?: boolean | undefined;
  /** Told what is being done and what share of it is done. */
  readonly onProgress?: ((share: number, what: string) => void) | undefined;
}

/** The form of a law, as chosen for a record; `formTerms` builds it for another part of the same record. */
export interface Choice {
  /** Name of the conservative form, see `conservativeForms`. */
  readonly form: string;
  readonly friction: readonly FrictionChoice[];
  /** Harmonic drives, with first values. */
  readonly drives: readonly TermChoice[];
  readonly velocities: VelocityJudgement;
}

/** What was compared on the way: log marginal likelihoods on the same measurements, less what laws leave unexplained. */
export interface Compared {
  readonly what: string;
  readonly evidence: number;
}

export interface Chosen {
  readonly choice: Choice;
  /** The record without what was not used of it, and the fit to it. */
  readonly record: SmoothedRecord;
  readonly fitted: FittedCandidate;
  /** By form, with viscous friction. */
  readonly forms: readonly Compared[];
  /** By kind of friction, "none" among them, for the chosen form and drives. */
  readonly frictions: readonly Compared[];
  /** Without and with each drive. */
  readonly drives: readonly Compared[];
}

/** A form whose loosely connected segments are so much less likely than those of the best is not followed further. */
const HOPELESS = 30;
/** Forms less likely than the best by more than this are no rivals of it. */
const RIVAL = 15;
/** A richer form must be so much likelier (natural log). */
const RICHER = 2;
/** Friction, and a drive, must be so much likelier than none. */
const [FRICTION_PAYS, DRIVE_PAYS] = [4, 6];
const MOST_DRIVES = 3;
/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Segments that stay apart by less than this, in spreads a tick, form one motion. */
export const SMALL_LOOSENESS = 1e-4;

/** All terms of a choice, for a record. */
export function termsOf(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form, friction, drives }: Pick<Choice, "form" | "friction" | "drives">,
  inputs: Inputs | undefined,
): Candidate {
  const found = conservativeForms(record, coordinates).find(({ name }) => name === form);
  if (found === undefined) throw new Error(`no form ${form}`);
  return assemble(record, coordinates, found, friction, drives, inputs);
}

function assemble(
  record: SmoothedRecord,
  coordinates: Coordinates,
  form: Candidate,
  friction: readonly FrictionChoice[],
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
): Candidate {
  return {
    name: form.name,
    terms: [
      ...form.terms,
      ...inputTerms(record, inputs),
      ...friction.flatMap((kind) => frictionTerms(record, coordinates, kind)),
      ...drives,
    ],
  };
}

function inputTerms(record: SmoothedRecord, inputs: Inputs | undefined): TermChoice[] {
  if (inputs === undefined) return [];
  const d = record.dimension;
  const force = Math.max(...record.accelerationSpreads);
  return Array.from({ length: d }, (_, i): TermChoice => {
    const spec: TermSpec = {
      kind: "input",
      direction: Array.from({ length: d }, (_, k) => (k === i ? 1 : 0)),
      inputs: Array.from({ length: inputs.count }, (_, k) => k),
    };
    return { spec, deviation: inputs.sizes.map((size) => force / size) };
  });
}

/**
 * Chooses a law for a record: a form of the energy, friction and drive, each the simplest that the evidence does not speak against, and what the velocity columns are.
 * Undefined where no form can be followed.
 */
export function chooseLaw(
  record: SmoothedRecord,
  coordinates: Coordinates,
  options: ChoiceOptions = {},
): Chosen | undefined {
  const { conservative = false, inputs, onProgress } = options;
  const d = record.dimension;
  const measured = record.motions.some(({ values }) =>
    values.some((value, k) => k % (2 * d) >= d && !Number.isNaN(value)),
  );
  const open: VelocityModel = !measured
    ? plainVelocities(d)
    : record.momenta
      ? canonicalMomenta(d)
      : { factors: Array.from({ length: d }, (_, i) => i), count: d, lag: true };
  const usual: readonly FrictionChoice[] = conservative ? [] : ["viscous"];
  const drives: TermChoice[] = [];
  const driven: Compared[] = [];
  for (let round = 0; ; round++) {
    const share = (part: number) => 1 - (1 - part) / 2 ** round;
    onProgress?.(share(0), "form of the law");
    const first = bestForm(record, coordinates, usual, drives, inputs, open);
    if (first === undefined) return undefined;
    onProgress?.(share(0.4), "what the velocities are");
    const judged = measured
      ? judgeVelocities(record, first.fitted, inputs)
      : { velocities: { kind: "none", model: open } as const, record };
    const { velocities, record: used } = judged;
    const kept = velocities.kind === "derived" ? undefined : rivals(first);
    const chosen = measured
      ? (bestForm(used, coordinates, usual, drives, inputs, velocities.model, kept) ?? first)
      : first;
    onProgress?.(share(0.7), "friction");
    const friction = conservative
      ? { kinds: [], fitted: chosen.fitted, compared: [] }
      : bestFriction(used, coordinates, chosen, drives, inputs, velocities.model);
    const result = {
      choice: { form: chosen.form.name, friction: friction.kinds, drives: [...drives], velocities },
      record: used,
      fitted: friction.fitted,
      forms: chosen.compared,
      frictions: friction.compared,
      drives: driven,
    };
    if (conservative || drives.length >= MOST_DRIVES) return result;
    onProgress?.(share(0.9), "drive");
    const found = tryDrive(used, coordinates, chosen, friction, drives, inputs, velocities.model);
    if (found === undefined) return result;
    driven.push({ what: found.what, evidence: found.gain });
    if (!found.pays) return result;
    // With the drive known, form, velocities and friction may look simpler: once more from the beginning.
    drives.push(found.drive);
  }
}

/** A force whose coefficients are all within so many standard deviations of none is none. */
const SIGNIFICANT = 3;

function significant({ law, fit }: FittedCandidate, term: number): boolean {
  const first = law.offsets[term] as number;
  const count = fit.problem.law.terms[term]?.count ?? 0;
  // The frequency of a drive, its third number, says nothing of its size.
  return Array.from({ length: Math.min(2, count) }, (_, k) => first + k).some(
    (k) => Math.abs(fit.theta[k] as number) > SIGNIFICANT * deviationOf(fit, k),
  );
}

/** Where a law misses a record in a systematic way, smaller forces than this only take up some of what it misses. */
const [WHITE, LEAST_SYSTEMATIC] = [0.5, 3e-3];
/** A drive of a smaller share than this is none. */
const LEAST_DRIVE = 1e-3;
/** A friction that feeds the motion must be larger than this to be believed. */
const LEAST_FEEDING = 1e-2;

/** Whether all forces of a kind have a size that can be believed, and friction takes energy. */
function believable(fitted: FittedCandidate, kind: "friction" | "harmonic"): boolean {
  const own = forceShares(fitted, fitted.seen).filter(({ term }) => fitted.candidate.terms[term]?.spec.kind === kind);
  if (!own.some(({ term }) => significant(fitted, term))) return false;
  const share = Math.hypot(...own.map((force) => force.share));
  if (whitenessOf(fitted.fit) < WHITE && share < LEAST_SYSTEMATIC) return false;
  if (kind === "harmonic" && share < LEAST_DRIVE) return false;
  if (kind !== "friction") return true;
  const powerOf = (parts: readonly ForceShare[]) => parts.reduce((sum, { power }) => sum + power, 0);
  // What does not depend on the speed always takes; a part that grows with it may feed, as in Rayleigh's oscillator.
  const dry = own.filter(({ term }) => isDry(fitted.candidate.terms[term]?.spec));
  return powerOf(dry) <= 0 && (powerOf(own) <= 0 || share > LEAST_FEEDING);
}

const isDry = (spec: TermSpec | undefined) => spec?.kind === "friction" && spec.law === "dry";

/**
 * Friction of a record whose form, drives and velocities are known: none, what was chosen, or proportional to the velocity. Undefined where the form cannot be followed.
 */
export function chooseFriction(
  record: SmoothedRecord,
  coordinates: Coordinates,
  choice: Choice,
  { conservative = false, inputs }: ChoiceOptions,
): Pick<Chosen, "choice" | "record" | "fitted" | "frictions"> | undefined {
  const { form, drives, velocities } = choice;
  const used =
    velocities.kind === "derived"
      ? smoothRecord(
          record.motions.map((motion) => positionsAlone(motion, record.dimension)),
          record.dimension,
          record.measured,
        )
      : record;
  const usual: readonly FrictionChoice[] = conservative
    ? []
    : choice.friction.length > 0
      ? choice.friction
      : ["viscous"];
  const best = bestForm(used, coordinates, usual, drives, inputs, velocities.model, new Set([form]));
  if (best === undefined) return undefined;
  if (conservative) return { choice, record: used, fitted: best.fitted, frictions: [] };
  const { kinds, fitted, compared } = bestFriction(used, coordinates, best, drives, inputs, velocities.model, [
    [],
    usual,
    ...(usual.length === 1 && usual[0] === "viscous" ? [] : [["viscous"] as const]),
  ]);
  return { choice: { ...choice, friction: kinds }, record: used, fitted, frictions: compared };
}

interface BestForm {
  readonly form: Candidate;
  /** With which friction it was fitted. */
  readonly friction: readonly FrictionChoice[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
}

function bestForm(
  record: SmoothedRecord,
  coordinates: Coordinates,
  friction: readonly FrictionChoice[],
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
  names?: ReadonlySet<string>,
): BestForm | undefined {
  let best: { form: Candidate; fitted: FittedCandidate } | undefined;
  const compared: Compared[] = [];
  for (const form of conservativeForms(record, coordinates)) {
    if (names !== undefined && !names.has(form.name)) continue;
    const candidate = assemble(record, coordinates, form, friction, drives, inputs);
    const bar = best?.fitted.fit.looseEvidence;
    const hopeless = bar === undefined ? undefined : bar - HOPELESS;
    const fitted = fitCandidate(candidate, record, { velocities, inputs, hopeless });
    if (fitted === undefined) continue;
    const evidence = creditOf(fitted);
    compared.push({ what: form.name, evidence });
    if (best === undefined || evidence > creditOf(best.fitted) + RICHER) best = { form, fitted };
  }
  return best === undefined ? undefined : { ...best, friction, compared };
}

/** Forms that come near the best one: only these may change places when the velocities are seen otherwise. */
function rivals({ compared }: BestForm): Set<string> {
  const most = Math.max(...compared.map(({ evidence }) => evidence));
  return new Set(compared.filter(({ evidence }) => evidence > most - RIVAL).map(({ what }) => what));
}

interface BestFriction {
  readonly kinds: readonly FrictionChoice[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
}

function bestFriction(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form, friction, fitted: first }: BestForm,
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
  tried: readonly (readonly FrictionChoice[])[] = frictionChoices(coordinates),
): BestFriction {
  const isFirst = (kinds: readonly FrictionChoice[]) =>
    kinds.length === friction.length && kinds.every((kind) => friction.includes(kind));
  const compared: Compared[] = [];
  let best: { kinds: readonly FrictionChoice[]; fitted: FittedCandidate } | undefined;
  for (const kinds of tried) {
    // Two kinds together only where one already pays.
    if (
      kinds.length > 1 &&
      (best === undefined || best.kinds.length === 0 || !kinds.includes(best.kinds[0] as FrictionChoice))
    )
      continue;
    const fitted = isFirst(kinds)
      ? first
      : fitCandidate(assemble(record, coordinates, form, kinds, drives, inputs), record, {
          velocities,
          inputs,
          near: first,
        });
    if (fitted === undefined) continue;
    const evidence = creditOf(fitted);
    compared.push({ what: kinds.length === 0 ? "none" : kinds.join(" and "), evidence });
    if (kinds.length > 0 && !believable(fitted, "friction")) continue;
    const margin =
      best === undefined
        ? Number.NEGATIVE_INFINITY
        : best.kinds.length === 0
          ? FRICTION_PAYS
          : kinds.length > best.kinds.length
            ? RICHER
            : best.kinds[0] === "viscous"
              ? 1
              : 0;
    if (best === undefined || evidence > creditOf(best.fitted) + margin) best = { kinds, fitted };
  }
  return best === undefined ? { kinds: friction, fitted: first, compared } : { ...best, compared };
}

/** Forms of one coordinate that a drive is also looked for beside. */
const SIMPLE = /^(angle 1|polynomial 2)$/;

function tryDrive(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form }: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
): { drive: TermChoice; what: string; gain: number; pays: boolean } | undefined {
  const ends = record.motions.flatMap(({ times }) => [times[0] as number, times.at(-1) as number]);
  const origin = (Math.min(...ends) + Math.max(...ends)) / 2;
  const left = ({ law, fit, seen }: FittedCandidate) =>
    findFrequencies(law, fit.theta, pointsOf(seen), record.tick, origin)[0];
  if (explainsAll(fitted, record) && sizeOf(left(fitted), record) < LEAST_DRIVE) return undefined;
  // Over a beat or two, friction and a bent potential take up some of what a drive does: without them too.
  const usual: readonly FrictionChoice[] = kinds.length === 0 ? ["viscous"] : kinds;
  const forms = [
    form,
    ...conservativeForms(record, coordinates).filter(({ name }) => SIMPLE.test(name) && name !== form.name),
  ];
  let best: { drive: TermChoice; driven: FittedCandidate } | undefined;
  for (const own of forms)
    for (const friction of [usual, []]) {
      const without =
        own === form && friction.length === kinds.length
          ? fitted
          : fitCandidate(assemble(record, coordinates, own, friction, drives, inputs), record, {
              velocities,
              inputs,
              near: fitted,
            });
      if (without === undefined) continue;
      const found = left(without);
      if (found === undefined || found.share < LEAST_SHARE) continue;
      const drive = driveOf(record, found, origin);
      const candidate = assemble(record, coordinates, own, friction, [...drives, drive], inputs);
      const driven = fitCandidate(candidate, record, { velocities, inputs });
      if (driven !== undefined && (best === undefined || creditOf(driven) > creditOf(best.driven)))
        best = { drive, driven };
    }
  if (best === undefined) return undefined;
  const { drive, driven } = best;
  const frequency = driven.fit.theta[(driven.law.offsets.at(-1) as number) + 2] as number;
  const gain = creditOf(driven) - creditOf(fitted);
  // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
  const explains = driven.fit.looseness <= Math.max(SMALL_LOOSENESS, fitted.fit.looseness / 3);
  return {
    drive: { ...drive, means: [0, 0, frequency] },
    what: `frequency ${frequency}`,
    gain,
    pays: gain > DRIVE_PAYS && explains && believable(driven, "harmonic"),
  };
}

/** Noise below this share of the spread hides no drive that a law could take for something else. */
const HIDES_NOTHING = 1e-4;

/** Whether a law explains a record throughout, to almost no noise. */
function explainsAll({ fit }: FittedCandidate, { spreads, dimension }: SmoothedRecord): boolean {
  if (fit.looseness > SMALL_LOOSENESS) return false;
  return fit.noise.subarray(0, dimension).every((noise, c) => noise < HIDES_NOTHING * (spreads[c] as number));
}

/** An oscillation's amplitude over the spread of the accelerations. */
const sizeOf = (found: FoundFrequency | undefined, { accelerationSpreads }: SmoothedRecord) =>
  found === undefined ? 0 : Math.hypot(found.cosine, found.sine) / (accelerationSpreads[found.coordinate] as number);

function driveOf(record: SmoothedRecord, { coordinate, frequency }: FoundFrequency, origin: number): TermChoice {
  const force = record.accelerationSpreads[coordinate] as number;
  const direction = Array.from({ length: record.dimension }, (_, k) => (k === coordinate ? 1 : 0));
  return {
    spec: { kind: "harmonic", direction, origin },
    means: [0, 0, frequency],
    deviation: [force / 2, force / 2, 1 / record.tick],
  };
}

/** What a factor of ten more of unexplained changes costs (natural log): a law that explains the record throughout is believed before one that does not. */
const LOOSENESS_COSTS = 4;

/** Log marginal likelihood, less what the law leaves unexplained costs. */
function creditOf({ fit }: Pick<FittedCandidate, "fit">): number {
  return fit.evidence - LOOSENESS_COSTS * Math.max(0, Math.log10(fit.looseness / SMALL_LOOSENESS));
}
