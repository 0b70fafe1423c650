import { input, type Program, program, type Tensor } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import type { Learner } from "./learner.js";
import type { MetaLearner } from "./meta-learner.js";
import { networkField } from "./network-field.js";
import { toTask } from "./node-points.js";
import { checkObservations } from "./observe.js";
import { intoUnits, taskUnits } from "./units.js";

export interface TrainedLearnerOptions {
  /** Lower case with hyphens. */
  readonly name: string;
  /** Name for people; the method's by default. */
  readonly title?: string;
  /** Adaptation steps; as many as in the meta-training by default. */
  readonly steps?: number;
  readonly compile?: CompileOptions;
}

/**
 * A meta-trained method as a learner: adapts from the trained meta-parameters (flat, in the order of
 * `method.parameters`) with the method's own steps. Compiled steps are kept for observations of the same size.
 */
export function trainedLearner(
  method: MetaLearner,
  parameters: ArrayLike<number>,
  { name, title = method.title, steps = method.steps, compile: engine = {} }: TrainedLearnerOptions,
): Learner {
  const options = { precision: method.precision ?? "f32", ...engine };
  const RealArray = options.precision === "f64" ? Float64Array : Float32Array;
  const meta = RealArray.from(parameters);
  const compiled = new Map<string, Promise<Executable>>();
  const compileOnce = (key: string, write: () => Program) => {
    const known = compiled.get(key) ?? compile(write(), options);
    compiled.set(key, known);
    return known;
  };
  return {
    name,
    title,
    async adapt(space, observations, { signal, onProgress }) {
      checkObservations(space, observations);
      const { count } = observations;
      const shape = [1, space.bodies, count, NODE_SIZE];
      const [states, derivatives] = [
        toTask(space, observations.states, count),
        toTask(space, observations.derivatives, count),
      ];
      const units = method.inUnits === true ? taskUnits(states, derivatives, space.bodies) : undefined;
      if (units !== undefined) intoUnits(units, states, derivatives);
      const support = { meta, states: RealArray.from(states), derivatives: RealArray.from(derivatives) };
      const begin = await compileOnce("begin", () => beginProgram(method));
      let own = await begin.run({ meta });
      for (let step = 0; step < steps; step++) {
        signal?.throwIfAborted();
        const kind = Math.min(step, (method.differentSteps ?? 1) - 1);
        const key = `${kind} ${space.bodies} ${count}`;
        const next = await compileOnce(key, () => stepProgram(method, shape, kind));
        own = renamed(await next.run({ ...support, ...own }));
        onProgress?.(step + 1, steps);
      }
      const network = await compileOnce("network", () => networkProgram(method));
      const adapted = await network.run({ meta, ...own });
      const arrays = method.model.parameters.map((_, i) => adapted[networkName(i)] as Reals);
      return { ...networkField(method.model, arrays, space, units), choices: { steps } };
    },
  };
}

const ownName = (i: number) => `own_${i}`;
const networkName = (i: number) => `network_${i}`;
const newName = (i: number) => `new_${ownName(i)}`;
const renamed = (results: Readonly<Record<string, Reals>>) =>
  Object.fromEntries(Object.values(results).map((values, i) => [ownName(i), values]));
const numbered = (tensors: readonly Tensor[], name: (i: number) => string) =>
  Object.fromEntries(tensors.map((x, i) => [name(i), x]));

const metaInputs = (method: MetaLearner) => unflatten(method, input("meta", [parameterCount(method)]));
const ownInputs = (method: MetaLearner, meta: readonly Tensor[]) =>
  method.begin(meta, 1).map(({ shape }, i) => input(ownName(i), shape));

const beginProgram = (method: MetaLearner) => program(numbered(method.begin(metaInputs(method), 1), ownName));

function stepProgram(method: MetaLearner, shape: readonly number[], step: number): Program {
  const meta = metaInputs(method);
  const own = ownInputs(method, meta);
  const points = { states: input("states", shape), derivatives: input("derivatives", shape) };
  // An output cannot bear the name of an input.
  return program(numbered(method.step(meta, own, points, step), newName));
}

function networkProgram(method: MetaLearner): Program {
  const meta = metaInputs(method);
  return program(numbered(method.network(meta, ownInputs(method, meta)), networkName));
}
