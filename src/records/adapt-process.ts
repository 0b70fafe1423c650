import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT, FEWEST_SAMPLES } from "./adaptation.js";
import { checkConservative } from "./fit/conservative.js";
import { drawFit } from "./fit/draw.js";
import type { WeightedTerm } from "./fit/energy-model.js";
import {
  type ChosenProcess,
  chooseScales,
  chooseStructure,
  choosingProblem,
  firstDesign,
  fitMotion,
  type ProcessFit,
  refitMotion,
} from "./fit/fit.js";
import { condition } from "./fit/motion-process.js";
import { ownState, ownTerm, ownWaves } from "./fit/own-units.js";
import { likeliestScales, possibleScales } from "./fit/possible-scales.js";
import { type ScaledRecord, scaleRecord } from "./fit/scaled.js";
import { structuresOf } from "./fit/structure.js";
import { measureHeldOut, motionsOf, samplesSeen } from "./held-out.js";
import { type EnergyModel, fieldOf } from "./model.js";
import type { Recording } from "./recording.js";

/** Energies drawn for bands: of their own scatter a deviation found from so many is uncertain by an eighth. */
const DRAWS = 32;
/** Rows of the linear problem: measured components times samples. */
const MOST_ROWS = 240;

/**
 * Learns the energy of a record: a Gaussian process of H whose motion, not whose derivatives, is held against the
 * measurements. The form of H and its length scales are those of highest evidence; an end of the record is kept back to
 * measure the prediction, then the model is fitted to the whole.
 *
 * Throws `UserError` for records with too few samples.
 */
export function adaptProcess(record: Recording, options: AdaptRecordOptions = {}): Adaptation {
  const { holdOut = DEFAULT_HOLD_OUT, draws = DRAWS, seed = 0, onProgress } = options;
  checkLengths(record);
  const tell = (done: number, what: string) => onProgress?.(done, 4, what);
  const structures = structuresOf(record.space.dimension, record.momenta !== "given");

  tell(0, "smoothing and structure");
  const seen = samplesSeen(record, holdOut);
  const partial = scaleRecord(record, chooseSamples(record, seen));
  const chosen = chooseStructure(partial, structures);
  tell(1, "is it conservative?");
  const check = checkConservative(partial, chosen, choosingProblem(partial, chosen.structure));
  tell(2, "held-out error");
  const first = fitMotion(partial, chosen);
  const predictor = {
    field: fieldOf(modelOf(record, first), record.space.dimension),
    starts: startsOf(first, first.mean.initialStates),
    tick: first.record.units.tick,
  };
  const heldOut = measureHeldOut(record, holdOut, noiseOf(first), motionsOf(predictor));
  const useless = explainsNothing(first, heldOut.relative);
  tell(3, "fit to the whole record");
  const used = chooseSamples(
    record,
    record.motions.map(({ times }) => times.length),
  );
  const whole = scaleRecord(record, used);
  const followed = fitMotion(whole, rechosen(whole, chosen));
  const fit = refitMotion(followed, likeliestScales(followed));
  const adaptation = adaptationOf(record, fit, { draws, seed });
  tell(4, "done");
  return {
    ...adaptation,
    learnedBy: "process",
    tried: [{ method: "process", relative: heldOut.relative }],
    check: useless === undefined ? check : { ...check, verdict: "undetermined", reasons: [...check.reasons, useless] },
    heldOut,
    forces: [],
    structure: { name: fit.structure.name, formula: fit.structure.formula },
    used: used.reduce((total, choice) => total + choice.length, 0),
  };
}

/** An energy that leaves this share of the motion's spread, or misses the held-out end by it, is that of another motion. */
const HALF = 0.5;
/** Who guesses the mean misses by about the spread; this is more, whatever the motion. */
const GUESS = 1.2;

/** In words, that an energy neither explains the record nor predicts it: then nothing speaks against friction or a drive either. Undefined where it does one of them. */
function explainsNothing({ record, scales }: ProcessFit, missed: number): string | undefined {
  const left = scales.noise * Math.max(...record.measured.map((a) => record.noise[a] as number));
  if (left > HALF && missed > HALF)
    return `the energy leaves most of the motion unexplained and misses the held-out end by ${Math.round(100 * missed)} % of the motion's spread: it does not explain the record`;
  return missed > GUESS
    ? `the energy misses the held-out end by ${Math.round(100 * missed)} % of the motion's spread, more than a guess of its mean does`
    : undefined;
}

function checkLengths({ source, motions, space }: Recording): void {
  for (const { id, times } of motions)
    if (times.length < FEWEST_SAMPLES)
      throw new UserError(
        `${source}: ${id === "" ? "the motion" : `motion "${id}"`} has ${times.length} samples; at least ${FEWEST_SAMPLES} are needed`,
      );
  const most = Math.floor(MOST_ROWS / (2 * space.dimension) / FEWEST_SAMPLES);
  if (motions.length > most)
    throw new UserError(
      `${source}: ${motions.length} motions of ${space.dimension} coordinates; at most ${most} can be fitted together`,
    );
}

/** Evenly spaced samples of the first `seen` of every motion, so many that the fit stays quick. */
function chooseSamples({ motions, momenta, space }: Recording, seen: readonly number[]): number[][] {
  const components = momenta === "positions" ? space.dimension : 2 * space.dimension;
  const most = Math.max(FEWEST_SAMPLES, Math.floor(MOST_ROWS / components / motions.length));
  return motions.map((_, m) => {
    const N = seen[m] as number;
    const count = Math.min(N, most);
    return Array.from({ length: count }, (_, k) => Math.round((k * (N - 1)) / Math.max(1, count - 1)));
  });
}

/** The structure chosen before, with hyperparameters found anew from those of before. */
function rechosen(record: ScaledRecord, before: ChosenProcess): ChosenProcess {
  const { structure, theta } = before;
  const found = chooseScales(record, structure, choosingProblem(record, structure), { start: theta, evaluations: 40 });
  const whole = firstDesign(record, structure);
  const scales = found?.scales ?? before.scales;
  const conditioned = condition(record, whole.design, whole.rowsOfTerms, scales);
  if (conditioned === undefined) throw new UserError("the energy could not be fitted to the whole record");
  return { ...before, ...found, ...whole, scales, conditioned };
}

/** Where a motion's last stretch begins in a fit, as index of the stretch. */
function lastStretches(fit: ProcessFit): number[] {
  const { record, design } = fit;
  let stretch = -1;
  return record.motions.map(({ times }) => {
    const end = times.at(-1) as number;
    do stretch++;
    while (design.stretches[stretch]?.times.at(-1) !== end);
    return stretch;
  });
}

function startsOf(fit: ProcessFit, initialStates: Float64Array): { time: number; state: Float64Array }[] {
  const size = fit.record.noise.length;
  return lastStretches(fit).map((stretch) => ({
    time: (fit.design.stretches[stretch]?.times[0] as number) * fit.record.units.tick,
    state: ownState(initialStates.subarray(stretch * size, (stretch + 1) * size), fit.record.units),
  }));
}

function modelOf(record: Recording, fit: ProcessFit): EnergyModel {
  const { units } = fit.record;
  return {
    space: record.space,
    time: record.time,
    ...(fit.structure.kinetic ? { masses: record.masses } : {}),
    terms: fit.mean.terms.map((term) => ownTerm(term, units)),
    draws: [],
  };
}

/** Measurement noise of every component in its own unit; null where it was not measured. */
function noiseOf({ record: { units, measured, noise }, scales }: ProcessFit): (number | null)[] {
  return Array.from(noise, (value, a) =>
    measured.includes(a) ? value * scales.noise * (units.spread[a] as number) : null,
  );
}

/** The same term with the variance that the mean has, as the terms of all draws have in a file: weights take up the difference. */
function ofVariance(term: WeightedTerm, variance = term.variance): WeightedTerm {
  return { ...term, variance, weights: term.weights.map((weight) => (weight * term.variance) / variance) };
}

function adaptationOf(record: Recording, fit: ProcessFit, { draws, seed }: { draws: number; seed: number }) {
  const { units } = fit.record;
  const size = fit.record.noise.length;
  const random = randomStream(seed, "energies");
  const starts = startsOf(fit, fit.mean.initialStates);
  const possible = possibleScales(fit, draws, random);
  const drawn = possible.map((scales) => {
    const { terms, waves, initialStates } = drawFit({ ...fit, ...scales }, random);
    const states = startsOf(fit, initialStates).map(({ state }) => state);
    return {
      terms: terms.map((term, t) => ownTerm(ofVariance(term, fit.mean.terms[t]?.variance), units)),
      waves: waves.map((wave) => ownWaves(wave, units)),
      states: Float64Array.from(states.flatMap((state) => [...state])),
    };
  });
  const model: EnergyModel = { ...modelOf(record, fit), draws: drawn };
  return {
    model,
    noise: noiseOf(fit),
    tick: units.tick,
    reach: fit.reach,
    residual: fit.residual,
    motions: record.motions.map(({ id }, m) => ({
      id,
      start: starts[m] as (typeof starts)[number],
      drawnStarts: Float64Array.from(drawn.flatMap(({ states }) => [...states.subarray(m * size, (m + 1) * size)])),
    })),
  };
}
