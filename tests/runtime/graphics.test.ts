import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { input, type Program, program } from "../../src/graph/index.js";
import { maml, metaGradient } from "../../src/learning/index.js";
import { graphNetwork, initialParameters, parameterCount, unflatten } from "../../src/models/index.js";
import { compile, type EngineName, findEngine } from "../../src/runtime/index.js";
import { expectMistake, run } from "../cli/process.js";

const model = graphNetwork({ width: 16, activation: "mish", output: "hamiltonian" });

function metaProgram(): Program {
  const parameters = unflatten(model, input("parameters", [parameterCount(model)]));
  const groups = [{ bodies: 2, tasks: 3, supportPoints: 5, queryPoints: 5 }];
  const loop = { steps: 1, rate: 0.1, reduction: "mean", order: 2 } as const;
  const { loss, gradients } = metaGradient(maml(model, loop), parameters, groups);
  return program({ loss, ...Object.fromEntries(gradients.map((slope, i) => [`slope_${i}`, slope])) });
}

async function values(one: Program, engine: EngineName) {
  const executable = await compile(one, { engine });
  const feeds = Object.fromEntries(
    one.inputs.map(({ attributes, shape }, i) => [
      attributes.name as string,
      attributes.name === "parameters"
        ? Float32Array.from(initialParameters(model, randomStream(0, "graphics test")))
        : Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => Math.sin(k + i)),
    ]),
  );
  const results = await executable.run(feeds);
  await executable.close();
  return results;
}

describe.each(["cuda", "webgpu"] as const)("the engine %s", (engine) => {
  it("agrees with the CPU on a meta-gradient, or refuses in one clear line", async () => {
    const refusal = await findEngine(engine).then(
      () => undefined,
      (error: Error) => error,
    );
    if (refusal !== undefined) {
      expect(refusal).toMatchObject({ name: "UserError" });
      const outcome = await run("train", "--hold-out", "pendulum", "--profile", "smoke", "--engine", engine);
      expectMistake(outcome, `the engine ${engine} found no device to run on; it needs`);
      return;
    }
    const one = metaProgram();
    const [expected, actual] = [await values(one, "native"), await values(one, engine)];
    for (const [name, numbers] of Object.entries(expected)) {
      const norm = Math.hypot(...numbers);
      const difference = Math.hypot(...numbers.map((x, k) => x - (actual[name]?.[k] as number)));
      expect(difference, name).toBeLessThanOrEqual(1e-3 * norm);
    }
  });
});
