import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/compare-table.mjs", import.meta.url));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "compare-table-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Entry {
  readonly method: string;
  readonly system: string;
  readonly mse: number;
}

/** Writes the parts of a results.json that the script reads. */
async function results(name: string, entries: readonly Entry[], config: object = {}): Promise<string> {
  const path = join(folder, name);
  const unique = (key: "method" | "system") => [...new Set(entries.map((entry) => entry[key]))];
  const content = {
    config: { seeds: [0], split: "test", trajectories: 4, integrator: "rk4", stepsPerSample: 1, ...config },
    methods: unique("method").map((method) => ({ name: method, ...(method === "limit" ? { limit: true } : {}) })),
    systems: unique("system").map((system) => ({ name: system, title: system.toUpperCase() })),
    points: [10],
    noise: [0],
    entries: entries.map(({ method, system, mse }) => ({
      ...{ method, system, points: 10, noise: 0, escaped: 0 },
      mse: { geometricMean: mse, low: mse / 2, high: mse * 2 },
    })),
  };
  await writeFile(path, JSON.stringify(content));
  return path;
}

const table = (...args: string[]) =>
  new Promise<{ stdout: string; stderr: string; code: unknown }>((resolve) =>
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: error?.code ?? 0 }),
    ),
  );

const first = [
  { method: "good", system: "a", mse: 1e-4 },
  { method: "good", system: "b", mse: 1e-2 },
];
const second = [
  { method: "bad", system: "a", mse: 1e-2 },
  { method: "bad", system: "b", mse: 1e-3 },
  { method: "bad", system: "c", mse: 1 },
];

test("several comparisons are one table, in which the lowest of a row is bold and what is missing is a dash", async () => {
  const paths = [await results("first.json", first), await results("second.json", second)];
  const { stdout } = await table(...paths, "--plain");
  expect(stdout.split("\n").slice(0, 5)).toEqual([
    "| held out | good | bad |",
    "|---|---|---|",
    "| A | **1.0e-4** | 1.0e-2 |",
    "| B | 1.0e-2 | **1.0e-3** |",
    "| C | – | **1.0e0** |",
  ]);
  // 100 times lower and 10 times higher: the geometric mean of the two systems that both have is the root of 10.
  const against = await table(...paths, "--method", "good", "--against", "bad");
  expect(against.stdout).toContain("| none | 10 | 100 | 0.1 | – | 3.2 of 2 |");
});

test.each([
  [{ seeds: [1] }, /seeds is \[0\] in .*first\.json and \[1\] in .*other\.json/],
  [{ trajectories: 5 }, /trajectories is 4 .* 5 /],
  [{ integrator: "dormand-prince-8" }, /integrator is "rk4"/],
  [{ stepsPerSample: 2 }, /stepsPerSample is 1/],
])("comparisons that differ in %j are not put together", async (config, message) => {
  const paths = [await results("first.json", first), await results("other.json", second, config)];
  const { code, stderr, stdout } = await table(...paths);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(message);
});

test("a method that is in two comparisons is refused", async () => {
  const paths = [await results("first.json", first), await results("twin.json", first)];
  expect((await table(...paths)).stderr).toMatch(/good is in .*first\.json and in .*twin\.json/);
});

test("means over all systems leave out methods without results on one; limits are never bold", async () => {
  const limit = ["a", "b"].map((system) => ({ method: "limit", system, mse: 1e-9 }));
  const path = await results("limit.json", [...first, ...second.slice(0, 1), ...limit]);
  const { stdout } = await table(path, "--overall");
  expect(stdout.split("\n").slice(0, 3)).toEqual([
    "| noise | points | good | bad | limit |",
    "|---|---|---|---|---|",
    "| none | 10 | **1.0e-3** | – | 1.0e-9 |",
  ]);
  expect((await table(path, "--plain")).stdout).toContain("| A | **1.0e-4** | 1.0e-2 | 1.0e-9 |");
});

test("coverage of bands: mean over systems and their range, a dash where a system has none", async () => {
  const path = await results("bands.json", [...first, ...second.slice(0, 1)]);
  const content = JSON.parse(await readFile(path, "utf8"));
  content.entries[0].coverage = 0.5;
  content.entries[1].coverage = 0.94;
  await writeFile(path, JSON.stringify(content));
  const { stdout } = await table(path, "--coverage");
  expect(stdout.split("\n").slice(0, 3)).toEqual([
    "| noise | points | good | bad |",
    "|---|---|---|---|",
    "| none | 10 | 72 % (50 to 94) | – |",
  ]);
});
