import { input, type Program, program, sizeOf, type Tensor } from "../graph/index.js";
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

/** Tasks that go through the engine together: so few that what lies between two operations stays in the processor's cache. */
const CHUNK = 20;

/** Some of the tasks, and the program that steps so many. */
interface Chunk {
  readonly first: number;
  readonly tasks: number;
  readonly step: Executable;
}

/** Gradient steps on fixed support points, many tasks at once. */
export class Adaptation {
  readonly #chunks: readonly Chunk[];
  /** For the result of the next step. */
  #spare: TaskParameters;

  private constructor(model: Model, tasks: number, chunks: readonly Chunk[]) {
    this.#chunks = chunks;
    this.#spare = model.parameters.map(({ shape }) => new Float32Array(tasks * sizeOf(shape)));
  }

  static async create(model: Model, shape: AdaptationShape, reduction: LossReduction, options: CompileOptions) {
    const compiled = new Map<number, Executable>();
    const chunks: Chunk[] = [];
    for (let first = 0; first < shape.tasks; first += CHUNK) {
      const tasks = Math.min(CHUNK, shape.tasks - first);
      const step = compiled.get(tasks) ?? (await compile(stepProgram(model, { ...shape, tasks }, reduction), options));
      compiled.set(tasks, step);
      chunks.push({ first, tasks, step });
    }
    return new Adaptation(model, shape.tasks, chunks);
  }

  /** One step of size `rate`. The arrays of `parameters` are kept for the result of the next call. */
  async step(
    parameters: TaskParameters,
    { states, derivatives }: SupportPoints,
    rate: number,
  ): Promise<TaskParameters> {
    const result = this.#spare;
    const tasks = this.#chunks.reduce((total, chunk) => total + chunk.tasks, 0);
    for (const { first, tasks: count, step } of this.#chunks) {
      const part = (values: Reals) => slicePerTask(values, tasks, first, count);
      await step.run(
        {
          ...parameterFeeds(parameters.map(part)),
          states: part(states),
          derivatives: part(derivatives),
          rate: Float32Array.of(rate),
        },
        Object.fromEntries(result.map((values, i) => [newName(i), part(values)])),
      );
    }
    this.#spare = parameters;
    return result;
  }

  async close(): Promise<void> {
    for (const step of new Set(this.#chunks.map((chunk) => chunk.step))) await step.close();
  }
}

/** Of an array [task, ...] the part of some of its tasks. */
function slicePerTask(values: Reals, tasks: number, first: number, count: number): Reals {
  const size = values.length / tasks;
  return values.subarray(first * size, (first + count) * size);
}
