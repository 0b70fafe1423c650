import { randomStream } from "../../src/base/random.js";
import { input, program, sizeOf, type Tensor } from "../../src/graph/index.js";
import { type Model, repeatForTasks } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

/** [task, body, point, component] */
export type States = number[][][][];

export const flatten = (states: States): number[] => states.flat(3);

/** The same states with `change` applied to every task's list of bodies. */
export const mapBodies = (states: States, change: (bodies: number[][][]) => number[][][]): States => states.map(change);

export function nested(flat: ArrayLike<number>, [tasks, bodies, points]: readonly [number, number, number]): States {
  let k = 0;
  const list = <T>(n: number, item: () => T) => Array.from({ length: n }, item);
  return list(tasks, () => list(bodies, () => list(points, () => list(4, () => flat[k++] as number))));
}

export function randomStates(seed: number, sizes: readonly [number, number, number]): States {
  const random = randomStream(seed, "states");
  return nested(
    Array.from({ length: sizes[0] * sizes[1] * sizes[2] * 4 }, () => random.between(-1.5, 1.5)),
    sizes,
  );
}

export type Parameters = Readonly<Record<string, Float64Array>>;

/** Parameters by name, shared by all tasks. */
export function drawParameters({ parameters }: Model, seed: number): Record<string, Float64Array> {
  const random = randomStream(seed, "parameters");
  return Object.fromEntries(parameters.map((spec) => [spec.name, spec.initial(random)]));
}

/** State derivatives and, where the model has it, H, in float64. */
export async function evaluate(model: Model, parameters: Parameters, states: States) {
  const [tasks, bodies, points] = [states.length, states[0]?.length ?? 0, states[0]?.[0]?.length ?? 0];
  const x = input("states", [tasks, bodies, points, 4]);
  // Not under their own names, which need not be names of inputs.
  const shared = model.parameters.map(({ shape }, i) => input(`parameter_${i}`, shape));
  const copies = shared.map((parameter) => repeatForTasks(parameter, tasks));
  const outputs: Record<string, Tensor> = { derivative: model.derivative(copies, x) };
  if (model.hamiltonian) outputs.hamiltonian = model.hamiltonian(copies, x);
  const shapes = Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]));

  const executable = await compile(program(outputs), { precision: "f64", threads: 1 });
  const given = Object.fromEntries(
    model.parameters.map(({ name }, i) => [`parameter_${i}`, parameters[name] as Float64Array]),
  );
  const result = await executable.run({ ...given, states: Float64Array.from(flatten(states)) });
  await executable.close();
  const derivative = nested(result.derivative as Float64Array, [tasks, bodies, points]);
  return { derivative, hamiltonian: Array.from(result.hamiltonian ?? []), shapes };
}

/** Fills parameters with numbers of which none is special, zero or repeated. */
export function genericParameters({ parameters }: Model): Record<string, Float64Array> {
  let k = 0;
  return Object.fromEntries(
    parameters.map(({ name, shape }) => [
      name,
      Float64Array.from({ length: sizeOf(shape) }, () => 0.6 * Math.sin(1.3 * k++ + 0.4)),
    ]),
  );
}
