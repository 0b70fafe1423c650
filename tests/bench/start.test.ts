import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { start, temporaryFolder } from "../cli/process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const node = (...args: string[]) => start(process.execPath, args, { cwd: root }).finished;
const bench = (...args: string[]) => node(join("dist-bench", "bench", "main.js"), ...args);

beforeAll(async () => {
  // Types are checked elsewhere.
  const compiler = join("node_modules", ".bin", "tsc");
  const { code, stdout } = await node(compiler, "-p", "tsconfig.bench.json", "--noCheck");
  expect([code, stdout]).toEqual([0, ""]);
});

test("the benchmark as it is compiled measures a command, beside a build that is named", async () => {
  const { code, stderr } = await bench(
    ...["commands", "--only", "version", "--runs", "1", "--peers", "none", "--against", root],
    ...["--out", folder.in("results")],
  );
  expect([code, stderr.split("\n").filter((line) => line.startsWith("bench:"))]).toEqual([0, []]);
  expect(await readdir(folder.in("results"))).toContain("commands-version.json");
  const { result } = JSON.parse(await readFile(folder.in("results", "commands-version.json"), "utf8"));
  const builds: Record<string, { processor: number; clock: number; memory: number }[]> = result.measured["--version"];
  expect(Object.keys(builds)).toEqual(["metahamilton", "earlier build"]);
  for (const [one] of Object.values(builds)) {
    expect(one?.processor).toBeGreaterThan(0);
    expect(one?.clock).toBeGreaterThan(0);
    expect(one?.memory).toBeGreaterThan(2 ** 20);
  }
});

test("a folder that is no built checkout is refused with what to do there", async () => {
  const { code, stderr } = await bench("commands", "--against", folder.in("nothing"));
  expect(code).toBe(2);
  expect(stderr.split("\n")[0]).toBe(
    `bench: --against: ${folder.in("nothing")} has no ${join("dist", "cli", "main.js")}; build it there: ` +
      "npm ci && npm run build && npx tsc -p tsconfig.bench.json",
  );
});
