import { describe, expect, it } from "vitest";
import { built } from "../built.js";

describe("rollouts on several threads, from the built package", () => {
  it("are bit for bit those of one thread, round after round", async () => {
    const measure: typeof import("../../src/measure/index.js") = await import(built("measure/index.js").href);
    const mechanics: typeof import("../../src/mechanics/index.js") = await import(built("mechanics/index.js").href);
    const models: typeof import("../../src/models/index.js") = await import(built("models/index.js").href);
    const { randomStream }: typeof import("../../src/base/random.js") = await import(built("base/random.js").href);
    const system = mechanics.systemNamed("two-body");
    const model = models.graphNetwork({ width: 8, activation: "tanh", output: "hamiltonian" });
    const tasks = 7;
    const initial = Float64Array.from({ length: tasks * 8 }, (_, k) => Math.sin(k));
    const parameters = [0, 1].map((round) => {
      const flats = Array.from({ length: tasks }, (_, task) =>
        models.initialParameters(model, randomStream(task, "motions", round)),
      );
      return models
        .parameterRanges(model)
        .map(({ start, end }) => Float32Array.from(flats.flatMap((flat) => [...flat.subarray(start, end)])));
    });
    const rollouts = async (threads: number) => {
      const options = { samples: 40, stepsPerSample: 2, threads };
      const machine = await measure.RolloutMachine.create(system, model, tasks, options);
      const results = [...parameters, ...parameters].map((one) => machine.run(one, initial));
      await machine.close();
      return results;
    };
    const alone = await rollouts(1);
    expect(alone[2]).toEqual(alone[0]);
    expect(alone[1]).not.toEqual(alone[0]);
    expect(await rollouts(3)).toEqual(alone);
  });
});
