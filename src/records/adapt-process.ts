import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { type ConservativeCheck, checkConservative } from "./fit/conservative.js";
import { drawFit } from "./fit/draw.js";
import {
  type Chosen,
  chooseScales,
  chooseStructure,
  choosingProblem,
  type Fit,
  firstDesign,
  fitMotion,
} from "./fit/fit.js";
import { condition } from "./fit/motion-process.js";
import { ownState, ownTerm, ownWaves } from "./fit/own-units.js";
import { type SampleChoice, type ScaledRecord, scaleRecord } from "./fit/scaled.js";
import { type StructureName, structuresOf } from "./fit/structure.js";
import { type EnergyModel, fieldOf } from "./model.js";
import { follow } from "./motion.js";
import type { Recording } from "./recording.js";

export interface AdaptRecordOptions {
  /** Share at the end of every motion that is kept back to measure the prediction by. */
  readonly holdOut?: number;
  /** Energies drawn for bands of uncertainty. */
  readonly draws?: number;
  readonly seed?: number;
  /** Told what is being done. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** How well held-out samples were predicted by a model that had not seen them. */
export interface HeldOutError {
  readonly share: number;
  /** Held-out samples. */
  readonly samples: number;
  /** Root mean square of the error over that of the coordinates about their mean, all measured components together. */
  readonly relative: number;
  /** Root mean square error of every measured component, in its own unit; null where it was not measured. */
  readonly components: readonly (number | null)[];
}

/** What the adaptation found. */
export interface Adaptation {
  readonly model: EnergyModel;
  readonly check: ConservativeCheck;
  readonly heldOut: HeldOutError;
  readonly structure: { readonly name: StructureName; readonly formula: string };
  /** Samples that the model was fitted to, by motion. */
  readonly used: readonly SampleChoice[];
  /** Measurement noise of every component as estimated, in its own unit; null where it was not measured. */
  readonly noise: readonly (number | null)[];
  /** Time over which the motion changes. */
  readonly tick: number;
  /** Whether one initial state explains every motion from beginning to end, and how many samples it does. */
  readonly reach: Fit["reach"];
  /** Root mean square of measurements less fitted motion, in units of the noise: about 1. */
  readonly residual: number;
  /** The fitted motions at the samples' times and after. */
  readonly motions: readonly FittedMotion[];
}

/** A motion as the model has it. */
export interface FittedMotion {
  readonly id: string;
  /** End of the last stretch's start: from there on everything is prediction from one state. */
  readonly start: { readonly time: number; readonly state: Float64Array };
  /** The same for every draw of the model, [draws][2d]. */
  readonly drawnStarts: Float64Array;
}

/** The last fifth of every motion. */
export const DEFAULT_HOLD_OUT = 0.2;
/** A motion with fewer samples is not fitted. */
export const FEWEST_SAMPLES = 8;
/** Rows of the linear problem: measured components times samples. */
const MOST_ROWS = 240;

/**
 * Learns the energy of a record: a Gaussian process of H whose motion, not whose derivatives, is held against the
 * measurements. The form of H and its length scales are those of highest evidence; an end of the record is kept back to
 * measure the prediction, then the model is fitted to the whole.
 *
 * Throws `UserError` for records with too few samples.
 */
export function adaptRecord(record: Recording, options: AdaptRecordOptions = {}): Adaptation {
  const { holdOut = DEFAULT_HOLD_OUT, draws = 16, seed = 0, onProgress } = options;
  if (!(holdOut > 0 && holdOut <= 0.5))
    throw new UserError(`the share to hold out must be above 0 and at most 0.5, got ${holdOut}`);
  checkLengths(record);
  const tell = (done: number, what: string) => onProgress?.(done, 4, what);
  const structures = structuresOf(record.space.dimension, record.momenta !== "given");

  tell(0, "smoothing and structure");
  const seen = record.motions.map(({ times }) => times.length - Math.max(1, Math.round(holdOut * times.length)));
  const partial = scaleRecord(record, chooseSamples(record, seen));
  const chosen = chooseStructure(partial, structures);
  tell(1, "is it conservative?");
  const check = checkConservative(partial, chosen, choosingProblem(partial, chosen.structure));
  tell(2, "held-out error");
  const heldOut = heldOutError(record, fitMotion(partial, chosen), seen, holdOut);
  tell(3, "fit to the whole record");
  const used = chooseSamples(
    record,
    record.motions.map(({ times }) => times.length),
  );
  const whole = scaleRecord(record, used);
  const fit = fitMotion(whole, rechosen(whole, chosen));
  const adaptation = adaptationOf(record, fit, { draws, seed });
  tell(4, "done");
  return {
    ...adaptation,
    check,
    heldOut,
    structure: { name: fit.structure.name, formula: fit.structure.formula },
    used,
  };
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
function rechosen(record: ScaledRecord, before: Chosen): Chosen {
  const { structure, theta } = before;
  const found = chooseScales(record, structure, choosingProblem(record, structure), { start: theta, evaluations: 40 });
  const whole = firstDesign(record, structure);
  const scales = found?.scales ?? before.scales;
  const conditioned = condition(record, whole.design, whole.rowsOfTerms, scales);
  if (conditioned === undefined) throw new UserError("the energy could not be fitted to the whole record");
  return { ...before, ...found, ...whole, scales, conditioned };
}

/** Where a motion's last stretch begins in a fit, as index of the stretch. */
function lastStretches(fit: Fit): number[] {
  const { record, design } = fit;
  let stretch = -1;
  return record.motions.map(({ times }) => {
    const end = times.at(-1) as number;
    do stretch++;
    while (design.stretches[stretch]?.times.at(-1) !== end);
    return stretch;
  });
}

function startsOf(fit: Fit, initialStates: Float64Array): { time: number; state: Float64Array }[] {
  const size = fit.record.noise.length;
  return lastStretches(fit).map((stretch) => ({
    time: (fit.design.stretches[stretch]?.times[0] as number) * fit.record.units.tick,
    state: ownState(initialStates.subarray(stretch * size, (stretch + 1) * size), fit.record.units),
  }));
}

function modelOf(record: Recording, fit: Fit): EnergyModel {
  const { units } = fit.record;
  return {
    space: record.space,
    time: record.time,
    ...(fit.structure.kinetic ? { masses: record.masses } : {}),
    terms: fit.mean.terms.map((term) => ownTerm(term, units)),
    draws: [],
  };
}

function heldOutError(record: Recording, fit: Fit, seen: readonly number[], share: number): HeldOutError {
  const d = record.space.dimension;
  const field = fieldOf(modelOf(record, fit), d);
  const starts = startsOf(fit, fit.mean.initialStates);
  const squares = new Float64Array(2 * d);
  const spreads = new Float64Array(2 * d);
  let samples = 0;
  record.motions.forEach((motion, m) => {
    const { time, state } = starts[m] as (typeof starts)[number];
    const from = seen[m] as number;
    const times = motion.times.subarray(from);
    const predicted = follow(field, state, time, times, fit.record.units);
    samples += times.length;
    for (const a of fit.record.measured) {
      const values = a < d ? motion.positions : (motion.momenta as Float64Array);
      const value = (i: number) => values[i * d + (a % d)] as number;
      const mean = motion.times.reduce((sum, _, i) => sum + value(i) / motion.times.length, 0);
      times.forEach((_, i) => {
        squares[a] = (squares[a] as number) + ((predicted[i * 2 * d + a] as number) - value(from + i)) ** 2;
      });
      motion.times.forEach((_, i) => {
        spreads[a] = (spreads[a] as number) + ((value(i) - mean) ** 2 * times.length) / motion.times.length;
      });
    }
  });
  const { measured } = fit.record;
  const ratio = measured.reduce((sum, a) => sum + (squares[a] as number) / (spreads[a] as number) / measured.length, 0);
  return {
    share,
    samples,
    relative: Math.sqrt(ratio),
    components: Array.from(squares, (value, a) => (measured.includes(a) ? Math.sqrt(value / samples) : null)),
  };
}

function adaptationOf(record: Recording, fit: Fit, { draws, seed }: { draws: number; seed: number }) {
  const { units, measured, noise } = fit.record;
  const size = noise.length;
  const random = randomStream(seed, "energies");
  const starts = startsOf(fit, fit.mean.initialStates);
  const drawn = Array.from({ length: draws }, () => {
    const { terms, waves, initialStates } = drawFit(fit, random);
    const states = startsOf(fit, initialStates).map(({ state }) => state);
    return {
      terms: terms.map((term) => ownTerm(term, units)),
      waves: waves.map((wave) => ownWaves(wave, units)),
      states: Float64Array.from(states.flatMap((state) => [...state])),
    };
  });
  const model: EnergyModel = { ...modelOf(record, fit), draws: drawn };
  return {
    model,
    noise: Array.from(noise, (value, a) =>
      measured.includes(a) ? value * fit.scales.noise * (units.spread[a] as number) : null,
    ),
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
