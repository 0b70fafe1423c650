import type { Random } from "../base/random.js";
import type { Shape, Tensor } from "../graph/index.js";

/** One trainable array of a model. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  /** Initial values in row-major order. */
  initial(random: Random): Float64Array;
}

/**
 * A learned vector field: parameters and states to state derivatives, written as a tensor program.
 *
 * Every parameter comes with a leading task axis, [task, ...shape]: one copy a task, as after adaptation. Before it the
 * copies are one array stretched over the tasks, which compiles to products over all tasks at once.
 */
export interface Model {
  readonly name: string;
  readonly parameters: readonly ParameterSpec[];
  /** How many of the last parameters make up the last layer, which the outputs are linear in. */
  readonly headParameters: number;
  /** `states` [task, body, point, 4] with 4 = (q1, q2, p1, p2) -> their time derivatives, of the same shape. */
  derivative(parameters: readonly Tensor[], states: Tensor): Tensor;
  /**
   * What the last layer of H is linear in, [task, point, F]: H is these times its weight [F, 1], and a bias. Absent where
   * there is no scalar H.
   */
  features?(parameters: readonly Tensor[], states: Tensor): Tensor;
  /** Activations of every hidden layer by name, [task, row, width], for looking inside; absent where there is no need. */
  layers?(parameters: readonly Tensor[], states: Tensor): Readonly<Record<string, Tensor>>;
  /** Learned H of every state, [task, point]; absent where the model has no scalar H. */
  hamiltonian?(parameters: readonly Tensor[], states: Tensor): Tensor;
}
