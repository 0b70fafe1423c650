import { input, type Program, program, type Tensor } from "../../graph/index.js";
import { parameterCount, unflatten } from "../../models/index.js";
import type { Reals } from "../../runtime/index.js";
import type { MetaLearner } from "./meta-learner.js";

// The parts of an adaptation as programs of their own. All take the flat meta-parameters as `meta`, and what the tasks
// adapt as the inputs that the step before gave.

const ownName = (i: number) => `own_${i}`;
export const networkName = (i: number) => `network_${i}`;
const newName = (i: number) => `new_${ownName(i)}`;
/** The results of a step as the inputs of the next. */
export const renamed = (results: Readonly<Record<string, Reals>>) =>
  Object.fromEntries(Object.values(results).map((values, i) => [ownName(i), values]));
const numbered = (tensors: readonly Tensor[], name: (i: number) => string) =>
  Object.fromEntries(tensors.map((x, i) => [name(i), x]));

const metaInputs = (method: MetaLearner) => unflatten(method, input("meta", [parameterCount(method)]));
const ownInputs = (method: MetaLearner, meta: readonly Tensor[], tasks: number) =>
  method.begin(meta, tasks).map(({ shape }, i) => input(ownName(i), shape));

/** What the tasks adapt, before the first step. */
export const beginProgram = (method: MetaLearner, tasks: number): Program =>
  program(numbered(method.begin(metaInputs(method), tasks), ownName));

/**
 * Adaptation step number `step` on inputs `states` and `derivatives` of `shape` [task, body, point, 4], and for points of several
 * motions `motions` [task, point, point].
 */
export function stepProgram(method: MetaLearner, shape: readonly number[], step: number, several = false): Program {
  const meta = metaInputs(method);
  const [tasks = 1, , count = 1] = shape;
  const own = ownInputs(method, meta, tasks);
  const points = {
    states: input("states", shape),
    derivatives: input("derivatives", shape),
    ...(several ? { motions: input("motions", [tasks, count, count]) } : {}),
  };
  // An output cannot bear the name of an input.
  return program(numbered(method.step(meta, own, points, step), newName));
}

/** The parameters of every task's network, `networkName(i)` in the order of `method.model.parameters`. */
export function networkProgram(method: MetaLearner, tasks: number): Program {
  const meta = metaInputs(method);
  return program(numbered(method.network(meta, ownInputs(method, meta, tasks)), networkName));
}
