import { concat, input, type Program, program, reshape, sizeOf } from "../../graph/index.js";
import { parameterCount, unflatten } from "../../models/index.js";
import { type CompileOptions, findEngine, Parts, type Reals } from "../../runtime/index.js";
import type { MetaLearner } from "./meta-learner.js";
import { metaGradient } from "./objective.js";
import { divideTasks, type Portion, portionCount, widthOf } from "./portions.js";
import { groupInputNames, type TaskGroup } from "./task-group.js";

/** The points of one group's tasks, each array [task, body, point, 4]. */
export interface GroupPoints {
  readonly supportStates: Float32Array;
  readonly supportDerivatives: Float32Array;
  readonly queryStates: Float32Array;
  readonly queryDerivatives: Float32Array;
}

/** A meta-batch: the points of every group, in the order of the groups it was made for. */
export type MetaBatch = readonly GroupPoints[];

export const pointKinds = ["supportStates", "supportDerivatives", "queryStates", "queryDerivatives"] as const;

/** The method's outer objective and direction as one program, both over all tasks; the direction as a flat vector like `parameters`. */
export function metaGradientProgram(method: MetaLearner, groups: readonly TaskGroup[]): Program<"loss" | "gradient"> {
  const parameters = input("parameters", [parameterCount(method)]);
  const { loss, gradients } = metaGradient(method, unflatten(method, parameters), groups, input("progress", []));
  const flat = gradients.map((x) => reshape(x, [sizeOf(x.shape)]));
  return program({ loss, gradient: concat(flat, 0) });
}

/**
 * Computes meta-gradients: the tasks in portions, side by side on several threads, summed in the order of the portions.
 * Every outer objective is a sum over tasks, which is what makes that possible.
 */
export class MetaGradient {
  readonly #groups: readonly TaskGroup[];
  readonly #portions: readonly Portion[];
  readonly #parts: Parts<"loss" | "gradient">;
  readonly #gradient: Reals;

  private constructor(
    groups: readonly TaskGroup[],
    portions: readonly Portion[],
    parts: Parts<"loss" | "gradient">,
    gradient: Reals,
  ) {
    this.#groups = groups;
    this.#portions = portions;
    this.#parts = parts;
    this.#gradient = gradient;
  }

  /** Compiles the meta-gradient of meta-batches of the given groups. */
  static async create(
    method: MetaLearner,
    groups: readonly TaskGroup[],
    options: CompileOptions = {},
  ): Promise<MetaGradient> {
    const { name } = await findEngine(options.engine);
    // A graphics processor wants few large operations instead.
    const count = name === "cuda" || name === "webgpu" ? 1 : portionCount(groups, widthOf(method.model));
    const portions = divideTasks(groups, count);
    const programs = new Map<string, Program<"loss" | "gradient">>();
    const inOrder = portions.map((portion) => {
      const key = portion.tasks.join();
      const known = programs.get(key) ?? metaGradientProgram(method, groupsOf(groups, portion));
      programs.set(key, known);
      return known;
    });
    const precision = options.precision ?? "f32";
    const parts = await Parts.create(inOrder, options, new Set(["parameters", "progress"]));
    const size = parameterCount(method);
    return new MetaGradient(
      groups,
      portions,
      parts,
      precision === "f64" ? new Float64Array(size) : new Float32Array(size),
    );
  }

  /**
   * The loss of a meta-batch, a sum over its tasks, and its gradient at `parameters` (flat; overwritten by the next call), at
   * `progress` of the training (0 to 1).
   */
  async run(
    parameters: ArrayLike<number>,
    batch: MetaBatch,
    progress = 1,
  ): Promise<{ readonly loss: number; readonly gradient: Reals }> {
    const { parts } = this.#parts;
    parts[0]?.inputs.parameters?.set(parameters);
    this.#portions.forEach((portion, i) => {
      const inputs = parts[i]?.inputs ?? {};
      inputs.progress?.fill(progress);
      this.#groups.forEach((group, j) => {
        const [first, tasks] = [portion.first[j] as number, portion.tasks[j] as number];
        const names = groupInputNames(group);
        for (const kind of pointKinds) {
          const all = batch[j]?.[kind] as Float32Array;
          const size = all.length / group.tasks;
          inputs[names[kind]]?.set(all.subarray(first * size, (first + tasks) * size));
        }
      });
    });
    await this.#parts.run();
    const gradient = this.#gradient;
    let loss = 0;
    parts.forEach(({ outputs }, i) => {
      loss += outputs.loss[0] as number;
      if (i === 0) gradient.set(outputs.gradient);
      else
        for (let k = 0; k < gradient.length; k++)
          gradient[k] = (gradient[k] as number) + (outputs.gradient[k] as number);
    });
    return { loss, gradient };
  }

  close(): Promise<void> {
    return this.#parts.close();
  }
}

/** The groups that a portion has tasks of. */
const groupsOf = (groups: readonly TaskGroup[], { tasks }: Portion): TaskGroup[] =>
  groups.map((group, i) => ({ ...group, tasks: tasks[i] as number })).filter((group) => group.tasks > 0);
