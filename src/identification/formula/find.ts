import type { Inputs } from "../choice/fitting/candidate.js";
import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { Coordinates } from "../choice/form-builder.js";
import type { FeatureSpec } from "../law/spec.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { priorOf } from "../shooting/belief.js";
import { SMALL_LOOSENESS } from "../shooting/fit.js";
import { deviationOf } from "../shooting/restrict.js";
import { argumentOf } from "./argument.js";
import { partsOf } from "./assemble.js";
import { fitParts } from "./fit-parts.js";
import { forceSize } from "./force-size.js";
import { type Argument, rowsOfFeature, shapesOf } from "./library.js";
import { costOf, type Part } from "./part.js";
import { ownProducts, productsOf } from "./product-library.js";
import { begunAt, type FoundParts, judge, type SearchWidth, searchSums } from "./search.js";
import { simpler } from "./simplify.js";
import { springPairs } from "./springs.js";
import { type Target, targetOf } from "./target.js";

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

/** Formulas of the projection that go on to be fitted; sums a term that are combined with those of others; rounds of simplification. */
const [FITTED, OPTIONS, ROUNDS] = [8, 4, 3];
/** How far potentials are searched: the only one of one argument with all pairs of shapes, one among others with fewer, one of all coordinates with longer sums. */
const ALONE: SearchWidth = { longest: 3, widths: [100, 3] };
const AMONG_OTHERS: SearchWidth = { longest: 2, widths: [3, 3] };
const IN_THE_PLANE: SearchWidth = { longest: 5, widths: [3, 3] };
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
  const candidates = projected(fitted, record, coordinates, inputs, target);
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

/** Whole formulas as lists of parts, the best of the projection. */
function projected(
  fitted: FittedCandidate,
  record: SmoothedRecord,
  coordinates: Coordinates,
  inputs: Inputs | undefined,
  target: Target,
): (readonly Part[])[] {
  const d = record.dimension;
  const all = partsOf(fitted);
  const open = all.filter(({ spec }) => spec.kind === "potential" || spec.kind === "product");
  const kept = all.filter((part) => !open.includes(part));
  // Where masses depend on place, a force may mostly hold another in balance, as that of a centre does what turns about it.
  const bent = fitted.candidate.terms.some(
    ({ spec }) => spec.kind === "kinetic" && spec.basis !== undefined && spec.basis.kind !== "constant",
  );
  const options = open.map((part) => {
    const { spec } = part;
    const least = bent ? forceSize(fitted, record, all.indexOf(part)) : 0;
    const centre = spec.kind === "potential" ? knownCentre(spec.feature) : undefined;
    const argument =
      spec.kind === "potential"
        ? argumentOf([rowsOfFeature(spec.feature)], record, coordinates, centre, least)
        : undefined;
    const library =
      argument !== undefined
        ? shapesOf(argument).map((shape) => ({ ...shape, name: `${shape.name} of ${part.name}` }))
        : spec.kind === "product" && hasAngles(spec)
          ? ownProducts(part, spec)
          : productsOf(record, coordinates);
    const others = all.filter((other) => other !== part);
    const width = spec.kind === "product" ? IN_THE_PLANE : open.length > 1 ? AMONG_OTHERS : ALONE;
    return chosen(
      searchSums(others, library, d, inputs, target, width),
      springsOf(others, library, argument, centre !== undefined),
    );
  });
  let sums: (readonly Part[])[] = [[]];
  options.forEach((own, i) => {
    const extended = sums.flatMap((sum) => own.map((parts) => [...sum, ...parts]));
    if (options.length === 1) sums = extended;
    else {
      const rest = open.slice(i + 1);
      sums = judged([...kept, ...rest], extended).slice(0, 3 * OPTIONS);
    }
  });
  return judged(kept, sums)
    .slice(0, options.length === 1 ? sums.length : FITTED)
    .map((sum) => [...kept, ...sum]);

  function springsOf(
    others: readonly Part[],
    library: readonly Part[],
    argument: Argument = aboutOrigin(library),
    centred: boolean,
  ): FoundParts[] {
    const own = others.reduce((sum, { start }) => sum + start.length, 0);
    return springPairs(library, argument, centred).flatMap((pair) => {
      const found = judge(others, pair, d, inputs, target);
      return found === undefined ? [] : [{ ...found, parts: begunAt(found.parts, found.theta.subarray(own)) }];
    });
  }

  /** The argument of the shapes among products: all coordinates together. */
  function aboutOrigin(library: readonly Part[]): Argument {
    const spec = library.find((part) => part.spec.kind === "shape")?.spec;
    return argumentOf(spec?.kind === "shape" ? spec.groups : [[]], record, coordinates);
  }

  function judged(base: readonly Part[], list: readonly (readonly Part[])[]): (readonly Part[])[] {
    const count = base.reduce((sum, { start }) => sum + start.length, 0);
    return list
      .map((parts) => judge(base, parts, d, inputs, target))
      .filter((found): found is FoundParts => found !== undefined)
      .sort((a, b) => b.evidence - a.evidence)
      .map(({ parts, theta }) => begunAt(parts, theta.subarray(count)));
  }
}

/** Whether products are of functions of an angle: these are known, and no start of a search. */
const hasAngles = ({ factors }: Extract<Part["spec"], { readonly kind: "product" }>): boolean =>
  factors.some(({ basis }) => basis.kind === "fourier");

/** The centre of a distance, where it is not the origin. */
function knownCentre(feature: FeatureSpec): readonly number[] | undefined {
  return feature.kind === "distance" && feature.origin.some((x) => x !== 0) ? feature.origin : undefined;
}

/** The best sums of every length, the likeliest first: how exact the fitted law is between its points is not known to the projection. */
function chosen(found: readonly FoundParts[], springs: readonly FoundParts[]): (readonly Part[])[] {
  const lengths = [...new Set(found.map(({ parts }) => parts.length))];
  const best = lengths.flatMap((length) =>
    found.filter(({ parts }) => parts.length === length).slice(0, length === 1 ? 4 : 2),
  );
  // An angle's own potential, even where a small swing was learned as a parabola's.
  const usual = found.find(({ parts }) => parts.length === 1 && parts[0]?.name.startsWith("cosine 1 of"));
  if (usual !== undefined && !best.includes(usual)) best.push(usual);
  const names = ({ parts }: FoundParts) =>
    parts
      .map(({ name }) => name)
      .sort()
      .join();
  const others = best.filter((sum) => !springs.some((spring) => names(spring) === names(sum)));
  return [...others, ...springs].sort((a, b) => b.evidence - a.evidence).map(({ parts }) => parts);
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
