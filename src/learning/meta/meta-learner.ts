import type { Precision, Tensor } from "../../graph/index.js";
import type { Model, ParameterSpec } from "../../models/index.js";
import type { LossReduction } from "./loss.js";
import type { PointTensors, TaskGroup } from "./task-group.js";

/** A scalar to report and the direction, one tensor a meta-parameter, that the outer optimiser goes against. */
export interface OuterGradient {
  readonly loss: Tensor;
  readonly gradients: readonly Tensor[];
}

/** What is believed of every task's weights before its points are fitted. */
export interface WeightPrior {
  /** Factor of the ridges, [task, 1]. */
  readonly strength: Tensor;
  /** Scale of every feature, [task, F, 1]. */
  readonly scale: Tensor;
  /** The weights that the prior is centred on, [task, N, 1], N >= F. */
  readonly start: Tensor;
  /** Weight of the rows that say that H is equal at all points of a motion, [task, 1, 1]; without it there are none. */
  readonly equalEnergies?: Tensor;
}

/** H of a method that is linear in what a task adapts: its prior is Gaussian. */
export interface LinearForm {
  /** The prior of tasks with these points. */
  prior(meta: readonly Tensor[], points: PointTensors): WeightPrior;
  /** Features of H [task, point, F] at states [task, body, point, 4] by the network's parameters. */
  features(values: readonly Tensor[], states: Tensor): Tensor;
}

/**
 * A meta-learning method as tensor programs: what is learned across tasks (`parameters`), how a task adapts (`begin`,
 * then `step` after `step`), and what the outer loop minimises.
 *
 * Meta-parameters have their own shapes; whatever belongs to tasks has a leading task axis.
 */
export interface MetaLearner {
  /** Name for people. */
  readonly title: string;
  /** The network whose copies the tasks use. */
  readonly model: Model;
  /** What the outer loop learns, initial values included. */
  readonly parameters: readonly ParameterSpec[];
  /** Adaptation steps of a task in the meta-training. */
  readonly steps: number;
  /** Number of different steps (1 where it is left out): from the last of them on, every step is like that one. */
  readonly differentSteps?: number;
  /** The precision that training and adaptation need; 32 bits do where it is left out. */
  readonly precision?: Precision;
  /** Whether all points have to be put into their task's units (`taskUnits` of its support) first. */
  readonly inUnits?: boolean;
  /** Whether it counts on a task's points lying on one motion, or on being told which of them do (`PointTensors.motions`). */
  readonly needsMotions?: boolean;
  /** Where H is linear in what a task adapts: how. */
  readonly linear?: LinearForm;
  /** How a task's points are added up in its loss. */
  readonly reduction: LossReduction;
  /** What each of `tasks` tasks changes when it adapts, before the first step. */
  begin(meta: readonly Tensor[], tasks: number): Tensor[];
  /** The same after adaptation step number `step` = 0, 1, ... on the task's points. */
  step(meta: readonly Tensor[], own: readonly Tensor[], points: PointTensors, step: number): Tensor[];
  /** The parameters of every task's copy of the network. */
  network(meta: readonly Tensor[], own: readonly Tensor[]): readonly Tensor[];
  /**
   * Outer objective; the gradient of `metaLoss` where it is left out. `progress` is a scalar that grows from 0 to 1
   * during the training.
   */
  outer?(meta: readonly Tensor[], groups: readonly TaskGroup[], progress: Tensor): OuterGradient;
}
