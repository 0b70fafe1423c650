import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import { input, program } from "../../src/graph/index.js";
import { fineTunedLearner, gradientBaselines, observe, phaseSpaceOf, taskLosses } from "../../src/learning/index.js";
import { magneticMirror, toTask } from "../../src/mechanics/index.js";
import { initialParameters, network, parameterCount, repeatForTasks, unflatten } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const random = (name: string) => randomStream(8, name);
const set = generateTrajectories(magneticMirror, { count: 1, seed: 5, split: "validation" });
const seen = observe(set, 0, choosePoints(set, 12, random("points")).supportIndices);
const space = phaseSpaceOf(magneticMirror);
const options = { width: 8, activation: "tanh", output: "hamiltonian" } as const;
const model = network(options);

/** Mean log cosh of the errors of a field on the points. */
function lossOf(vectorField: (state: Float64Array, out: Float64Array) => void): number {
  const out = new Float64Array(4);
  let total = 0;
  for (let k = 0; k < seen.count; k++) {
    vectorField(seen.states.subarray(4 * k, 4 * k + 4), out);
    out.forEach((value, i) => {
      total += Math.log(Math.cosh(value - (seen.derivatives[4 * k + i] as number)));
    });
  }
  return total / (4 * seen.count);
}

const learner = (optimizer: Parameters<typeof fineTunedLearner>[0]["optimizer"], start = initialParameters) =>
  fineTunedLearner({ name: "x", title: "x", model: () => model, start, optimizer });
const fitted = async (optimizer: Parameters<typeof learner>[0]) =>
  lossOf((await learner(optimizer).adapt(space, seen, { random: random("start") })).vectorField);

describe("fitting all parameters to the points", () => {
  test("Adam's first step moves every parameter by its rate, against the sign of the slope", async () => {
    const flat = input("parameters", [parameterCount(model)]);
    const own = unflatten(model, flat).map((parameter) => repeatForTasks(parameter, 1));
    const shape = [1, 1, 12, 4];
    const loss = taskLosses(model.derivative(own, input("states", shape)), input("derivatives", shape), "mean");
    const executable = await compile(program({ loss }), { precision: "f64" });
    const start = initialParameters(model, random("start"));
    const at = async (parameters: Float64Array) =>
      (
        await executable.run({
          parameters,
          states: toTask(space, seen.states, 12),
          derivatives: toTask(space, seen.derivatives, 12),
        })
      ).loss[0] as number;
    // The learner shows its parameters only through its field: the loss after the step has to be that of this one.
    const rate = 1e-3;
    const slopes = new Float64Array(start.length);
    for (let i = 0; i < start.length; i++) {
      const moved = (h: number) => at(start.map((x, k) => (k === i ? x + h : x)));
      slopes[i] = ((await moved(1e-5)) - (await moved(-1e-5))) / 2e-5;
    }
    // The bias of H has no slope, and its rounding no sign.
    const signs = slopes.map((slope) => (Math.abs(slope) < 1e-9 ? 0 : Math.sign(slope)));
    const expected = await at(start.map((x, i) => x - rate * (signs[i] as number)));
    expect(await fitted({ kind: "adam", rate, steps: 1 })).toBeCloseTo(expected, 6);
    expect(Math.abs(expected - (await at(start)))).toBeGreaterThan(1e-4);
  });

  test("lowers the loss further with more steps, and L-BFGS below Adam", async () => {
    const [none, some, more] = [
      await fitted({ kind: "adam", rate: 1e-2, steps: 0 }),
      await fitted({ kind: "adam", rate: 1e-2, steps: 50 }),
      await fitted({ kind: "adam", rate: 1e-2, steps: 500 }),
    ];
    expect(some).toBeLessThan(0.7 * none);
    expect(more).toBeLessThan(0.5 * some);
    expect(await fitted({ kind: "lbfgs", steps: 500 })).toBeLessThan(more);
  });

  test("starts from what it is given", async () => {
    const start = initialParameters(model, random("other"));
    const { vectorField } = await learner({ kind: "adam", rate: 1, steps: 0 }, () => start).adapt(space, seen, {
      random: random("start"),
    });
    expect(lossOf(vectorField)).not.toBeCloseTo(await fitted({ kind: "adam", rate: 1, steps: 0 }), 4);
  });

  test("every baseline has as many candidates to be tuned among", () => {
    const baselines = gradientBaselines({ network: options, pretrained: [0], steps: 10 });
    expect(baselines.map(({ name }) => name)).toEqual([
      "hnn-adam",
      "random-adam",
      "random-lbfgs",
      "pretrained-adam",
      "pretrained-lbfgs",
    ]);
    expect(new Set(baselines.map(({ candidates }) => candidates.length)).size).toBe(1);
  });
});
