import type { Program } from "../graph/index.js";
import { NODE_SIZE, toTask } from "../mechanics/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import type { Learner, Observations } from "./learner.js";
import type { MetaLearner } from "./meta/meta-learner.js";
import { beginProgram, networkName, networkProgram, renamed, stepProgram } from "./meta/method-programs.js";
import { intoUnits, taskUnits } from "./meta/units.js";
import { networkField } from "./network-field.js";
import { checkObservations } from "./observe.js";

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
      const means = method.needsMotions === true ? meansOfMotions(observations) : undefined;
      const motions = means === undefined ? {} : { motions: RealArray.from(means) };
      const support = { meta, states: RealArray.from(states), derivatives: RealArray.from(derivatives), ...motions };
      const begin = await compileOnce("begin", () => beginProgram(method, 1));
      let own = await begin.run({ meta });
      for (let step = 0; step < steps; step++) {
        signal?.throwIfAborted();
        const kind = Math.min(step, (method.differentSteps ?? 1) - 1);
        const several = means !== undefined;
        const key = `${kind} ${space.bodies} ${count} ${several}`;
        const next = await compileOnce(key, () => stepProgram(method, shape, kind, several));
        own = renamed(await next.run({ ...support, ...own }));
        onProgress?.(step + 1, steps);
      }
      const network = await compileOnce("network", () => networkProgram(method, 1));
      const adapted = await network.run({ meta, ...own });
      const arrays = method.model.parameters.map((_, i) => adapted[networkName(i)] as Reals);
      return { ...networkField(method.model, arrays, space, units), choices: { steps } };
    },
  };
}

/** The matrix [point, point] that takes means over the points of one motion; undefined where all points lie on one. */
function meansOfMotions({ count, motions }: Observations): Float64Array | undefined {
  if (motions === undefined) return undefined;
  const of = Array.from(motions);
  if (of.every((motion) => motion === of[0])) return undefined;
  const sizes = of.map((motion) => of.filter((other) => other === motion).length);
  return Float64Array.from({ length: count * count }, (_, k) => {
    const [row, column] = [Math.floor(k / count), k % count];
    return of[row] === of[column] ? 1 / (sizes[row] as number) : 0;
  });
}
