import type { FrictionKind } from "../law/friction.js";
import type { TermSpec } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { plainVelocities, type VelocityModel } from "../shooting/record.js";
import type { Candidate, Inputs, TermChoice } from "./candidate.js";
import { findFrequencies } from "./drive-search.js";
import { type FittedCandidate, fitCandidate, pointsOf } from "./fit-candidate.js";
import { type Coordinates, conservativeForms, frictionTerms } from "./forms.js";
import { judgeVelocities, type VelocityJudgement } from "./judge-velocities.js";

/** What the user asks for or rules out. */
export interface ChoiceOptions {
  /** The energy alone: neither friction nor drive. */
  readonly conservative?: boolean | undefined;
  readonly inputs?: Inputs | undefined;
  /** Told what is being done and what share of it is done. */
  readonly onProgress?: ((share: number, what: string) => void) | undefined;
}

/** The form of a law, as chosen for a record; `formTerms` builds it for another part of the same record. */
export interface Choice {
  /** Name of the conservative form, see `conservativeForms`. */
  readonly form: string;
  readonly friction: readonly FrictionKind[];
  /** Harmonic drives, with first values. */
  readonly drives: readonly TermChoice[];
  readonly velocities: VelocityJudgement;
}

/** What was compared on the way: log marginal likelihoods on the same measurements. */
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

/** A richer form must be so much likelier (natural log). */
const RICHER = 2;
/** Friction, and a drive, must be so much likelier than none. */
const [FRICTION_PAYS, DRIVE_PAYS] = [4, 6];
const MOST_DRIVES = 3;
/** An oscillation that explains less of the unexplained accelerations than this is not tried as a drive. */
const LEAST_SHARE = 0.02;
/** Segments that stay apart by less than this, in spreads a tick, form one motion. */
export const SMALL_LOOSENESS = 1e-4;

const FRICTIONS: readonly (readonly FrictionKind[])[] = [
  [],
  ["viscous"],
  ["dry"],
  ["quadratic"],
  ["cubic"],
  ["dry", "viscous"],
  ["viscous", "quadratic"],
];

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
  friction: readonly FrictionKind[],
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
  const open: VelocityModel = measured
    ? { factors: Array.from({ length: d }, (_, i) => i), count: d, lag: true }
    : plainVelocities(d);
  const usual: readonly FrictionKind[] = conservative ? [] : ["viscous"];
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
    const chosen = measured ? (bestForm(used, coordinates, usual, drives, inputs, velocities.model) ?? first) : first;
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

interface BestForm {
  readonly form: Candidate;
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
}

function bestForm(
  record: SmoothedRecord,
  coordinates: Coordinates,
  friction: readonly FrictionKind[],
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
): BestForm | undefined {
  let best: { form: Candidate; fitted: FittedCandidate } | undefined;
  const compared: Compared[] = [];
  for (const form of conservativeForms(record, coordinates)) {
    const candidate = assemble(record, coordinates, form, friction, drives, inputs);
    const fitted = fitCandidate(candidate, record, { velocities, inputs, near: best?.fitted });
    if (fitted === undefined) continue;
    const { evidence } = fitted.fit;
    compared.push({ what: form.name, evidence });
    if (best === undefined || evidence > best.fitted.fit.evidence + RICHER) best = { form, fitted };
  }
  return best === undefined ? undefined : { ...best, compared };
}

interface BestFriction {
  readonly kinds: readonly FrictionKind[];
  readonly fitted: FittedCandidate;
  readonly compared: readonly Compared[];
}

function bestFriction(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form, fitted: viscous }: BestForm,
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
): BestFriction {
  const compared: Compared[] = [];
  let best: { kinds: readonly FrictionKind[]; fitted: FittedCandidate } | undefined;
  for (const kinds of FRICTIONS) {
    // Two kinds together only where one already pays.
    if (
      kinds.length > 1 &&
      (best === undefined || best.kinds.length === 0 || !kinds.includes(best.kinds[0] as FrictionKind))
    )
      continue;
    const fitted =
      kinds.length === 1 && kinds[0] === "viscous"
        ? viscous
        : fitCandidate(assemble(record, coordinates, form, kinds, drives, inputs), record, {
            velocities,
            inputs,
            near: viscous,
          });
    if (fitted === undefined) continue;
    const { evidence } = fitted.fit;
    compared.push({ what: kinds.length === 0 ? "none" : kinds.join(" and "), evidence });
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
    if (best === undefined || evidence > best.fitted.fit.evidence + margin) best = { kinds, fitted };
  }
  return best === undefined ? { kinds: ["viscous"], fitted: viscous, compared } : { ...best, compared };
}

function tryDrive(
  record: SmoothedRecord,
  coordinates: Coordinates,
  { form }: BestForm,
  { kinds, fitted }: BestFriction,
  drives: readonly TermChoice[],
  inputs: Inputs | undefined,
  velocities: VelocityModel,
): { drive: TermChoice; what: string; gain: number; pays: boolean } | undefined {
  const { law, fit } = fitted;
  const ends = record.motions.flatMap(({ times }) => [times[0] as number, times.at(-1) as number]);
  const origin = (Math.min(...ends) + Math.max(...ends)) / 2;
  const found = findFrequencies(law, fit.theta, pointsOf(record), record.tick, origin)[0];
  if (found === undefined || found.share < LEAST_SHARE) return undefined;
  const d = record.dimension;
  const force = record.accelerationSpreads[found.coordinate] as number;
  const drive: TermChoice = {
    spec: {
      kind: "harmonic",
      direction: Array.from({ length: d }, (_, k) => (k === found.coordinate ? 1 : 0)),
      origin,
    },
    means: [0, 0, found.frequency],
    deviation: [force / 2, force / 2, 1 / record.tick],
  };
  const usual = kinds.length === 0 ? (["viscous"] as const) : kinds;
  const driven = fitCandidate(assemble(record, coordinates, form, usual, [...drives, drive], inputs), record, {
    velocities,
    inputs,
  });
  if (driven === undefined) return undefined;
  const theta = driven.fit.theta;
  const at = driven.law.offsets.at(-1) as number;
  const gain = driven.fit.evidence - fit.evidence;
  // Where segments stay apart all the same, an oscillation has only taken up some of what the form does not explain.
  const explains = driven.fit.looseness <= Math.max(SMALL_LOOSENESS, fit.looseness / 3);
  return {
    drive: { ...drive, means: [0, 0, theta[at + 2] as number] },
    what: `frequency ${theta[at + 2]}`,
    gain,
    pays: gain > DRIVE_PAYS && explains,
  };
}
