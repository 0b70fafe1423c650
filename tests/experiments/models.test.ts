import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { fewShotModel, ownModel } from "../../src/experiments/comparison/models.js";
import { profiles, saveCheckpoint } from "../../src/experiments/index.js";
import { initialState } from "../../src/learning/index.js";
import { initialParameters, network } from "../../src/models/index.js";

let models = "";
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), "models-"));
});
afterAll(() => rm(models, { recursive: true, force: true }));

const options = { output: "hamiltonian", width: 4, activation: "tanh" } as const;
const state = initialState(initialParameters(network(options), randomStream(0, "test")));

/** A model as `train` leaves it, in a folder that need not be the one of the system that it held out. */
async function write(method: string, folder: string, heldOut: string, data: object = {}) {
  const { systems, data: before } = profiles.smoke;
  const notes = { heldOut, seed: "0", config: JSON.stringify({ systems, data: { ...before, ...data } }) };
  const path = join(models, method, folder, "seed-0", "model.safetensors");
  await saveCheckpoint(path, { network: options, state, notes });
}

const found = async (method: string, heldOut: string, seed = 0) =>
  (await fewShotModel(method, { heldOut, seed, models })).notes.heldOut;

test("a model is the tested system's own, or the one trained on most systems without it", async () => {
  await write("maml", "pendulum", "pendulum");
  await write("maml", "kepler", "kepler");
  await write("maml", "two-body", "two-body");
  expect(await found("maml", "pendulum")).toBe("pendulum");
  expect(await found("maml", "two-body")).toBe("two-body");
  // Kepler's was trained on all six of the paper's, the others' on five.
  for (const system of ["kepler", "duffing", "henon-heiles"]) expect(await found("maml", system)).toBe("kepler");
});

test("one that was trained on the tested system is never taken", async () => {
  await write("anil", "mass-spring", "pendulum");
  await expect(found("anil", "mass-spring")).rejects.toThrow(/was trained on mass-spring, which it is to be tested on/);
  await expect(found("anil", "two-body")).rejects.toThrow(/no model with seed 0 that was trained without two-body/);
  await expect(found("anil", "pendulum", 1)).rejects.toThrow(/no model with seed 1 that was trained without pendulum/);
  await expect(found("reptile", "pendulum")).rejects.toThrow(/reptile holds no model/);
  await write("own", "pendulum", "pendulum", { trainOn: "held-out" });
  await expect(found("own", "pendulum")).rejects.toThrow(/was trained on pendulum, which it is to be tested on/);
});

test("the upper bound's was trained on the tested system alone", async () => {
  await write("upper-bound", "duffing", "duffing", { trainOn: "held-out" });
  await write("upper-bound", "kepler", "kepler");
  const own = (heldOut: string) => ownModel("upper-bound", { heldOut, seed: 0, models });
  expect((await own("duffing")).notes.heldOut).toBe("duffing");
  await expect(own("kepler")).rejects.toThrow(/was trained on mass-spring, .*, not on kepler alone/);
  await expect(own("pendulum")).rejects.toThrow(/no model of pendulum with seed 0/);
});

test("a model that does not say what it was trained on is refused", async () => {
  const path = join(models, "fomaml", "pendulum", "seed-0", "model.safetensors");
  await saveCheckpoint(path, { network: options, state, notes: {} });
  await expect(found("fomaml", "pendulum")).rejects.toThrow(/pendulum.*does not say which systems it was trained on/);
});
