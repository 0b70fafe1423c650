import type { Inputs } from "../choice/fitting/candidate.js";
import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { Coordinates } from "../choice/form-builder.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { priorOf } from "../shooting/belief.js";
import { SMALL_LOOSENESS } from "../shooting/fit.js";
import { deviationOf } from "../shooting/restrict.js";
import { fitParts } from "./fit-parts.js";
import { bendsWithin, kinkedFormulas } from "./kinked-formulas.js";
import { costOf, type Part } from "./part.js";
import { projectedFormulas } from "./project-formulas.js";
import { begunAt } from "./search.js";
import { simpler } from "./simplify.js";
import { targetOf } from "./target.js";

/** A formula fitted to a record. */
export interface Formula {
  readonly parts: readonly Part[];
  readonly fitted: FittedCandidate;
  /** Log marginal likelihood, as of any fit to the same record, and the same less what the parts cost. */
  readonly evidence: number;
  readonly merit: number;
  /** Share of the evidence of all formulas. */
  readonly weight: number;
}

/** Formulas for a fitted law, the likeliest first. */
export interface Formulas {
  readonly formulas: readonly Formula[];
  /** Whether the first explains the record as well as the fitted law does. */
  readonly closed: boolean;
}

export interface FindOptions {
  readonly inputs?: Inputs | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Rounds of simplification. */
const ROUNDS = 3;
/** A formula may fall behind the fitted law by so much (natural log), or leave this much more noise. */
const [BEHIND, NOISIER] = [3, 1.05];
/** A simpler formula must not be less likely by more than this: what was foretold by the linearised fit may be a little off. */
const OFF = 1;
/** Weights below this share are not told. */
const LEAST_WEIGHT = 1e-3;
/** A formula whose loosely connected segments are so much less likely than those of the best (natural log) is not followed further. */
const HOPELESS = 30;

/**
 * Closed forms of a law that was fitted to a record. Every potential is looked for among sums of a library's shapes by holding them against the fitted law's accelerations;
 * the best are fitted to the record itself, made simpler as far as the evidence allows, and weighed by it.
 */
export function findFormulas(
  fitted: FittedCandidate,
  record: SmoothedRecord,
  coordinates: Coordinates,
  { inputs, onProgress }: FindOptions = {},
): Formulas {
  const target = targetOf(fitted, record);
  if (target === undefined) return { formulas: [], closed: false };
  const task = { fitted, record, coordinates, inputs, target };
  const among = (candidates: readonly (readonly Part[])[]) =>
    fittedFormulas(candidates, fitted, record, { inputs, onProgress });
  const smooth = among(projectedFormulas(task));
  if (smooth.closed) return smooth;
  const kinked = among(kinkedFormulas(task));
  const [likeliest] = kinked.formulas;
  return kinked.closed && likeliest !== undefined && bendsWithin(likeliest, record) ? kinked : smooth;
}

/** The best of formulas' candidates, fitted to the record and made simpler. */
function fittedFormulas(
  candidates: readonly (readonly Part[])[],
  fitted: FittedCandidate,
  record: SmoothedRecord,
  { inputs, onProgress }: FindOptions,
): Formulas {
  const found: Omit<Formula, "weight">[] = [];
  let best: Omit<Formula, "weight"> | undefined;
  candidates.forEach((parts, i) => {
    onProgress?.(i / candidates.length);
    const bar = best?.fitted.fit.looseEvidence;
    const hopeless = bar === undefined ? undefined : bar - HOPELESS;
    const first = fitParts(parts, fitted, record, inputs, hopeless);
    if (first === undefined) return;
    const own = formulaOf(parts, first);
    if (best !== undefined && own.merit + simplicityOf(own) < best.merit + Math.log(LEAST_WEIGHT)) return;
    const simple = simplified(own, record, inputs);
    found.push(simple);
    if (best === undefined || simple.merit > best.merit) best = simple;
  });
  const formulas = weighed(found);
  const likeliest = formulas[0];
  return { formulas, closed: likeliest !== undefined && explains(likeliest.fitted, fitted) };
}

/** A formula that was found on a part of a record, fitted to the whole, of which `whole` is a fit; and whether it explains that as well. Undefined where it cannot be followed. */
export function refitFormula(
  { parts, fitted }: Pick<Formula, "parts" | "fitted">,
  whole: FittedCandidate,
  record: SmoothedRecord,
  inputs: Inputs | undefined,
): { fitted: FittedCandidate; closed: boolean } | undefined {
  const begun = begunAt(parts, fitted.fit.theta.subarray(0, fitted.law.count));
  const found = fitParts(begun, whole, record, inputs);
  return found === undefined ? undefined : { fitted: found, closed: explains(found, whole) };
}

/** Whether a formula leaves no more than the law it was made from. */
function explains({ fit }: FittedCandidate, { fit: flexible }: FittedCandidate): boolean {
  if (fit.evidence > flexible.evidence - BEHIND) return true;
  return (
    fit.looseness <= Math.max(flexible.looseness, SMALL_LOOSENESS) &&
    fit.noise.every((sigma, c) => sigma <= NOISIER * (flexible.noise[c] as number))
  );
}

function formulaOf(parts: readonly Part[], fitted: FittedCandidate): Omit<Formula, "weight"> {
  const { evidence } = fitted.fit;
  return { parts, fitted, evidence, merit: evidence - costOf(parts) };
}

/** What a formula can gain at most if its coefficients become known numbers and its parts fewer: what it pays for both now. */
function simplicityOf({ parts, fitted: { fit, law, beliefs } }: Omit<Formula, "weight">): number {
  const { precisions } = priorOf(beliefs, fit.hyper, fit.theta.length);
  let sum = costOf(parts);
  for (let k = 0; k < law.count; k++)
    sum += Math.max(0, -Math.log(deviationOf(fit, k) * Math.sqrt(precisions[k] as number)));
  return sum;
}

function simplified(
  start: Omit<Formula, "weight">,
  record: SmoothedRecord,
  inputs: Inputs | undefined,
): Omit<Formula, "weight"> {
  let formula = start;
  for (let round = 0; round < ROUNDS; round++) {
    const parts = simpler(formula.fitted, formula.parts);
    const fitted = parts === undefined ? undefined : fitParts(parts, formula.fitted, record, inputs);
    if (parts === undefined || fitted === undefined || formulaOf(parts, fitted).merit < formula.merit - OFF) break;
    formula = formulaOf(parts, fitted);
  }
  return formula;
}

/** Each formula once, with its share of the evidence. */
function weighed(found: readonly Omit<Formula, "weight">[]): Formula[] {
  const sorted = [...found].sort((a, b) => b.merit - a.merit);
  const names = new Set<string>();
  const once = sorted.filter(({ parts }) => {
    const name = parts
      .map((part) => `${part.name} ${part.spec.kind === "restricted" ? part.spec.fixed.join() : ""}`)
      .sort()
      .join();
    return !names.has(name) && names.add(name);
  });
  const top = once[0]?.merit ?? 0;
  const total = once.reduce((sum, { merit }) => sum + Math.exp(merit - top), 0);
  return once
    .map((formula) => ({ ...formula, weight: Math.exp(formula.merit - top) / total }))
    .filter(({ weight }) => weight >= LEAST_WEIGHT);
}
