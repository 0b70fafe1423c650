import { input, type Program, program, type Tensor } from "../graph/index.js";
import { adapt, type LossReduction } from "../learning/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { type Model, parameterRanges } from "../models/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";

/** Every parameter of a model for each of T tasks, in the order of `model.parameters`: arrays [task, ...shape]. */
export type TaskParameters = readonly Reals[];

const parameterName = (index: number) => `parameter_${index}`;
const newName = (index: number) => `new_parameter_${index}`;

/** The inputs that hold every task's parameters. */
export function parameterInputs(model: Model, tasks: number): Tensor[] {
  return model.parameters.map(({ shape }, i) => input(parameterName(i), [tasks, ...shape]));
}

/** The parameters under the names of `parameterInputs`. */
export function parameterFeeds(parameters: TaskParameters): Record<string, Reals> {
  return Object.fromEntries(parameters.map((values, i) => [parameterName(i), values]));
}

/** Copies a flat vector [count] for each task (the same one, or the i-th of `flats`) into arrays [task, ...shape]. */
export function stackParameters(model: Model, flats: readonly ArrayLike<number>[]): Float32Array[] {
  return parameterRanges(model).map(({ start, end }) => {
    const size = end - start;
    const stacked = new Float32Array(flats.length * size);
    flats.forEach((flat, task) => {
      for (let k = 0; k < size; k++) stacked[task * size + k] = flat[start + k] as number;
    });
    return stacked;
  });
}

export interface AdaptationShape {
  readonly tasks: number;
  readonly bodies: number;
  readonly points: number;
}

/** One plain gradient step of every task on its own support points, each with its own parameters. */
function stepProgram(model: Model, { tasks, bodies, points }: AdaptationShape, reduction: LossReduction): Program {
  const parameters = parameterInputs(model, tasks);
  const shape = [tasks, bodies, points, NODE_SIZE];
  const [states, derivatives] = [input("states", shape), input("derivatives", shape)];
  const loop = { steps: 1, rate: input("rate", []), reduction, order: 1 } as const;
  const adapted = adapt(model, parameters, states, derivatives, loop);
  return program(Object.fromEntries(adapted.map((value, i) => [newName(i), value])));
}

export interface SupportPoints {
  /** [task, body, point, 4] */
  readonly states: Float32Array;
  readonly derivatives: Float32Array;
}

/** Gradient steps on fixed support points, many tasks at once. */
export class Adaptation {
  readonly #model: Model;
  readonly #step: Executable;
  #spare: Record<string, Reals>;

  private constructor(model: Model, step: Executable) {
    this.#model = model;
    this.#step = step;
    this.#spare = step.allocate();
  }

  static async create(model: Model, shape: AdaptationShape, reduction: LossReduction, options: CompileOptions) {
    return new Adaptation(model, await compile(stepProgram(model, shape, reduction), options));
  }

  /** One step of size `rate`. The arrays of `parameters` are kept for the result of the next call. */
  async step(
    parameters: TaskParameters,
    { states, derivatives }: SupportPoints,
    rate: number,
  ): Promise<TaskParameters> {
    const feeds = { ...parameterFeeds(parameters), states, derivatives, rate: Float32Array.of(rate) };
    const result = await this.#step.run(feeds, this.#spare);
    this.#spare = Object.fromEntries(parameters.map((values, i) => [newName(i), values]));
    return this.#model.parameters.map((_, i) => result[newName(i)] as Reals);
  }

  close(): Promise<void> {
    return this.#step.close();
  }
}
