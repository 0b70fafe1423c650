import type { Random } from "../../base/random.js";
import {
  derivativeOf,
  energiesOf,
  followLaw,
  type InputSignal,
  type LawDraw,
  type LearnedLaw,
  type LearnedVelocities,
} from "../../identification/index.js";
import type { VectorField } from "../../mechanics/index.js";

/** A law learned from a record, in terms of the record's own states. */
export interface LawModel {
  readonly law: LearnedLaw;
  /** Coordinates that move, by number, and where the others are, [d]. */
  readonly active: readonly number[];
  readonly rest: Float64Array;
  /** The second half of a state over the velocity, [d]: 1, or a mass where the record has momenta. */
  readonly scales: Float64Array;
  /** Energies are those of the law, for a first mass of 1, times this. */
  readonly energyScale: number;
  readonly velocities: LearnedVelocities;
  readonly draws: readonly LawDraw[];
  /** Measured inputs, as functions of time. */
  readonly signal?: InputSignal | undefined;
}

/** The law's state (q, dq/dt) of the coordinates that move, of a state of the record, [2d]. */
export function lawState({ active, scales }: Pick<LawModel, "active" | "scales">, state: Float64Array): Float64Array {
  const d = scales.length;
  return Float64Array.from([
    ...active.map((c) => state[c] as number),
    ...active.map((c) => (state[d + c] as number) / (scales[c] as number)),
  ]);
}

/** States of the record [n][2d] of the law's states [n][2 active]. */
export function recordStates(
  { active, rest, scales }: Pick<LawModel, "active" | "rest" | "scales">,
  states: Float64Array,
): Float64Array {
  const d = scales.length;
  const n = active.length;
  const count = states.length / (2 * n);
  const result = new Float64Array(count * 2 * d);
  for (let i = 0; i < count; i++) {
    result.set(rest, i * 2 * d);
    active.forEach((c, k) => {
      result[i * 2 * d + c] = states[i * 2 * n + k] as number;
      result[i * 2 * d + d + c] = (states[i * 2 * n + n + k] as number) * (scales[c] as number);
    });
  }
  return result;
}

export interface FollowModelOptions {
  /** Which drawn law instead of the likeliest. */
  readonly draw?: LawDraw | undefined;
  /** Random changes that the law leaves unexplained. */
  readonly random?: Random | undefined;
  /** Measured inputs instead of those of the record. */
  readonly signal?: InputSignal | undefined;
}

/** States [times][2d] at ascending times of the motion that is in `state` [2d] at time `from`. */
export function followModel(
  model: LawModel,
  state: Float64Array,
  from: number,
  times: ArrayLike<number>,
  { draw, random, signal = model.signal }: FollowModelOptions = {},
): Float64Array {
  const states = followLaw(model.law, lawState(model, state), from, times, {
    coefficients: draw?.coefficients,
    signal,
    random,
  });
  return recordStates(model, states);
}

/** Energy of a state [2d], up to a constant. */
export function lawEnergy(model: LawModel, state: Float64Array): number {
  return model.energyScale * (energiesOf(model.law, lawState(model, state))[0] as number);
}

/** The fields of the likeliest law and of every draw, of states [2d] of the record, without drives. */
export function lawFields(model: LawModel): { mean: VectorField; drawn: VectorField[] } {
  const d = model.scales.length;
  const n = model.active.length;
  const fieldFor = (coefficients: Float64Array): VectorField => {
    const derivative = derivativeOf(model.law, coefficients);
    return (state, out) => {
      const rates = derivative(lawState(model, state));
      out.fill(0);
      model.active.forEach((c, k) => {
        out[c] = rates[k] as number;
        out[d + c] = (rates[n + k] as number) * (model.scales[c] as number);
      });
    };
  };
  return {
    mean: fieldFor(model.law.coefficients),
    drawn: model.draws.map(({ coefficients }) => fieldFor(coefficients)),
  };
}
