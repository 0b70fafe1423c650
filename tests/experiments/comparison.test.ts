import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import { cellPath } from "../../src/experiments/comparison/cell-file.js";
import {
  type Cell,
  cellsOf,
  collectComparison,
  compareProfiles,
  contestantLearner,
  contestantNames,
  contestants,
  parseCompareConfig,
  runCell,
  runComparison,
} from "../../src/experiments/index.js";
import { hamiltonianProcess, observe, phaseSpaceOf } from "../../src/learning/index.js";
import { observeWithNoise } from "../../src/measure/index.js";
import {
  allSystems,
  dormandPrince8,
  energiesOf,
  energyError,
  integrateFixed,
  pendulum,
} from "../../src/mechanics/index.js";

const cell: Cell = {
  method: "process",
  system: "pendulum",
  points: 10,
  noise: 0,
  seed: 4,
  split: "validation",
  trajectories: 3,
  integrator: "dormand-prince-8",
  stepsPerSample: 1,
  bandDraws: 0,
  models: null,
  modelSeed: null,
};

describe("observeWithNoise", () => {
  const set = generateTrajectories(pendulum, { count: 2, seed: 1, split: "validation" });
  const indices = [...set.times.keys()];

  it("adds noise in standard deviations of each component", () => {
    const clean = observe(set, 1, indices);
    const noisy = observeWithNoise(set, 1, indices, 0.05, 1);
    for (const key of ["states", "derivatives"] as const)
      for (const a of [0, 1]) {
        const column = (values: Float64Array) => values.filter((_, k) => k % 2 === a);
        const deviation = (values: Float64Array) => {
          const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
          return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
        };
        const difference = column(noisy[key]).map((v, i) => v - (column(clean[key])[i] as number));
        // 100 draws: the deviation is known to 7 %.
        expect(deviation(difference) / deviation(column(clean[key]))).toBeGreaterThan(0.04);
        expect(deviation(difference) / deviation(column(clean[key]))).toBeLessThan(0.06);
      }
  });

  it("is none at level 0, in proportion to the level, and the same for the same seed", () => {
    const some = [3, 50, 7];
    const at = (level: number, seed = 1) => observeWithNoise(set, 0, some, level, seed).states;
    expect(at(0)).toEqual(observe(set, 0, some).states);
    expect(at(0.1)).toEqual(at(0.1));
    expect(at(0.1, 2)).not.toEqual(at(0.1));
    const offset = (level: number) => (at(level)[0] as number) - (at(0)[0] as number);
    expect(offset(0.1) / offset(0.05)).toBeCloseTo(2, 8);
  });
});

describe("runCell", () => {
  it("measures what a loop written out measures", async () => {
    const result = await runCell(cell);
    const set = generateTrajectories(pendulum, { count: 3, seed: 4, split: "validation" });
    for (let i = 0; i < 3; i++) {
      const { supportIndices } = choosePoints(set, 10, randomStream(4, "support points", "pendulum", "validation", i));
      const observations = observe(set, i, supportIndices);
      const learned = await hamiltonianProcess().adapt(phaseSpaceOf(pendulum), observations, {
        random: randomStream(0),
      });
      const truth = set.states.subarray(i * 200, (i + 1) * 200);
      const motion = integrateFixed(dormandPrince8, learned.vectorField, truth.slice(0, 2), set.times);
      // Node states have four components, two of them 0 here.
      const square = motion.reduce((sum, value, k) => sum + (value - (truth[k] as number)) ** 2, 0);
      expect(result.mse[i]).toBeCloseTo(square / 400, 14);
      expect(result.relative[i]).toBeCloseTo(Math.sqrt(square) / Math.hypot(...truth), 12);
      expect(result.energy[i]).toBeCloseTo(energyError(pendulum, energiesOf(pendulum, motion)), 12);
      const windows = result.byTime[i] as number[];
      // Ten windows of 10 samples, but for one of 9, that hold all samples but the first.
      const total = windows.reduce((sum, value) => sum + value / 10, 0);
      expect(total).toBeGreaterThan(0.9 * (result.mse[i] as number));
      expect(total).toBeLessThan(1.1 * (result.mse[i] as number));
    }
    expect(result.escaped).toEqual([false, false, false]);
    expect(result.coverage).toEqual([null, null, null]);
  });

  it("sees the same points with every method and smaller sets inside larger ones", () => {
    const set = generateTrajectories(pendulum, { count: 1, seed: 4, split: "validation" });
    const chosen = (points: number) =>
      choosePoints(set, points, randomStream(4, "support points", "pendulum", "validation", 0)).supportIndices;
    expect(chosen(20).slice(0, 5)).toEqual(chosen(5));
  });

  it("measures the coverage of bands between 0 and 1", async () => {
    const { coverage } = await runCell({ ...cell, points: 5, noise: 0.05, bandDraws: 9 });
    for (const share of coverage) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });

  it("knows every method by the name of its learner, on every system", async () => {
    for (const name of contestantNames)
      for (const { name: heldOut } of allSystems) {
        const context = { heldOut, seed: 0, models: null };
        if ("needsModels" in contestants[name]) continue;
        expect((await contestantLearner(name, context)).name).toBe(name);
      }
  });

  it("takes the package's models where there are some and none are named, and asks for the others", async () => {
    const context = { heldOut: "pendulum", seed: 0, models: null };
    for (const name of ["in-context", "in-context-structured"] as const)
      expect((await contestantLearner(name, context)).name).toBe(name);
    await expect(contestantLearner("maml", context)).rejects.toThrow(/^trained models of maml are needed/);
    await expect(contestantLearner("pretrained-adam", context)).rejects.toThrow(UserError);
  });
});

describe("a comparison", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "metahamilton-compare-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const config = parseCompareConfig(
    {
      ...compareProfiles.smoke,
      methods: ["process", "sparse-regression"],
      systems: ["mass-spring"],
      points: [5],
      noise: [0],
      seeds: [0, 1],
      bandDraws: 0,
    },
    "test",
  );
  const facts = { profile: "smoke", command: "x", version: "0", totalSeconds: 1 };

  it("runs what is missing, keeps what is there and pools seeds", async () => {
    const seen: number[] = [];
    const hooks = { onProgress: ({ done }: { done: number }) => seen.push(done) };
    await runComparison(config, folder, hooks);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    const cells = cellsOf(config);
    const path = cellPath(folder, cells[0] as Cell);
    const first = await readFile(path, "utf8");
    await rm(cellPath(folder, cells[1] as Cell));
    seen.length = 0;
    await runComparison(config, folder, hooks);
    expect(seen).toEqual([3, 4]);
    // Times differ from run to run: this cell was not run again.
    expect(await readFile(path, "utf8")).toBe(first);

    const results = await collectComparison(config, folder, facts);
    expect(results.trajectories).toBe(4);
    expect(results.entries.map(({ method }) => method)).toEqual(["process", "sparse-regression"]);
    const parts = await Promise.all(
      cells
        .filter(({ method }) => method === "process")
        .map(async (one) => JSON.parse(await readFile(cellPath(folder, one), "utf8"))),
    );
    const all = parts.flatMap(({ result }) => result.mse as number[]);
    const logMean = all.reduce((sum, value) => sum + Math.log(value), 0) / 4;
    expect(results.entries[0]?.mse.geometricMean).toBeCloseTo(Math.exp(logMean), 15);
    expect(results.entries[0]?.mse.low).toBeLessThanOrEqual(results.entries[0]?.mse.geometricMean as number);
  });

  it("leaves out what has not been run", async () => {
    const wider = { ...config, points: [5, 10] };
    expect((await collectComparison(wider, folder, facts)).entries.map(({ points }) => points)).toEqual([5, 5]);
  });

  it("refuses damaged cells and those of another comparison", async () => {
    await expect(runComparison({ ...config, trajectories: 3 }, folder, { onProgress: () => {} })).rejects.toThrow(
      "is of another comparison",
    );
    await writeFile(cellPath(folder, cellsOf(config)[0] as Cell), "{");
    await expect(collectComparison(config, folder, facts)).rejects.toThrow("not JSON");
  });

  it.each([
    [{ methods: ["magic"] }, "methods.0"],
    [{ points: [5, 5] }, "expected different values"],
    [{ points: [1000] }, "a trajectory of mass-spring has 100 samples, 1000 are asked for"],
    [{ systems: ["pendulu"] }, "pendulu"],
    [{ noise: [-1] }, "noise.0"],
    [{ extra: 1 }, "extra"],
  ])("refuses %o", (change, message) => {
    expect(() => parseCompareConfig({ ...config, ...change }, "test")).toThrow(message);
  });
});
