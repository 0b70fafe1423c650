import { cached } from "../base/cached.js";
import { input, type Program, program, sizeOf, type Tensor } from "../graph/index.js";
import { adaptParameters, type LossReduction, rowsOfTask, tasksThatFit, widthOf } from "../learning/index.js";
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
  const adapted = adaptParameters(model, parameters, states, derivatives, loop);
  return program(Object.fromEntries(adapted.map((value, i) => [newName(i), value])));
}

export interface SupportPoints {
  /** [task, body, point, 4] */
  readonly states: Float32Array;
  readonly derivatives: Float32Array;
}

/** Some of the tasks, so few that what lies between two operations stays in a core's cache, and the program that steps so many. */
interface Chunk {
  readonly first: number;
  readonly tasks: number;
  readonly step: Executable;
}

/** Gradient steps on fixed support points, many tasks at once. */
export class GradientAdaptation {
  readonly #chunks: readonly Chunk[];
  /** For the result of the next step. */
  #spare: TaskParameters;
  /** Of an array over all tasks the part of every chunk: the engine then meets the same few arrays at every step. */
  readonly #parts = new WeakMap<Reals, Reals[]>();
  readonly #rate = new Float32Array(1);

  private constructor(model: Model, tasks: number, chunks: readonly Chunk[]) {
    this.#chunks = chunks;
    this.#spare = model.parameters.map(({ shape }) => new Float32Array(tasks * sizeOf(shape)));
  }

  static async create(model: Model, shape: AdaptationShape, reduction: LossReduction, options: CompileOptions) {
    const compiled = new Map<number, Executable>();
    const chunks: Chunk[] = [];
    const together = tasksThatFit(rowsOfTask(shape.bodies, shape.points), widthOf(model));
    for (let first = 0; first < shape.tasks; first += together) {
      const tasks = Math.min(together, shape.tasks - first);
      const step = compiled.get(tasks) ?? (await compile(stepProgram(model, { ...shape, tasks }, reduction), options));
      compiled.set(tasks, step);
      chunks.push({ first, tasks, step });
    }
    return new GradientAdaptation(model, shape.tasks, chunks);
  }

  /** One step of size `rate`. The arrays of `parameters` are kept for the result of the next call. */
  async step(
    parameters: TaskParameters,
    { states, derivatives }: SupportPoints,
    rate: number,
  ): Promise<TaskParameters> {
    const result = this.#spare;
    this.#rate[0] = rate;
    for (const [i, { step }] of this.#chunks.entries()) {
      const part = (values: Reals) => this.#partsOf(values)[i] as Reals;
      await step.run(
        {
          ...parameterFeeds(parameters.map(part)),
          states: part(states),
          derivatives: part(derivatives),
          rate: this.#rate,
        },
        Object.fromEntries(result.map((values, k) => [newName(k), part(values)])),
      );
    }
    this.#spare = parameters;
    return result;
  }

  #partsOf(values: Reals): Reals[] {
    return cached(this.#parts, values, () => {
      const size = values.length / this.#chunks.reduce((total, { tasks }) => total + tasks, 0);
      return this.#chunks.map(({ first, tasks }) => values.subarray(first * size, (first + tasks) * size));
    });
  }

  async close(): Promise<void> {
    for (const step of new Set(this.#chunks.map((chunk) => chunk.step))) await step.close();
  }
}
