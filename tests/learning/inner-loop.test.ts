import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { gradient, input, mul, program, programCost, sub, sum } from "../../src/graph/index.js";
import { adaptParameters, maml, metaGradient, metaLoss, taskLosses } from "../../src/learning/index.js";
import { graphNetwork, initialParameters, parameterCount, repeatForTasks, unflatten } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const kinds = ["direct", "hamiltonian"] as const;
const group = { bodies: 2, tasks: 2, supportPoints: 3, queryPoints: 3 };
const shape = [group.tasks, group.bodies, group.supportPoints, 4];

function numbers(name: string): Float64Array {
  const random = randomStream(11, name);
  return Float64Array.from({ length: 2 * 2 * 3 * 4 }, () => random.normal());
}

const points = {
  support_states_2: numbers("a"),
  support_derivatives_2: numbers("b"),
  query_states_2: numbers("c"),
  query_derivatives_2: numbers("d"),
};

const smallModel = (output: (typeof kinds)[number]) => graphNetwork({ width: 3, activation: "tanh", output });
const parametersOf = (output: (typeof kinds)[number]) =>
  initialParameters(smallModel(output), randomStream(2, "parameters"));

/** The inner loop one separately compiled step after the other: nothing of a step can leak into the next. */
async function stepByStep(output: (typeof kinds)[number], steps: number, rate: number): Promise<number> {
  const model = smallModel(output);
  const parameters = model.parameters.map((spec, i) => input(`p${i}`, [group.tasks, ...spec.shape]));
  const [states, derivatives] = [input("states", shape), input("derivatives", shape)];
  const losses = taskLosses(model.derivative(parameters, states), derivatives, "sum");
  const slopes = gradient(sum(losses), parameters);
  const updated = parameters.map((value, i) => sub(value, mul(rate, slopes[i] ?? 0)));
  const step = await compile(program(Object.fromEntries(updated.map((value, i) => [`q${i}`, value]))), {
    precision: "f64",
  });
  const loss = await compile(program({ loss: sum(losses) }), { precision: "f64" });

  let start = 0;
  let values: Record<string, Float64Array> = Object.fromEntries(
    model.parameters.map((spec, i) => {
      const size = spec.shape.reduce((a, b) => a * b, 1);
      const own = parametersOf(output).slice(start, start + size);
      start += size;
      return [`p${i}`, Float64Array.from([...own, ...own])];
    }),
  );
  for (let k = 0; k < steps; k++) {
    const next = await step.run({
      ...values,
      states: points.support_states_2,
      derivatives: points.support_derivatives_2,
    });
    values = Object.fromEntries(parameters.map((_, i) => [`p${i}`, next[`q${i}`] as Float64Array]));
  }
  const result = await loss.run({ ...values, states: points.query_states_2, derivatives: points.query_derivatives_2 });
  return result.loss[0] as number;
}

describe.each(kinds)("several inner steps, %s", (output) => {
  const model = smallModel(output);
  const loop = { steps: 3, rate: 0.05, reduction: "sum", order: 2 } as const;
  const flat = input("parameters", [parameterCount(model)]);

  test("give the loss of as many separate steps", async () => {
    const executable = await compile(program({ loss: metaLoss(maml(model, loop), unflatten(model, flat), [group]) }), {
      precision: "f64",
    });
    const { loss } = await executable.run({ ...points, parameters: parametersOf(output) });
    expect(loss[0]).toBeCloseTo(await stepByStep(output, loop.steps, loop.rate), 10);
  });

  test("have the meta-gradient that finite differences give", async () => {
    const { loss, gradients } = metaGradient(maml(model, loop), unflatten(model, flat), [group]);
    const outputs = Object.fromEntries(gradients.map((g, i) => [`g${i}`, g]));
    const executable = await compile(program({ loss, ...outputs }), { precision: "f64" });
    const at = async (parameters: Float64Array) =>
      (await executable.run({ ...points, parameters })) as Record<string, Float64Array>;
    const center = parametersOf(output);
    const exact = await at(center);
    const slope = gradients.flatMap((_, i) => [...(exact[`g${i}`] as Float64Array)]);
    const random = randomStream(3, "directions");
    for (let trial = 0; trial < 5; trial++) {
      const direction = center.map(() => random.normal());
      const h = 1e-5;
      const shifted = async (sign: number) =>
        (await at(center.map((x, i) => x + sign * h * (direction[i] as number)))).loss?.[0] as number;
      const expected = ((await shifted(1)) - (await shifted(-1))) / (2 * h);
      const actual = slope.reduce((total, x, i) => total + x * (direction[i] as number), 0);
      expect(actual).toBeCloseTo(expected, 5);
    }
  });

  test("cost grows linearly with their number", () => {
    const cost = (steps: number) => {
      const { loss, gradients } = metaGradient(maml(model, { ...loop, steps }), unflatten(model, flat), [group]);
      return programCost(program({ loss, ...Object.fromEntries(gradients.map((g, i) => [`g${i}`, g])) }));
    };
    const [one, two, five] = [cost(1), cost(2), cost(5)];
    expect(five.productFlops - one.productFlops).toBe(4 * (two.productFlops - one.productFlops));
    expect(five.nodes - one.nodes).toBeLessThan(1.15 * 4 * (two.nodes - one.nodes));
  });
});

test("adapting changes every task's parameters by its own points only", async () => {
  const model = smallModel("direct");
  const flat = input("parameters", [parameterCount(model)]);
  const [states, derivatives] = [input("states", shape), input("derivatives", shape)];
  const repeated = unflatten(model, flat).map((parameter) => repeatForTasks(parameter, group.tasks));
  const adapted = adaptParameters(model, repeated, states, derivatives, {
    steps: 1,
    rate: 0.1,
    reduction: "mean",
    order: 1,
  });
  const executable = await compile(program({ weight: adapted[0] ?? flat }), { precision: "f64" });
  const run = (x: Float64Array) =>
    executable.run({ parameters: parametersOf("direct"), states: x, derivatives: points.support_derivatives_2 });
  const before = (await run(points.support_states_2)).weight.slice();
  const other = points.support_states_2.slice();
  other[other.length - 1] = 9;
  const after = (await run(other)).weight;
  const half = before.length / 2;
  expect(after.slice(0, half)).toEqual(before.slice(0, half));
  expect(after.slice(half)).not.toEqual(before.slice(half));
});
