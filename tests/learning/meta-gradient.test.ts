import { describe, expect, test } from "vitest";
import { gradient, input, type Precision, program, sum } from "../../src/graph/index.js";
import { taskLosses } from "../../src/learning/meta/loss.js";
import { metaGradient } from "../../src/learning/meta/objective.js";
import { groupInputNames } from "../../src/learning/meta/task-group.js";
import { maml } from "../../src/learning/methods/maml.js";
import { repeatForTasks } from "../../src/models/index.js";
import { compile, type EngineName } from "../../src/runtime/index.js";
import {
  bodyMajor,
  inModelOrder,
  type ReferenceCase,
  referenceCases,
  referenceModel,
  relativeError,
} from "./reference.js";

const tolerance = { f64: 1e-9, f32: 1e-5 };

function title({ kind, activation, bodies }: ReferenceCase): string {
  return `${kind}, ${activation}, ${bodies} ${bodies === 1 ? "body" : "bodies"}`;
}

async function compute(reference: ReferenceCase, precision: Precision, engine: EngineName) {
  const model = referenceModel(reference);
  const { bodies } = reference;
  const [tasks, points] = [reference.support.x.length, (reference.support.x[0] as unknown[]).length];
  const group = { bodies, tasks, supportPoints: points, queryPoints: points };
  const names = groupInputNames(group);
  const parameters = model.parameters.map(({ name, shape }) => input(name, shape));
  const { loss, gradients } = metaGradient(
    maml(model, { steps: reference.innerSteps, rate: reference.innerRate, reduction: "sum", order: 2 }),
    parameters,
    [group],
  );

  const repeated = parameters.map((parameter) => repeatForTasks(parameter, tasks));
  const states = input("states", [tasks, bodies, points, 4]);
  const output = model.derivative(repeated, states);
  const supportLosses = taskLosses(output, input("derivatives", states.shape), "sum");
  const supportGradients = gradient(sum(supportLosses), repeated);

  const numbers = (values: readonly number[]) =>
    precision === "f64" ? Float64Array.from(values) : Float32Array.from(values);
  const given = inModelOrder(reference.params);
  const data = {
    ...Object.fromEntries(model.parameters.map(({ name }, i) => [name, numbers(given[i] as number[])])),
    [names.supportStates]: numbers(bodyMajor(reference.support.x)),
    [names.supportDerivatives]: numbers(bodyMajor(reference.support.dx)),
    [names.queryStates]: numbers(bodyMajor(reference.query.x)),
    [names.queryDerivatives]: numbers(bodyMajor(reference.query.dx)),
    states: numbers(bodyMajor(reference.support.x)),
    derivatives: numbers(bodyMajor(reference.support.dx)),
  };
  const executable = await compile(
    program({
      loss,
      output,
      supportLosses,
      ...Object.fromEntries(gradients.map((g, i) => [`gradient_${i}`, g])),
      ...Object.fromEntries(supportGradients.map((g, i) => [`support_gradient_${i}`, g])),
    }),
    { precision, engine, threads: 1 },
  );
  const result = await executable.run(data);
  await executable.close();
  return { model, result: result as Record<string, Float64Array> };
}

describe.each([
  ["f64", "native"],
  ["f32", "native"],
  ["f32", "wasm"],
] as const)("meta-gradients against the reference, %s %s", (precision, engine) => {
  test.each(referenceCases.map((reference) => [title(reference), reference] as const))("%s", async (_, reference) => {
    const { model, result } = await compute(reference, precision, engine);
    const near = (actual: ArrayLike<number> | undefined, expected: ArrayLike<number>, what: string) =>
      expect(relativeError(actual ?? [], expected), what).toBeLessThan(tolerance[precision]);

    const firstTask = reference.output.length * reference.bodies * 4;
    near(result.output?.slice(0, firstTask), bodyMajor([reference.output]), "output");
    near([result.supportLosses?.reduce((a, b) => a + b) ?? Number.NaN], [reference.supportLossSum], "support loss");
    near(result.loss, [reference.metaLoss], "meta loss");
    const metaGradients = inModelOrder(reference.metaGradient);
    const supportGradients = inModelOrder(reference.firstTaskSupportGradient);
    model.parameters.forEach(({ name }, i) => {
      near(result[`gradient_${i}`], metaGradients[i] as number[], `meta-gradient of ${name}`);
      const expected = supportGradients[i] as number[];
      near(result[`support_gradient_${i}`]?.slice(0, expected.length), expected, `support gradient of ${name}`);
    });
  });
});
