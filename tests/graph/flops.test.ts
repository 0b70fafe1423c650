import { test } from "vitest";
import { input, program, programCost } from "../../src/graph/index.js";
import { metaGradient } from "../../src/learning/maml.js";
import { graphNetwork } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { groupInputNames } from "../../src/learning/maml.js";
test("flops", async () => {
  for (const output of ["direct", "hamiltonian"] as const) for (const bodies of [1, 2, 3]) {
    const model = graphNetwork({ width: 48, activation: "softplus", output });
    const parameters = model.parameters.map(({ name, shape }) => input(name, shape));
    const group = { bodies, tasks: 10, supportPoints: 50, queryPoints: 50 };
    const { loss, gradients } = metaGradient(model, parameters, [group], { steps: 5, rate: 0.001, reduction: "sum", order: 2 });
    const named = { loss, ...Object.fromEntries(gradients.map((g, i) => [`g${i}`, g])) };
    const t0 = performance.now();
    const opt = program(named);
    const t1 = performance.now();
    const again = program(opt.outputs);
    const same = Object.keys(named).every((k) => again.outputs[k as "loss"] === opt.outputs[k as "loss"]);
    const n = groupInputNames(group);
    const data: Record<string, Float32Array> = {};
    for (const p of parameters) data[p.attributes.name as string] = new Float32Array(p.shape.reduce((a, b) => a * b, 1)).map(() => Math.random() - 0.5);
    for (const k of Object.values(n)) data[k] = new Float32Array(10 * bodies * 50 * 4).map(() => Math.random() - 0.5);
    const exe = await compile(opt, { threads: 1 });
    await exe.run(data);
    const t2 = performance.now();
    for (let i = 0; i < 10; i++) await exe.run(data);
    console.log(output, bodies, JSON.stringify(programCost(program(named, { asWritten: true }))), JSON.stringify(programCost(opt)), `optimize ${(t1 - t0).toFixed(0)} ms, fixed ${same}, run ${((performance.now() - t2) / 10).toFixed(1)} ms`);
    await exe.close();
  }
}, 600000);
