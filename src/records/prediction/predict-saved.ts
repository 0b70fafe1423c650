import { UserError } from "../../base/errors.js";
import {
  aFunction,
  aNumber,
  aNumberOrText,
  anInteger,
  anObject,
  aPositive,
  aSwitch,
  checkOptions,
  type OptionKind,
} from "../../base/options.js";
import { quote } from "../../base/text.js";
import type { FixedStepMethod, Trajectory } from "../../mechanics/index.js";
import { stateForm } from "../law/states.js";
import { UNEXPLAINED } from "../law/verdict/unexplained.js";
import { energyOf } from "../model.js";
import type { SavedModel } from "../model-file.js";
import { type PredictionStart, predictMotion, type RestTime } from "../predict.js";
import { type FutureInput, type InputPlace, inputSignal } from "./input-signal.js";
import { stateNames, unknownStates } from "./known.js";

/** What to predict. */
export interface PredictRecordOptions {
  /** How far, in the record's unit of time. */
  readonly duration: number;
  /** Points, both ends included; 101 by default. */
  readonly points?: number;
  /** Which of the record's motions to go on with, by number or id; the first by default. */
  readonly motion?: number | string;
  /** Positions, then velocities (momenta where the record has them) to begin with, in the units of the record's file, in the place of the end of the record. */
  readonly from?: ArrayLike<number>;
  /** The time at which the motion is in `from`: of meaning where a force depends on time; 0 by default. */
  readonly at?: number;
  /** What will act from outside, where the record has inputs. */
  readonly input?: FutureInput;
  /** Method of integration with fixed steps; by default one of order 6 or more. */
  readonly method?: FixedStepMethod;
  /** Predict from a start that the record says nothing about all the same. */
  readonly force?: boolean;
  /** Told how many of the motions, the likeliest and one for every draw, are followed. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** A predicted motion, of the shape that `simulate` gives, in the units of the record's file. */
export interface PredictedMotion extends Trajectory {
  /** Names of the components of `states`. */
  readonly names: readonly string[];
  /** Standard deviations over what the record leaves possible, [N][2d]; absent where there are no draws. */
  readonly deviations?: Float64Array | undefined;
  /** From when on the motion rests, held by dry friction, where it does at the end. */
  readonly rest?: RestTime | undefined;
  /** What to beware of, such as from when on the prediction is a guess; empty where nothing is. */
  readonly warnings: readonly string[];
}

/** How options are called in messages, where not as the library has them. */
export interface PredictWords {
  readonly duration: string;
  readonly from: string;
  readonly input: InputPlace;
  /** How to predict all the same. */
  readonly force: string;
}

const LIBRARY_WORDS: PredictWords = {
  duration: "duration",
  from: "from",
  input: { source: "input", how: "input: { t, ... }" },
  force: "force: true",
};

/** Most points of a prediction. */
export const MAX_PREDICTED_POINTS = 1_000_000;

/** Times over which a motion changes that one prediction goes through at most: some hundred thousand swings. */
const MOST_TICKS = 1_000_000;

const OPTIONS: Readonly<Record<keyof PredictRecordOptions, OptionKind>> = {
  duration: aPositive,
  points: anInteger(2, MAX_PREDICTED_POINTS),
  motion: aNumberOrText,
  from: anObject,
  at: aNumber,
  input: anObject,
  method: anObject,
  force: aSwitch,
  onProgress: aFunction,
};

/**
 * A motion by what was learned, from the end of a motion of the record or from a given state. Energies are given less that of the first state.
 *
 * Throws `UserError` for options that mean nothing, for a start far from everything in the record (unless `force`), and for a motion that runs away to infinity.
 */
export function predictSaved(
  saved: SavedModel,
  options: PredictRecordOptions,
  words: PredictWords = LIBRARY_WORDS,
): PredictedMotion {
  const { duration, points = 101, method, force = false, onProgress } = options;
  checkPrediction(options);
  const { model, tick } = saved;
  if (duration > MOST_TICKS * tick)
    throw new UserError(
      `${words.duration} must be at most ${Number((MOST_TICKS * tick).toPrecision(2))}, a million times what this motion takes to change, got ${duration}`,
    );
  checkMethod(saved, method);
  const names = stateNames(saved);
  const start = startOf(saved, options, names, words);
  const problem = unknownStates(saved, start.state)(0);
  const far = `the start is far from everything in the record: ${problem}`;
  if (problem !== undefined && !force) throw new UserError(`${far}; ${words.force} predicts all the same`);
  const times = Float64Array.from({ length: points }, (_, i) => start.time + (duration * i) / (points - 1));
  const before = options.from === undefined ? endOf(saved, options.motion).inputs : undefined;
  const span = { start: start.time, end: start.time + duration, before };
  const signal = inputSignal(saved.inputs ?? [], options.input, span, words.input);
  const { states, deviations, rest } = predictMotion(model, start, times, { tick, method, signal, onProgress });
  if (!states.every(Number.isFinite))
    throw new UserError("the predicted motion runs away to infinity; the record does not show the forces there");
  const size = names.length;
  const energies = Float64Array.from(times, (_, i) => energyOf(model, states.slice(i * size, (i + 1) * size)));
  const reference = energies[0] as number;
  const problemAt = unknownStates(saved, states);
  const first = times.findIndex((_, i) => i > 0 && problemAt(i) !== undefined);
  return {
    names,
    t: times,
    states: inFile(saved, states),
    energy: energies.map((value) => value - reference),
    ...(deviations === undefined ? {} : { deviations: inFile(saved, deviations) }),
    ...(rest === undefined ? {} : { rest }),
    warnings: [
      ...(saved.undetermined === true ? [`this is the motion of ${UNEXPLAINED}`] : []),
      ...(problem === undefined ? [] : [far]),
      ...(first > 0 ? [`from ${times[first]} on the prediction is a guess: ${problemAt(first)}`] : []),
    ],
  };
}

/** States, or their deviations, [n][2d], in the units of the file. */
function inFile({ fileUnits }: SavedModel, states: Float64Array): Float64Array {
  if (fileUnits === undefined) return states;
  return states.map((value, k) => value / (fileUnits[k % fileUnits.length]?.factor ?? 1));
}

function checkPrediction(options: PredictRecordOptions): void {
  checkOptions("predict", options, OPTIONS);
  if (options.duration === undefined) throw new UserError("predict needs duration: how far to predict");
  if (options.at !== undefined && options.from === undefined)
    throw new UserError("at is the time of a start that is given with from; without one the record's end is the start");
}

/** Where a motion of the record ends, and its number. */
function endOf({ ends }: SavedModel, motion: number | string = 0): SavedModel["ends"][number] & { index: number } {
  const index = typeof motion === "number" ? motion : ends.findIndex(({ id }) => id === motion);
  const end = ends[index];
  if (end !== undefined) return { ...end, index };
  const ids = ends.map(({ id }, m) => (id === "" ? String(m) : quote(id))).join(", ");
  throw new UserError(
    `there is no motion ${typeof motion === "number" ? motion : quote(motion)} in the record; it has ${ids}`,
  );
}

function startOf(
  saved: SavedModel,
  { from, at = 0, motion }: PredictRecordOptions,
  names: readonly string[],
  words: PredictWords,
): PredictionStart {
  const { model, fileUnits } = saved;
  const { index, ...end } = endOf(saved, motion);
  if (from !== undefined) {
    const state = Float64Array.from(from);
    if (state.length !== names.length || !state.every(Number.isFinite))
      throw new UserError(
        `${words.from} must be ${names.length} finite numbers (${names.join(", ")}), got ${state.length}: ${[...state].join(", ")}`,
      );
    return { time: at, state: state.map((value, a) => value * (fileUnits?.[a]?.factor ?? 1)) };
  }
  const { law, draws } = model;
  const part = (states: Float64Array, size: number) => states.slice(index * size, (index + 1) * size);
  const drawn =
    law === undefined
      ? draws.map(({ states }) => part(states, names.length))
      : law.draws.map((draw) => stateForm(law, draw).recordStates(part(draw.states, 2 * law.active.length)));
  return { ...end, drawn: Float64Array.from(drawn.flatMap((state) => [...state])) };
}

/** Whether a method of integration goes with what was learned. */
function checkMethod({ model }: SavedModel, method: FixedStepMethod | undefined): void {
  if (method === undefined) return;
  const { law, structured, terms, space } = model;
  if (law?.law.terms.some(({ kind }) => kind === "harmonic" || kind === "time" || kind === "input"))
    throw new UserError(`${method.name} is for laws without a drive; this one is followed by a method of its own`);
  if (!method.separable) return;
  const mixed = (components: readonly number[]) =>
    components.some((c) => c < space.dimension) && components.some((c) => c >= space.dimension);
  const separable =
    law === undefined
      ? structured === undefined && !terms.some(({ components }) => mixed(components))
      : law.law.terms.every((spec) =>
          spec.kind === "kinetic"
            ? spec.basis === undefined || spec.basis.kind === "constant"
            : spec.kind === "potential" || spec.kind === "product",
        );
  if (!separable)
    throw new UserError(
      `${method.name} needs an energy T(p) + V(q) without friction, and what was learned is none; choose another`,
    );
}
