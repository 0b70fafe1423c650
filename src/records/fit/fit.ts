import { UserError } from "../../base/errors.js";
import { nelderMead } from "../../numerics/index.js";
import {
  type ConditionedMotions,
  condition,
  type Design,
  designOf,
  type ExtraForces,
  type MotionMean,
  type MotionScales,
  meanOf,
  scaledField,
  termWeights,
} from "./motion-process.js";
import { integralResponse, linearResponse, type Response, type Stretch, solveNodes } from "./response.js";
import type { ScaledRecord } from "./scaled.js";
import { divide, type StretchRange, smoothedStretch } from "./stretches.js";
import { hyperpriorLoss, type Structure, startingScales, unpackScales } from "./structure.js";

/** A process fitted to a record, in the units of the fit. */
export interface ProcessFit {
  readonly record: ScaledRecord;
  readonly structure: Structure;
  readonly scales: MotionScales;
  readonly design: Design;
  /** What rows make of the terms' derivatives. */
  readonly rowsOfTerms: readonly Float64Array[];
  readonly conditioned: ConditionedMotions;
  readonly mean: MotionMean;
  /** The stretches that each have one initial state. */
  readonly ranges: readonly StretchRange[];
  /** Samples of the longest stretch that one initial state explains, and of the longest motion. */
  readonly reach: { readonly samples: number; readonly of: number };
  /** Root mean square of the measurements less the fitted motion, in units of the noise. */
  readonly residual: number;
}

/** Structure and hyperparameters, chosen by the evidence. */
export interface ChosenProcess {
  readonly structure: Structure;
  readonly scales: MotionScales;
  readonly design: Design;
  readonly rowsOfTerms: readonly Float64Array[];
  readonly conditioned: ConditionedMotions;
  /** Logarithms of the hyperparameters. */
  readonly theta: Float64Array;
  /** Log evidence with the hyperprior. */
  readonly evidence: number;
}

/** First stretches last this many ticks: about a third of a period. */
const FIRST_STRETCH = 2;
/** A prediction that leaves this many spreads has run away. */
const BOUND = 20;
const ITERATIONS = 4;
const CHOOSING_ROWS = 120;

/** The linear problem of the first pass: short stretches about the smoothed motion, whose integral the field must give. */
export function firstDesign(
  record: ScaledRecord,
  structure: Structure,
  ranges: readonly StretchRange[] = divide(record, FIRST_STRETCH),
) {
  const size = record.noise.length;
  const d = size / 2;
  const A = new Float64Array(size * size);
  if (structure.kinetic) for (let c = 0; c < d; c++) A[c * size + d + c] = record.kinetic.rates[c] as number;
  const stretches = ranges.map((range) => smoothedStretch(record, range));
  const responses = stretches.map((stretch) => integralResponse(stretch, size, A));
  const design = designOf(record, structure, stretches, responses);
  return { design, rowsOfTerms: termWeights(record, design, structure) };
}

/** Some of the stretches, evenly chosen: the search for hyperparameters costs the square of their rows. */
function fewer(ranges: readonly StretchRange[], { measured }: ScaledRecord): StretchRange[] {
  const rows = ranges.reduce((total, { first, last }) => total + (last - first + 1) * measured.length, 0);
  const stride = Math.max(1, Math.ceil(rows / CHOOSING_ROWS));
  return ranges.filter((_, i) => i % stride === 0);
}

/** Hyperparameters of highest posterior density for one structure, with forces beyond H where `extra` says so. */
export function chooseScales(
  record: ScaledRecord,
  structure: Structure,
  { design, rowsOfTerms }: LinearProblem,
  { extra, start, evaluations = 100 }: ScaleSearch = {},
): ChosenProcess | undefined {
  const scalesOf = (theta: Float64Array): MotionScales => {
    const size = startingScales(structure).length;
    return { ...unpackScales(structure, theta), extra: extra?.(theta.subarray(size)) };
  };
  const loss = (theta: Float64Array) => {
    const found = condition(record, design, rowsOfTerms, scalesOf(theta));
    return found === undefined ? Number.POSITIVE_INFINITY : hyperpriorLoss(structure, theta) - found.evidence;
  };
  const { x, value } = nelderMead(loss, start ?? startingScales(structure), { evaluations });
  if (!Number.isFinite(value)) return undefined;
  const scales = scalesOf(x);
  const conditioned = condition(record, design, rowsOfTerms, scales);
  if (conditioned === undefined) return undefined;
  return { structure, scales, design, rowsOfTerms, conditioned, theta: x, evidence: -value };
}

/** A design with what its rows make of a structure's terms. */
export type LinearProblem = Pick<ChosenProcess, "design" | "rowsOfTerms">;

export interface ScaleSearch {
  /** Forces beyond H as a function of the variables that follow the structure's. */
  readonly extra?: (variables: Float64Array) => ExtraForces;
  readonly start?: Float64Array;
  readonly evaluations?: number;
}

/** The linear problem that hyperparameters are chosen by. */
export function choosingProblem(record: ScaledRecord, structure: Structure): LinearProblem {
  return firstDesign(record, structure, fewer(divide(record, FIRST_STRETCH), record));
}

/** The structure with the highest evidence. Throws `UserError` where none can be fitted. */
export function chooseStructure(record: ScaledRecord, structures: readonly Structure[]): ChosenProcess {
  const found = structures
    .map((structure) => chooseScales(record, structure, choosingProblem(record, structure)))
    .filter((chosen) => chosen !== undefined)
    .sort((a, b) => b.evidence - a.evidence)[0];
  const whole = found && firstDesign(record, found.structure);
  const conditioned = found && whole && condition(record, whole.design, whole.rowsOfTerms, found.scales);
  if (found === undefined || whole === undefined || conditioned === undefined)
    throw new UserError("no energy could be fitted to the record; are its numbers of one motion?");
  return { ...found, ...whole, conditioned };
}

/**
 * The process given the whole motion: from the first pass on, stretches are joined two by two and the response is taken about the
 * motion that the current energy predicts, as long as that motion stays by the measurements (Gauss-Newton on the states,
 * multiple shooting on ever longer stretches).
 */
export function fitMotion(record: ScaledRecord, chosen: ChosenProcess): ProcessFit {
  const longest = Math.max(...record.motions.map(({ times }) => times.length));
  const ranges = divide(record, FIRST_STRETCH);
  let best = fitOf(record, chosen, ranges, longest);
  const spans = record.motions.map(({ times }) => (times.at(-1) as number) - (times[0] as number));
  for (let duration = FIRST_STRETCH; ; duration *= 2) {
    const found = refine(record, best, divide(record, duration), longest);
    if (found === undefined) break;
    best = found;
    if (duration >= Math.max(...spans)) break;
  }
  return best;
}

/** The same with other hyperparameters and noises, the motion followed anew; the fit as it was where that fails. */
export function refitMotion(
  fit: ProcessFit,
  { record, ...found }: Pick<ProcessFit, "record" | "scales" | "conditioned">,
): ProcessFit {
  const { ranges, reach } = fit;
  return refine(record, fitOf(record, { ...fit, ...found }, ranges, reach.of), ranges, reach.of) ?? fit;
}

/** Gauss-Newton steps on given stretches; undefined where the motion cannot be followed. */
function refine(
  record: ScaledRecord,
  start: ProcessFit,
  ranges: readonly StretchRange[],
  longest: number,
): ProcessFit | undefined {
  const { structure } = start;
  let current = start;
  let last = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const field = scaledField(record, structure, current.mean.terms);
    const solved = ranges.map((range): [Stretch, Response] | undefined => {
      const stretch = smoothedStretch(record, range);
      const initial = initialStateFor(current, stretch, record);
      const nodes = solveNodes(stretch, initial, field, BOUND);
      if (nodes === undefined) return undefined;
      const about = { ...stretch, nodes };
      return [about, linearResponse(about, record.noise.length, field)];
    });
    if (solved.some((pair) => pair === undefined)) return undefined;
    const pairs = solved as [Stretch, Response][];
    const design = designOf(
      record,
      structure,
      pairs.map(([stretch]) => stretch),
      pairs.map(([, response]) => response),
    );
    const rowsOfTerms = termWeights(record, design, structure);
    const conditioned = condition(record, design, rowsOfTerms, current.scales);
    if (conditioned === undefined) return undefined;
    const next = fitOf(record, { ...current, design, rowsOfTerms, conditioned }, ranges, longest);
    // Far from the measurements the linear response means nothing.
    if (!(next.residual < Math.max(ACCEPTED, 3 * start.residual))) return undefined;
    current = next;
    if (Math.abs(last - next.residual) < 1e-3 * next.residual) break;
    last = next.residual;
  }
  return current;
}

/** Residuals of this many times the noise are taken for a failure. */
const ACCEPTED = 5;

/** The most probable initial state of the earlier stretch that began at the same time, else the smoothed one. */
function initialStateFor({ design, mean }: ProcessFit, stretch: Stretch, { noise }: ScaledRecord): Float64Array {
  const size = noise.length;
  const same = design.stretches.findIndex(
    (other) =>
      other.times[0] === stretch.times[0] &&
      other.observed.subarray(0, size).join() === stretch.observed.subarray(0, size).join(),
  );
  return same < 0 ? stretch.nodes.slice(0, size) : mean.initialStates.slice(same * size, (same + 1) * size);
}

function fitOf(
  record: ScaledRecord,
  chosen: Omit<ChosenProcess, "evidence" | "theta">,
  ranges: readonly StretchRange[],
  longest: number,
): ProcessFit {
  const { design, rowsOfTerms, scales, conditioned, structure } = chosen;
  const mean = meanOf(record, design, rowsOfTerms, scales, conditioned.weights);
  // C^-1 r is what the noise explains, divided by its variance.
  const squares = design.rows.reduce((sum, { component }, r) => {
    const deviation = (record.noise[component] as number) * scales.noise;
    return sum + ((conditioned.weights[r] as number) * deviation) ** 2;
  }, 0);
  const samples = Math.max(...design.stretches.map(({ times }) => times.length));
  return {
    record,
    structure,
    scales,
    design,
    rowsOfTerms,
    conditioned,
    mean,
    ranges,
    reach: { samples, of: longest },
    residual: Math.sqrt(squares / design.rows.length),
  };
}
