import { randomStream } from "../base/random.js";
import type { FixedStepMethod, VectorField } from "../mechanics/index.js";
import { type FollowModelOptions, followModel, type LawModel, lawFields } from "./law/model.js";
import { type EnergyModel, fieldOf } from "./model.js";
import { followMotion } from "./motion.js";

/** Where a prediction begins. */
export interface PredictionStart {
  readonly time: number;
  /** [2d]. */
  readonly state: Float64Array;
  /** The state of every draw of the model, [draws][2d]; the same one for all where it is left out. */
  readonly drawn?: Float64Array | undefined;
}

/** A predicted motion. */
export interface Prediction {
  readonly times: Float64Array;
  /** [times][2d]. */
  readonly states: Float64Array;
  /** Standard deviation over the model's draws, of the same shape; absent where the model has none. */
  readonly deviations?: Float64Array | undefined;
  /** From when on it rests, held by dry friction, where it does at the last time. */
  readonly rest?: RestTime | undefined;
}

/** A time from which on a motion rests; its standard deviation where every draw comes to rest. */
export interface RestTime {
  readonly time: number;
  readonly deviation?: number | undefined;
}

export interface PredictionOptions {
  /** Time over which the motion changes. */
  readonly tick: number;
  readonly method?: FixedStepMethod | undefined;
  /** Measured inputs at the times of the prediction, where the law has any. */
  readonly signal?: FollowModelOptions["signal"];
  /** Told how many of the motions, the likeliest and one for every draw, are followed. */
  readonly onProgress?: ((done: number, total: number, what: string) => void) | undefined;
}

const told = (onProgress: PredictionOptions["onProgress"], done: number, draws: number) =>
  onProgress?.(done, 1 + draws, "motions");

/** Follows the learned energy's motion, and that of every draw, to the given ascending times. */
export function predictMotion(
  model: EnergyModel,
  start: PredictionStart,
  times: Float64Array,
  options: PredictionOptions,
): Prediction {
  if (model.law !== undefined) return predictByLaw(model.law, start, times, options);
  const d = model.space.dimension;
  const size = 2 * d;
  const states = followMotion(fieldOf(model, d), start.state, start.time, times, options);
  told(options.onProgress, 1, model.draws.length);
  if (model.draws.length === 0) return { times, states };
  const squares = new Float64Array(states.length);
  model.draws.forEach((draw, k) => {
    const from = start.drawn === undefined ? start.state : start.drawn.slice(k * size, (k + 1) * size);
    const field = fieldOf({ ...draw, masses: model.masses }, d);
    // A standard deviation needs no more.
    const drawn = followMotion(field, from, start.time, times, { ...options, tick: 2 * options.tick });
    for (let i = 0; i < squares.length; i++)
      squares[i] = (squares[i] as number) + ((drawn[i] as number) - (states[i] as number)) ** 2;
    told(options.onProgress, k + 2, model.draws.length);
  });
  return { times, states, deviations: squares.map((value) => Math.sqrt(value / model.draws.length)) };
}

/** The same by a law: every draw also wanders as far as the law leaves the record unexplained. */
function predictByLaw(
  law: LawModel,
  { state, time, drawn }: PredictionStart,
  times: Float64Array,
  { signal, method, tick, onProgress }: PredictionOptions,
): Prediction {
  const size = state.length;
  let rests: number | undefined;
  const states =
    method === undefined
      ? followModel(law, state, time, times, {
          signal,
          onRest: (since) => {
            rests = since;
          },
        })
      : followMotion(lawFields(law).mean, state, time, times, { tick, method });
  told(onProgress, 1, law.draws.length);
  if (law.draws.length === 0) return { times, states, ...restOf(rests, []) };
  const drawnRests: (number | undefined)[] = [];
  const squares = new Float64Array(states.length);
  law.draws.forEach((draw, k) => {
    const from = drawn === undefined ? state : drawn.slice(k * size, (k + 1) * size);
    const random = randomStream(k, "unexplained changes");
    const onRest = (since: number | undefined) => drawnRests.push(since);
    const own = followModel(law, from, time, times, { draw, random, signal, onRest });
    for (let i = 0; i < squares.length; i++)
      squares[i] = (squares[i] as number) + ((own[i] as number) - (states[i] as number)) ** 2;
    told(onProgress, k + 2, law.draws.length);
  });
  const deviations = squares.map((value) => Math.sqrt(value / law.draws.length));
  return { times, states, deviations, ...restOf(rests, drawnRests) };
}

function restOf(time: number | undefined, drawn: readonly (number | undefined)[]): Pick<Prediction, "rest"> {
  if (time === undefined) return {};
  const known = drawn.filter((own) => own !== undefined);
  if (drawn.length === 0 || known.length < drawn.length) return { rest: { time } };
  const deviation = Math.sqrt(known.reduce((sum, own) => sum + (own - time) ** 2, 0) / known.length);
  return { rest: { time, deviation } };
}

/**
 * How uncertain the learned field is at each of some states [n][2d], relative to the field along the record: the root mean
 * square over the draws of their difference from the mean, divided component by component by `fieldScale` [2d].
 */
export function fieldUncertainty(model: EnergyModel, states: Float64Array, fieldScale: Float64Array): Float64Array {
  const d = model.space.dimension;
  const size = 2 * d;
  const { mean, drawn } = fieldsOf(model);
  const [own, other] = [new Float64Array(size), new Float64Array(size)];
  return Float64Array.from({ length: states.length / size }, (_, i) => {
    const state = states.slice(i * size, (i + 1) * size);
    mean(state, own);
    let squares = 0;
    for (const field of drawn) {
      field(state, other);
      for (let a = 0; a < size; a++)
        squares += (((other[a] as number) - (own[a] as number)) / (fieldScale[a] as number)) ** 2;
    }
    return Math.sqrt(squares / Math.max(1, size * drawn.length));
  });
}

/** The likeliest field, and those of the draws. */
function fieldsOf(model: EnergyModel): { mean: VectorField; drawn: VectorField[] } {
  if (model.law !== undefined) return lawFields(model.law);
  const d = model.space.dimension;
  return {
    mean: fieldOf(model, d),
    drawn: model.draws.map((draw) => fieldOf({ ...draw, masses: model.masses }, d)),
  };
}

/** Root mean square of every component of the learned field over some states [n][2d]: the scale for `fieldUncertainty`. */
export function fieldScale(model: EnergyModel, states: Float64Array): Float64Array {
  const d = model.space.dimension;
  const size = 2 * d;
  const field = fieldsOf(model).mean;
  const slope = new Float64Array(size);
  const squares = new Float64Array(size);
  const count = states.length / size;
  for (let i = 0; i < count; i++) {
    field(states.slice(i * size, (i + 1) * size), slope);
    for (let a = 0; a < size; a++) squares[a] = (squares[a] as number) + (slope[a] as number) ** 2 / count;
  }
  return squares.map((value) => Math.sqrt(value) || 1);
}
