import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { choosePoints, pointsOf, type TrajectorySet } from "../dataset/index.js";
import { input, program } from "../graph/index.js";
import {
  beginProgram,
  type Checkpoint,
  intoUnits,
  methodOf,
  networkName,
  networkProgram,
  renamed,
  stepProgram,
  taskUnits,
} from "../learning/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import { linearCka } from "./similarity.js";
import { mean } from "./statistics.js";

export interface RepresentationOptions {
  /** Trajectories of the set to adapt to, one after the other. */
  readonly trajectories: number;
  /** Support points of each. */
  readonly points: number;
  readonly seed: number;
  /** Numbers of adaptation steps after which layers are looked at, ascending. */
  readonly steps: readonly number[];
  readonly compile?: CompileOptions;
}

/** How far a layer has turned from what it was before adaptation: 1 - CKA on all samples of the trajectory. */
export interface LayerChange {
  readonly layer: string;
  readonly step: readonly number[];
  /** Mean over trajectories, at each step. */
  readonly change: readonly number[];
}

/**
 * The change of every layer's representation while a trained network adapts to trajectories that it has not seen (as Raghu
 * et al. 2020 ask of MAML: does it learn quickly, or reuse features?).
 */
export async function representationChange(
  checkpoint: Checkpoint,
  set: TrajectorySet,
  { trajectories, points, seed, steps, compile: engine = {} }: RepresentationOptions,
): Promise<LayerChange[]> {
  const method = methodOf(checkpoint);
  const { layers } = method.model;
  if (layers === undefined) throw new UserError(`${method.model.name}: its layers cannot be looked at`);
  const options = { ...engine, precision: method.precision ?? "f32" } as const;
  const RealArray = options.precision === "f64" ? Float64Array : Float32Array;
  const meta = RealArray.from(checkpoint.state.parameters);
  const { bodies } = set.system;
  const samples = Array.from(set.times.keys());
  const shapeOf = (count: number) => [1, bodies, count, NODE_SIZE];

  const begin = await compile(beginProgram(method, 1), options);
  const network = await compile(networkProgram(method, 1), options);
  const kinds: Executable[] = [];
  for (let kind = 0; kind < (method.differentSteps ?? 1); kind++)
    kinds.push(await compile(stepProgram(method, shapeOf(points), kind), options));
  const values = method.model.parameters.map(({ shape }, i) => input(networkName(i), [1, ...shape]));
  const named = layers(values, input("states", shapeOf(samples.length)));
  const names = Object.keys(named);
  const look = await compile(
    program<string>(Object.fromEntries(names.map((name, i) => [`layer_${i}`, named[name] as never]))),
    options,
  );

  const changes = names.map(() => steps.map((): number[] => []));
  try {
    for (let trajectory = 0; trajectory < trajectories; trajectory++) {
      const random = randomStream(seed, "support points", set.system.name, set.split, trajectory);
      const support = pointsOf(set, trajectory, choosePoints(set, points, random).supportIndices);
      const all = pointsOf(set, trajectory, samples);
      if (method.inUnits === true) {
        const units = taskUnits(support.states, support.derivatives, bodies);
        intoUnits(units, support.states, support.derivatives);
        intoUnits(units, all.states, all.derivatives);
      }
      const [states, derivatives, query] = [support.states, support.derivatives, all.states].map((x) =>
        RealArray.from(x),
      ) as [Reals, Reals, Reals];
      const activations = async (own: Record<string, Reals>) => {
        const result = await look.run({ ...(await network.run({ meta, ...own })), states: query });
        return names.map((_, i) => (result[`layer_${i}`] as Reals).slice());
      };
      let own: Record<string, Reals> = await begin.run({ meta });
      const before = await activations(own);
      for (let step = 0; step <= (steps.at(-1) ?? 0); step++) {
        if (step > 0) {
          const next = kinds[Math.min(step - 1, kinds.length - 1)] as Executable;
          own = renamed(await next.run({ meta, states, derivatives, ...own }));
        }
        const column = steps.indexOf(step);
        if (column === -1) continue;
        const now = await activations(own);
        names.forEach((name, i) => {
          const rows = (now[i] as Reals).length / ((named[name]?.shape.at(-1) as number) ?? 1);
          changes[i]?.[column]?.push(1 - linearCka(before[i] as Reals, now[i] as Reals, rows));
        });
      }
    }
  } finally {
    for (const executable of [begin, network, look, ...kinds]) await executable.close();
  }
  return names.map((layer, i) => ({ layer, step: steps, change: (changes[i] as number[][]).map(mean) }));
}
