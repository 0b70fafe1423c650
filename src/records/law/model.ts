import type { Random } from "../../base/random.js";
import {
  derivativeOf,
  drawnLaw,
  energiesOf,
  followLaw,
  type InputSignal,
  type LawDraw,
  type LearnedVelocities,
} from "../../identification/index.js";
import type { VectorField } from "../../mechanics/index.js";
import { type LawStates, stateForm } from "./states.js";

/** A law learned from a record, in terms of the record's own states. */
export interface LawModel extends LawStates {
  /** Energies are those of the law, for a first mass of 1, times this. */
  readonly energyScale: number;
  readonly velocities: LearnedVelocities;
  readonly draws: readonly LawDraw[];
}

export interface FollowModelOptions {
  /** Which drawn law instead of the likeliest. */
  readonly draw?: LawDraw | undefined;
  /** Random changes that the law leaves unexplained. */
  readonly random?: Random | undefined;
  /** Measured inputs on the clock of the times, where the law has any. */
  readonly signal?: InputSignal | undefined;
  /** Told since when all coordinates rest at the last time, held by dry friction; undefined where they do not. */
  readonly onRest?: ((since: number | undefined) => void) | undefined;
}

/** States [times][2d] at ascending times of the motion that is in `state` [2d] at time `from`. */
export function followModel(
  model: LawModel,
  state: Float64Array,
  from: number,
  times: ArrayLike<number>,
  { draw, random, signal, onRest }: FollowModelOptions = {},
): Float64Array {
  const form = stateForm(model, draw);
  return form.recordStates(
    followLaw(draw === undefined ? model.law : drawnLaw(model.law, draw), form.lawState(state), from, times, {
      signal,
      random,
      onRest,
    }),
  );
}

/** Energy of a state [2d], up to a constant. */
export function lawEnergy(model: LawModel, state: Float64Array): number {
  return model.energyScale * (energiesOf(model.law, stateForm(model).lawState(state))[0] as number);
}

/** The fields of the likeliest law and of every draw, of states [2d] of the record, without drives. */
export function lawFields(model: LawModel): { mean: VectorField; drawn: VectorField[] } {
  const fieldFor = (draw?: LawDraw): VectorField => {
    const derivative = derivativeOf(draw === undefined ? model.law : drawnLaw(model.law, draw));
    const form = stateForm(model, draw);
    return (state, out) => {
      const own = form.lawState(state);
      out.set(form.recordRates(own, derivative(own)));
    };
  };
  return { mean: fieldFor(), drawn: model.draws.map((draw) => fieldFor(draw)) };
}
