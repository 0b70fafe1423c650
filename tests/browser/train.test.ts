import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories, TaskSampler } from "../../src/dataset/index.js";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { input, program } from "../../src/graph/index.js";
import { adamDefaults, cosineRate, initialState, MetaTrainer, maml } from "../../src/learning/index.js";
import { systemNamed } from "../../src/mechanics/index.js";
import { graphNetwork, initialParameters, repeatForTasks, unflatten } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";
import { lab, reading, ready, takeSteps } from "./lab.js";
import { networkPath } from "./reference.js";

const page_ = lab();
const settings = { width: 8, iterations: 20, trajectories: 6, points: 10, seed: 4 };
const trainedOn = ["mass-spring", "two-body"];

async function train(page: Page): Promise<void> {
  for (const name of ["mass-spring", "pendulum", "double-pendulum", "two-body", "three-body", "magnetic-mirror"])
    await page.locator(`input[name="${name}"]`).setChecked(trainedOn.includes(name));
  for (const [name, value] of Object.entries(settings)) {
    await page.locator(`input[name="${name}"]`).fill(String(value));
    await page.locator(`input[name="${name}"]`).press("Enter");
  }
  await page.locator("#train").click();
  await page.locator("#finished-title").waitFor();
}

/** The same training in Node. */
async function reference() {
  const { width, iterations, trajectories, points, seed } = settings;
  const sets = (split: "train" | "validation", count: number) =>
    new TaskSampler(trainedOn.map((name) => generateTrajectories(systemNamed(name), { count, seed, split })));
  const sample = (sampler: TaskSampler, ...stream: (string | number)[]) =>
    sampler.sampleMetaBatch({ tasksPerSystem: 2, points, random: randomStream(seed, ...stream) });
  const [training, validation] = [sets("train", trajectories), sets("validation", 10)];
  const judged = sample(validation, "validation tasks", 0);
  const model = graphNetwork({ width, activation: "tanh", output: "hamiltonian" });
  const trainer = await MetaTrainer.create(
    {
      method: maml(model, { steps: 1, rate: 0.5, reduction: "mean", order: 2 }),
      groups: judged.map(({ bodies, tasks }) => ({ bodies, tasks, supportPoints: points, queryPoints: points })),
      adam: { ...adamDefaults, clipNorm: 10 },
      compile: { threads: 1 },
    },
    initialState(initialParameters(model, randomStream(seed, "initial parameters"))),
  );
  for (let step = 1; step <= iterations; step++)
    await trainer.step(
      sample(training, "training tasks", step),
      cosineRate(step - 1, iterations, 0.003, 0.01),
      (step - 1) / iterations,
    );
  const validationLoss = (await trainer.loss(judged)) / 4;
  return { validationLoss, parameters: trainer.state().parameters };
}

test("a network trained in the browser is the one trained in Node; it is kept, used, saved and read back", async () => {
  const page = await page_.open("?part=train", { kept: true });
  await train(page);
  const expected = await reference();
  const shown = Number(await page.locator("#train-step").getAttribute("data-validation"));
  expect(Math.abs(shown - expected.validationLoss)).toBeLessThan(1e-4);

  const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("#download-trained").click()]);
  const { state, network, notes } = await loadCheckpoint(await saved.path());
  expect(network).toEqual({ width: settings.width, activation: "tanh", output: "hamiltonian" });
  expect(notes.trainedOn).toBe(trainedOn.join(","));
  expect(state.step).toBe(settings.iterations);
  const worst = state.parameters.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (expected.parameters[i] as number))),
    0,
  );
  expect(worst).toBeLessThan(1e-4);

  await page.locator("#keep").click();
  await page.locator(".kept li").waitFor();
  await page.reload();
  await page.locator(".kept li").waitFor();
  await page.getByRole("button", { name: "Adapt it" }).click();
  await ready(page);
  await takeSteps(page, 1);
  expect(Number.isFinite((await reading(page, "meta-trained")).mse)).toBe(true);
  expect(new URL(page.url()).searchParams.get("network")).toMatch(/^kept:/);
});

test("a network of the command line opens here, and leaves as ONNX that computes the same", async () => {
  const page = await page_.open("?part=train&system=two-body");
  await page.locator("#open-network").setInputFiles(networkPath("two-body"));
  await page.locator(".kept li").waitFor();
  expect(await page.locator(".kept li").textContent()).toContain("trained without two-body");

  const [safetensors] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "safetensors" }).click(),
  ]);
  expect(await readFile(await safetensors.path())).toEqual(await readFile(networkPath("two-body")));

  const [onnx] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "ONNX" }).click()]);
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const session = await InferenceSession.create(new Uint8Array(await readFile(await onnx.path())));
  const rows = 3;
  const values = Float32Array.from({ length: rows * 8 }, (_, i) => Math.cos(1 + i) + (i % 8 < 4 ? 1 : -1));
  const answer = await session.run({ states: new Tensor("float32", values, [rows, 2, 4]) });
  expect(answer.derivatives?.dims).toEqual([rows, 2, 4]);
  expect(answer.hamiltonian?.dims).toEqual([rows, 1]);

  const numbers = (tensor: { data: unknown } | undefined) => Array.from(tensor?.data as Float32Array);
  const { network, state } = await loadCheckpoint(networkPath("two-body"));
  const model = graphNetwork(network);
  const parameters = unflatten(model, input("flat", [state.parameters.length])).map((x) => repeatForTasks(x, 1));
  const at = input("states", [1, 2, 1, 4]);
  const h = model.hamiltonian?.(parameters, at);
  if (h === undefined) throw new Error("the network has no H");
  const run = await compile(program({ f: model.derivative(parameters, at), h }), { threads: 1 });
  for (let row = 0; row < rows; row++) {
    const part = values.slice(8 * row, 8 * (row + 1));
    const { f, h: energy } = await run.run({ flat: state.parameters, states: part });
    const derivatives = numbers(answer.derivatives).slice(8 * row, 8 * (row + 1));
    for (let i = 0; i < 8; i++) expect(derivatives[i]).toBeCloseTo(f[i] as number, 5);
    expect(numbers(answer.hamiltonian)[row]).toBeCloseTo(energy[0] as number, 5);
  }
});

test("a file that is no network is one sentence", async () => {
  const page = await page_.open("?part=train");
  await page.locator("#open-network").setInputFiles({
    name: "holiday.safetensors",
    mimeType: "application/octet-stream",
    buffer: Buffer.from("GIF89a and so on and so forth"),
  });
  await page.getByRole("alert").getByText("holiday.safetensors").waitFor();
  expect(await page.locator(".kept li").count()).toBe(0);
});

test("a training is stopped in the middle, with the network as it is", async () => {
  const page = await page_.open("?part=train");
  await page.locator('input[name="iterations"]').fill("20000");
  await page.locator('input[name="iterations"]').press("Enter");
  await page.locator("#train").click();
  await page.locator("#train-step").waitFor();
  await page.getByRole("button", { name: "Stop here" }).click();
  await page.locator("#finished-title").getByText("Stopped early").waitFor();
});
