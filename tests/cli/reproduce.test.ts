import { existsSync } from "node:fs";
import { cp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/experiments/index.js";
import type { Results } from "../../src/measure/index.js";
import { until } from "../until.js";
import { type Finished, main, runHere, start, temporaryFolder } from "./process.js";
import { tinyRun } from "./tiny-run.js";

const tiny = [
  "--hold-out",
  "pendulum",
  ...tinyRun,
  "outer.iterations=60",
  "evaluation.trajectories=3",
  "evaluation.steps=15",
];
const folder = temporaryFolder();
const startReproduce = (...args: string[]) => start(process.execPath, [main, "reproduce", ...args]);

const model = (run: string) => readFile(join(run, "pendulum", "seed-0", "model.safetensors"));
const checkpoints = (run: string) =>
  readdir(join(run, "pendulum", "seed-0", "checkpoints")).catch(() => [] as string[]);
const read = async (run: string) => JSON.parse(await readFile(join(run, "results.json"), "utf8")) as Results;

describe("reproduce", () => {
  let whole: string;
  let printed: Finished;
  beforeAll(async () => {
    whole = folder.in("whole");
    printed = await runHere("reproduce", ...tiny, "--out", whole);
  });

  test("runs from data to report and says where it is", async () => {
    expect(printed.stderr).not.toMatch(/defect/);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain(join(whole, "report", "index.html"));
    // The only part's table is the whole run's, which comes once.
    expect(printed.stdout).toMatch(/^held out +method/);
    expect(printed.stderr).not.toMatch(/^held out +method/m);
    for (const file of [
      "config.json",
      "results.json",
      "report/index.html",
      "figures/figure1.svg",
      "figures/figure2-pendulum-15.svg",
    ])
      expect(existsSync(join(whole, file)), file).toBe(true);
    expect((await readdir(join(whole, "figures"))).filter((name) => !name.endsWith(".svg"))).toEqual([]);
  });

  test("results hold every method at every step, with intervals around the means", async () => {
    const { systems } = await read(whole);
    expect(systems.map(({ heldOut }) => heldOut)).toEqual(["pendulum"]);
    expect(systems[0]?.trainedOn).not.toContain("pendulum");
    expect(systems[0]?.trainedOn).toHaveLength(2);
    const methods = systems[0]?.methods ?? [];
    expect(methods.map(({ name }) => name)).toEqual([
      "meta-trained",
      "hnn-same-step",
      "hnn-best-step",
      "random-graph-network",
    ]);
    for (const { step, mse, escaped, energyError } of methods) {
      expect(step).toEqual(Array.from({ length: 16 }, (_, i) => i));
      for (const i of step) {
        const [mean, low, high] = [mse.mean[i] as number, mse.low[i] as number, mse.high[i] as number];
        expect(low).toBeLessThanOrEqual(mean);
        expect(mean).toBeLessThanOrEqual(high);
        expect(mean).toBeGreaterThan(0);
        expect(escaped[i]).toBeLessThanOrEqual(3);
        expect(energyError.mean[i]).toBeGreaterThanOrEqual(0);
      }
      // Adaptation changes the prediction, or nothing is being tested.
      expect(mse.mean[15]).not.toBe(mse.mean[0]);
    }
    // Both HNNs start from the same parameters.
    expect(methods[1]?.mse.mean[0]).toBe(methods[2]?.mse.mean[0]);
  });

  test("an existing run is refused and left as it was", async () => {
    const before = await readFile(join(whole, "results.json"));
    const { code, stderr } = await runHere("reproduce", ...tiny, "--out", whole);
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(whole);
    expect(await readFile(join(whole, "results.json"))).toEqual(before);
  });

  test("killed with SIGKILL while training, it resumes to the same weights, bit for bit", async () => {
    const broken = folder.in("broken");
    const { child, finished } = startReproduce(...tiny, "--out", broken);
    await until(async () => (await checkpoints(broken)).length > 1);
    child.kill("SIGKILL");
    await finished;
    expect(existsSync(join(broken, "results.json"))).toBe(false);
    const resumed = await runHere("reproduce", "--resume", "--out", broken);
    expect(resumed.code).toBe(0);
    expect(await model(broken)).toEqual(await model(whole));
    expect((await read(broken)).systems.map(({ methods }) => methods)).toEqual(
      (await read(whole)).systems.map(({ methods }) => methods),
    );
  });

  test("Ctrl-C leaves a run that resumes, says how, and exits with 130", async () => {
    const stopped = folder.in("stopped");
    const { child, finished } = startReproduce(...tiny, "outer.iterations=100000", "--out", stopped);
    await until(async () => (await checkpoints(stopped)).length > 0);
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`metahamilton reproduce --resume --out ${stopped}`);
    const last = (await checkpoints(stopped)).sort().at(-1) as string;
    const { state } = await loadCheckpoint(join(stopped, "pendulum", "seed-0", "checkpoints", last));
    expect(state.step).toBeGreaterThan(0);
    expect(state.step).toBeLessThan(100_000);
  });

  test("two processes in one run's folder: the second is refused and says who is there", async () => {
    const busy = folder.in("busy");
    const first = startReproduce(...tiny, "outer.iterations=100000", "--out", busy);
    await until(async () => (await checkpoints(busy)).length > 0);
    const { code, stderr } = await runHere("reproduce", "--resume", "--out", busy);
    expect(code).toBe(1);
    expect(stderr).toContain(`${busy} is being worked on by process ${first.child.pid} on `);
    first.child.kill("SIGINT");
    await first.finished;
    expect(existsSync(join(busy, "run.lock"))).toBe(false);
  });

  test("train and evaluate, one after the other, give what reproduce gives: the seed decides the numbers", async () => {
    const parts = folder.in("parts");
    const { code: trained } = await runHere("train", ...tiny, "--out", parts);
    expect(trained).toBe(0);
    expect(await model(parts)).toEqual(await model(whole));
    await cp(parts, folder.in("trained"), { recursive: true });
    const evaluated = await runHere("evaluate", parts, "--json");
    expect(evaluated.code).toBe(0);
    const results = JSON.parse(evaluated.stdout) as Results;
    expect(results.systems.map(({ methods }) => methods)).toEqual(
      (await read(whole)).systems.map(({ methods }) => methods),
    );
  });

  test.each([
    ["missing", (path: string) => rm(path), /no trained model/],
    ["truncated", (path: string) => truncate(path, 500), /truncated/],
    [
      "foreign",
      (path: string) => writeFile(path, "not a model, but long enough to have a header of its own"),
      /safetensors/,
    ],
  ])("a %s model is one clear line", async (name, damage, message) => {
    const parts = folder.in(`damaged-${name}`);
    await cp(folder.in("trained"), parts, { recursive: true });
    await damage(join(parts, "pendulum", "seed-0", "model.safetensors"));
    const { code, stderr } = await runHere("evaluate", parts);
    expect(code).toBe(1);
    const lines = stderr
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("metahamilton:"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("training that diverges stops with the step and the cause, the last good checkpoint kept", async () => {
    const wild = folder.in("wild");
    const { code, stderr } = await runHere(
      "reproduce",
      ...tiny,
      "--set",
      "inner.rate=1e38",
      "model.activation=softplus",
      "--out",
      wild,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/stopped at step \d+: the meta-(loss|gradient) is (NaN|Infinity)/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
