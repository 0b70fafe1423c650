import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/experiments/index.js";
import type { Results } from "../../src/measure/index.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A run of seconds: what it computes is real, its numbers mean nothing. */
const tiny = [
  ...["--profile", "smoke", "--hold-out", "pendulum", "--set"],
  "data.train=8",
  "data.validation=2",
  "data.test=3",
  "model.width=8",
  "outer.iterations=60",
  "outer.points=8",
  "outer.reportEvery=5",
  "outer.checkpointEvery=5",
  "evaluation.trajectories=3",
  "evaluation.points=8",
  "evaluation.steps=15",
  "evaluation.hnnRates=[0.1]",
];

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): { process: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [main, ...args]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return { process: child, finished };
}

const run = (...args: string[]) => start(args).finished;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 3000; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("waited too long");
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reproduce-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model = (run: string) => readFile(join(run, "pendulum", "seed-0", "model.safetensors"));
const checkpoints = (run: string) =>
  readdir(join(run, "pendulum", "seed-0", "checkpoints")).catch(() => [] as string[]);
const read = async (run: string) => JSON.parse(await readFile(join(run, "results.json"), "utf8")) as Results;

describe("reproduce", () => {
  let whole: string;
  let printed: Finished;
  beforeAll(async () => {
    whole = join(folder, "whole");
    printed = await run("reproduce", ...tiny, "--out", whole);
  });

  test("runs from data to report and says where it is", async () => {
    expect(printed.stderr).not.toMatch(/defect/);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain(join(whole, "report", "index.html"));
    for (const file of [
      "config.json",
      "results.json",
      "report/index.html",
      "figures/figure1.svg",
      "figures/figure2-pendulum-15.png",
    ])
      expect(existsSync(join(whole, file)), file).toBe(true);
  });

  test("results hold every method at every step, with intervals around the means", async () => {
    const { systems } = await read(whole);
    expect(systems.map(({ heldOut }) => heldOut)).toEqual(["pendulum"]);
    expect(systems[0]?.trainedOn).not.toContain("pendulum");
    expect(systems[0]?.trainedOn).toHaveLength(5);
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

  test("the same seed gives the same numbers", async () => {
    const again = join(folder, "again");
    expect((await run("reproduce", ...tiny, "--out", again)).code).toBe(0);
    expect((await read(again)).systems.map(({ methods }) => methods)).toEqual(
      (await read(whole)).systems.map(({ methods }) => methods),
    );
  });

  test("an existing run is refused and left as it was", async () => {
    const before = await readFile(join(whole, "results.json"));
    const { code, stderr } = await run("reproduce", ...tiny, "--out", whole);
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(whole);
    expect(await readFile(join(whole, "results.json"))).toEqual(before);
  });

  test("killed with SIGKILL while training, it resumes to the same weights, bit for bit", async () => {
    const broken = join(folder, "broken");
    const { process: child, finished } = start(["reproduce", ...tiny, "--out", broken]);
    await until(async () => (await checkpoints(broken)).length > 1);
    child.kill("SIGKILL");
    await finished;
    expect(existsSync(join(broken, "results.json"))).toBe(false);
    const resumed = await run("reproduce", "--resume", "--out", broken);
    expect(resumed.code).toBe(0);
    expect(await model(broken)).toEqual(await model(whole));
    expect((await read(broken)).systems.map(({ methods }) => methods)).toEqual(
      (await read(whole)).systems.map(({ methods }) => methods),
    );
  });

  test("Ctrl-C leaves a run that resumes, says how, and exits with 130", async () => {
    const stopped = join(folder, "stopped");
    const { process: child, finished } = start([
      "reproduce",
      ...tiny,
      "--set",
      "outer.iterations=2000",
      "--out",
      stopped,
    ]);
    await until(async () => (await checkpoints(stopped)).length > 0);
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`metahamilton reproduce --resume --out ${stopped}`);
    const last = (await checkpoints(stopped)).sort().at(-1) as string;
    const { state } = await loadCheckpoint(join(stopped, "pendulum", "seed-0", "checkpoints", last));
    expect(state.step).toBeGreaterThan(0);
    expect(state.step).toBeLessThan(2000);
  });

  test("two processes in one run's folder: the second is refused and says who is there", async () => {
    const busy = join(folder, "busy");
    const first = start(["reproduce", ...tiny, "--set", "outer.iterations=5000", "--out", busy]);
    await until(async () => (await checkpoints(busy)).length > 0);
    const { code, stderr } = await run("reproduce", "--resume", "--out", busy);
    expect(code).toBe(1);
    expect(stderr).toContain(`${busy} is being worked on by process ${first.process.pid} on `);
    first.process.kill("SIGINT");
    await first.finished;
    expect(existsSync(join(busy, "run.lock"))).toBe(false);
  });

  test("train and evaluate, one after the other, give what reproduce gives", async () => {
    const parts = join(folder, "parts");
    const { code: trained } = await run("train", ...tiny, "--out", parts);
    expect(trained).toBe(0);
    expect(await model(parts)).toEqual(await model(whole));
    const evaluated = await run("evaluate", parts, "--json");
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
    const parts = join(folder, `damaged-${name}`);
    await run("train", ...tiny, "--set", "outer.iterations=5", "--out", parts);
    await damage(join(parts, "pendulum", "seed-0", "model.safetensors"));
    const { code, stderr } = await run("evaluate", parts);
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
    const wild = join(folder, "wild");
    const { code, stderr } = await run(
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
