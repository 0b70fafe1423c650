import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { loadCheckpoint, saveCheckpoint } from "../../src/experiments/index.js";
import { input, program } from "../../src/graph/index.js";
import {
  cosineRate,
  decodeSafetensors,
  encodeCheckpoint,
  encodeSafetensors,
  initialState,
  type MetaBatch,
  MetaTrainer,
  maml,
  metaGradient,
  type TrainingState,
} from "../../src/learning/index.js";
import {
  type GraphNetworkOptions,
  graphNetwork,
  initialParameters,
  parameterCount,
  unflatten,
} from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const network: GraphNetworkOptions = { width: 5, activation: "tanh", output: "direct" };
const model = graphNetwork(network);
const groups = [
  { bodies: 1, tasks: 2, supportPoints: 4, queryPoints: 4 },
  { bodies: 2, tasks: 1, supportPoints: 4, queryPoints: 4 },
];
const inner = { steps: 1, rate: 0.1, reduction: "mean", order: 2 } as const;

function batch(seed: number, scale = 1): MetaBatch {
  const random = randomStream(seed, "batch");
  return groups.map(({ bodies, tasks, supportPoints }) => {
    const points = () =>
      Float32Array.from({ length: tasks * bodies * supportPoints * 4 }, () => scale * random.normal());
    return { supportStates: points(), supportDerivatives: points(), queryStates: points(), queryDerivatives: points() };
  });
}

const start = () => initialState(initialParameters(model, randomStream(3, "parameters")));
const create = (state: TrainingState, clipNorm?: number) =>
  MetaTrainer.create(
    {
      method: maml(model, inner),
      groups,
      adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm },
      compile: { threads: 1 },
    },
    state,
  );

/** The meta-gradient by itself, in float64. */
async function gradientAt(parameters: ArrayLike<number>, data: MetaBatch, order: 1 | 2 = 2) {
  const flat = input("parameters", [parameterCount(model)]);
  const { loss, gradients } = metaGradient(maml(model, { ...inner, order }), unflatten(model, flat), groups);
  const outputs = Object.fromEntries(gradients.map((g, i) => [`g${i}`, g]));
  const executable = await compile(program({ loss, ...outputs }), { precision: "f64" });
  const doubles = (values: ArrayLike<number>) => Float64Array.from(values);
  const feeds = Object.fromEntries(
    groups.flatMap(({ bodies }, i) => {
      const points = data[i] as MetaBatch[number];
      return [
        [`support_states_${bodies}`, doubles(points.supportStates)],
        [`support_derivatives_${bodies}`, doubles(points.supportDerivatives)],
        [`query_states_${bodies}`, doubles(points.queryStates)],
        [`query_derivatives_${bodies}`, doubles(points.queryDerivatives)],
      ];
    }),
  );
  const result: Record<string, ArrayLike<number>> = await executable.run({ ...feeds, parameters: doubles(parameters) });
  return gradients.flatMap((_, i) => Array.from(result[`g${i}`] as ArrayLike<number>));
}

describe("the outer step", () => {
  test("is Adam's update, written out by hand", async () => {
    const state = start();
    const trainer = await create(state);
    const rate = 0.01;
    let [theta, m, v] = [
      Array.from(state.parameters),
      new Array(state.parameters.length).fill(0),
      new Array(state.parameters.length).fill(0),
    ] as [number[], number[], number[]];
    for (let t = 1; t <= 3; t++) {
      const g = await gradientAt(trainer.state().parameters, batch(t));
      await trainer.step(batch(t), rate);
      m = m.map((x, i) => 0.9 * x + 0.1 * (g[i] as number));
      v = v.map((x, i) => 0.999 * x + 0.001 * (g[i] as number) ** 2);
      theta = theta.map(
        (x, i) =>
          x - (rate * ((m[i] as number) / (1 - 0.9 ** t))) / (Math.sqrt((v[i] as number) / (1 - 0.999 ** t)) + 1e-8),
      );
    }
    // Components whose gradient is rounding noise are moved by its sign, so single ones may differ; the bulk may not.
    const errors = theta.map((x, i) => Math.abs(x - (trainer.state().parameters[i] as number))).sort((a, b) => a - b);
    expect(errors[Math.floor(0.99 * errors.length)]).toBeLessThan(2e-5);
    await trainer.close();
  });

  test("clips long gradients to the given norm and reports the norm before", async () => {
    const state = start();
    const g = await gradientAt(state.parameters, batch(1));
    const norm = Math.hypot(...g);
    const trainer = await create(state, norm / 10);
    const report = await trainer.step(batch(1), 0.01);
    expect(report.gradientNorm / norm).toBeCloseTo(1, 4);
    // After one step Adam's first moment is a tenth of the clipped gradient.
    expect(Math.hypot(...trainer.state().mean) / (norm / 100)).toBeCloseTo(1, 4);
    await trainer.close();
  });

  test("first order differs from second order, and both reach the optimiser", async () => {
    const { parameters } = start();
    const [first, second] = [await gradientAt(parameters, batch(1), 1), await gradientAt(parameters, batch(1), 2)];
    const difference = Math.hypot(...first.map((x, i) => x - (second[i] as number))) / Math.hypot(...second);
    expect(difference).toBeGreaterThan(1e-3);
    expect(difference).toBeLessThan(1);
  });

  test("lowers the loss of a fixed batch", async () => {
    const trainer = await create(start());
    const before = await trainer.loss(batch(1));
    for (let i = 0; i < 100; i++) await trainer.step(batch(1), 0.01);
    expect(await trainer.loss(batch(1))).toBeLessThan(0.7 * before);
    await trainer.close();
  });

  test("stops at a loss that is not finite, keeping the state before it", async () => {
    const trainer = await create(start());
    await trainer.step(batch(1), 0.01);
    const good = trainer.state();
    const bad = batch(2);
    (bad[0] as MetaBatch[number]).queryDerivatives[0] = Number.NaN;
    await expect(trainer.step(bad, 0.01)).rejects.toThrow(/stopped at step 2: the meta-loss is NaN/);
    expect(trainer.state()).toEqual(good);
    await trainer.close();
  });
});

describe("checkpoints", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "checkpoint-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("a resumed training continues to the same weights, bit for bit", async () => {
    const straight = await create(start());
    for (let t = 1; t <= 6; t++) await straight.step(batch(t), 0.01);

    const path = join(folder, "middle.safetensors");
    const first = await create(start());
    for (let t = 1; t <= 3; t++) await first.step(batch(t), 0.01);
    await saveCheckpoint(path, { network, state: first.state(), notes: { seed: "3" } });
    const { state, network: saved, notes } = await loadCheckpoint(path);
    expect(saved).toEqual(network);
    expect(notes).toEqual({ seed: "3" });
    const second = await create(state);
    for (let t = 4; t <= 6; t++) await second.step(batch(t), 0.01);
    expect(second.state()).toEqual(straight.state());
    for (const trainer of [straight, first, second]) await trainer.close();
  });

  test("without moments the file is smaller and still has every parameter", async () => {
    const state = { ...start(), step: 9 };
    const [full, small] = [join(folder, "full.safetensors"), join(folder, "small.safetensors")];
    await saveCheckpoint(full, { network, state, notes: {} });
    await saveCheckpoint(small, { network, state, notes: {} }, { moments: false });
    const saved = (await readFile(full)).length - (await readFile(small)).length;
    expect(saved).toBeGreaterThanOrEqual(2 * 4 * state.parameters.length);
    const read = await loadCheckpoint(small);
    expect(read.state.parameters).toEqual(state.parameters);
    expect(read.state.step).toBe(9);
  });

  test("missing, truncated and foreign files are one clear line", async () => {
    const path = join(folder, "cut.safetensors");
    await saveCheckpoint(path, { network, state: start(), notes: {} });
    await truncate(path, 3000);
    await expect(loadCheckpoint(path)).rejects.toThrow(/cut\.safetensors: truncated/);
    await expect(loadCheckpoint(join(folder, "none"))).rejects.toThrow(/none: cannot read the checkpoint \(ENOENT\)/);
    const foreign = join(folder, "foreign.safetensors");
    await writeFile(foreign, "GIF89a, not a checkpoint, but long enough to have a header");
    await expect(loadCheckpoint(foreign)).rejects.toThrow(UserError);
  });

  test.each([["not JSON"], ['{"width":5}'], ['{"width":0,"activation":"tanh","output":"direct"}']])(
    "a network described as %s is refused",
    async (text) => {
      const path = join(folder, "network.safetensors");
      const { metadata, tensors } = decodeSafetensors(encodeCheckpoint({ network, state: start(), notes: {} }), path);
      await writeFile(path, encodeSafetensors({ metadata: { ...metadata, network: text }, tensors }));
      await expect(loadCheckpoint(path)).rejects.toThrow(/network\.safetensors: .*network/);
    },
  );

  test("an empty file is refused", async () => {
    const path = join(folder, "empty.safetensors");
    await writeFile(path, "");
    await expect(loadCheckpoint(path)).rejects.toThrow(UserError);
  });
});

test("the rate falls along half a cosine", () => {
  expect(cosineRate(0, 100, 0.1, 0.01)).toBeCloseTo(0.1, 12);
  expect(cosineRate(50, 100, 0.1, 0)).toBeCloseTo(0.05, 12);
  expect(cosineRate(100, 100, 0.1, 0.01)).toBeCloseTo(0.001, 12);
});
