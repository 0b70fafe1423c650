import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { mean, type Results } from "../../src/measure/index.js";
import type { SweepStatus } from "../../src/sweeps/index.js";
import { expectMistake, type Finished, main, runHere, start, temporaryFolder } from "../cli/process.js";
import { until } from "../until.js";
import { countEvents, halt, held, readEvents, tinyConfig, trainingFor, writeSweepFile } from "./sweep-file.js";

const folder = temporaryFolder();

interface Row {
  readonly run: string;
  readonly seeds: number;
  readonly method: string;
  readonly step: number;
  readonly mse_mean: number;
}

const readTable = async (directory: string) =>
  (await parquetReadObjects({ file: await asyncBufferFromFile(join(directory, "table.parquet")) })) as unknown as Row[];

const status = async (directory: string) =>
  JSON.parse((await runHere("status", directory, "--json")).stdout) as SweepStatus & { slurm?: unknown };

const startSweep = (...args: string[]) => start(process.execPath, [main, "sweep", ...args]);

/** Enough training that one can do something to a run meanwhile. */
const slow = trainingFor(150);
/** Such a run never ends by itself. */
const endless = trainingFor(1_000_000);

describe("a sweep on this machine", () => {
  let file: string;
  let out: string;
  let printed: Finished;
  beforeAll(async () => {
    file = await writeSweepFile(folder.in("grid.yaml"), { seeds: "range(2)", "outer.rate": [0.001, 0.003] });
    out = folder.in("grid");
    printed = await runHere("sweep", file, "--out", out);
  });

  test("does every run of the grid once and says where the results are", async () => {
    expect(printed).toMatchObject({ code: 0 });
    expect(printed.stdout).toMatch(/^4 runs: 4 done\n/);
    expect(printed.stdout).toContain(join(out, "table.parquet"));
    expect(await countEvents(out)).toEqual({ started: 4, finished: 4, failed: 0, stopped: 0 });
    for (const path of ["report/index.html", "figures/sweep.svg", "pages/1/results.json", "sweep.json"])
      expect(existsSync(join(out, path)), path).toBe(true);
    // Nothing temporary is left, in the sweep's folder or in a run's.
    expect((await readdir(out)).sort()).toEqual([
      "figures",
      "pages",
      "report",
      "results.json",
      "runs",
      "sweep.json",
      "table.parquet",
    ]);
    for (const id of await readdir(join(out, "runs")))
      expect((await readdir(join(out, "runs", id))).sort()).toEqual([
        "config.json",
        "done.json",
        "events.jsonl",
        "pendulum",
      ]);
  });

  test("the table holds every run's measurements under the swept keys", async () => {
    const rows = await readTable(out);
    expect(rows).toHaveLength(4 * 4 * 3);
    for (const id of await readdir(join(out, "runs"))) {
      const read = async (name: string) => JSON.parse(await readFile(join(out, "runs", id, name), "utf8"));
      const { config, sweep, kind } = await read("config.json");
      const { values } = sweep;
      expect([kind, sweep.id]).toEqual(["reproduce", id]);
      const { comparison } = await read(`pendulum/seed-${values.seeds}/evaluation.json`);
      const own = rows.filter((row) => row.run === id);
      expect(own).toHaveLength(4 * 3);
      for (const row of own) {
        expect(row).toMatchObject({
          seeds: values.seeds,
          seed: values.seeds,
          "outer.rate": config.outer.rate,
          held_out: "pendulum",
        });
        const method = comparison.methods.find(({ name }: { name: string }) => name === row.method);
        expect(row.mse_mean).toBe(mean(method.mse[row.step]));
      }
    }
  });

  test("gives the numbers that reproduce gives", async () => {
    const config = folder.in("whole.yaml");
    await writeFile(config, stringify({ ...tinyConfig, outer: { ...tinyConfig.outer, rate: 0.003 }, seeds: [0, 1] }));
    const whole = folder.in("whole");
    await runHere("reproduce", "--profile", "smoke", "--config", config, "--out", whole);
    const read = async (path: string) => JSON.parse(await readFile(path, "utf8")) as Results;
    const expected = await read(join(whole, "results.json"));
    const experiments = await Promise.all(["1", "2"].map((n) => read(join(out, "pages", n, "results.json"))));
    const same = experiments.find(({ config }) => (config.outer as { rate: number }).rate === 0.003);
    expect(same?.systems.map(({ methods }) => methods)).toEqual(expected.systems.map(({ methods }) => methods));
    expect(same?.seeds).toEqual([0, 1]);
  });

  test("again, it does nothing", async () => {
    const { code, stderr } = await runHere("sweep", file, "--out", out);
    expect(code).toBe(0);
    expect(stderr).toContain("4 runs, 4 done, 0 to do");
    expect(await countEvents(out)).toMatchObject({ started: 4, finished: 4 });
  });

  test("a larger grid goes on in the same folder, a smaller one is refused", async () => {
    const larger = await writeSweepFile(folder.in("larger.yaml"), {
      seeds: [0, 1],
      "outer.rate": [0.001, 0.003, 0.01],
    });
    const { code, stderr } = await runHere("sweep", larger, "--out", out);
    expect(code).toBe(0);
    expect(stderr).toContain("6 runs, 4 done, 2 to do");
    expect(await countEvents(out)).toMatchObject({ started: 6, finished: 6 });
    const before = await readFile(join(out, "sweep.json"));
    expectMistake(
      await runHere("sweep", file, "--out", out),
      /holds a sweep with 2 runs that this configuration does not have/,
    );
    expect(await readFile(join(out, "sweep.json"))).toEqual(before);
  });

  test("status says what is done", async () => {
    const { counts, runs } = await status(out);
    expect(counts).toEqual({ done: 6, failed: 0, running: 0, interrupted: 0, waiting: 0 });
    expect(runs.every((one) => one.state === "done" && one.seconds > 0)).toBe(true);
    expect((await runHere("status", out)).stdout).toMatch(/^6 runs: 6 done\n.* a run on average\n$/);
  });
});

describe("workers that are killed", () => {
  test("a run whose worker is killed is started once more, from its checkpoint", async () => {
    const file = await writeSweepFile(folder.in("killed.yaml"), { seeds: [0] }, slow);
    const out = folder.in("killed");
    const { finished } = startSweep(file, "--out", out);
    const { id: victim, pid } = await halt(out, async (id) => {
      const names = await readdir(join(out, "runs", id, "pendulum"), { recursive: true }).catch(() => [] as string[]);
      return names.some((name) => name.endsWith(".safetensors"));
    });
    process.kill(pid, "SIGKILL");
    const { code, stderr } = await finished;
    expect(code).toBe(0);
    expect(stderr).toContain(`run ${victim}: its worker process ended with SIGKILL; it is started once more`);
    const events = (await readEvents(out)).get(victim) ?? [];
    expect(events.map(({ event }) => event)).toEqual(["started", "started", "finished"]);
    expect(await countEvents(out)).toEqual({ started: 2, finished: 1, failed: 0, stopped: 0 });
  });

  test("killed twice, it has failed, the others go on, and the same command tries again", async () => {
    const file = await writeSweepFile(folder.in("twice.yaml"), { seeds: [0, 1] }, slow);
    const out = folder.in("twice");
    const { finished } = startSweep(file, "--out", out, "--workers", "1");
    const { id: victim, pid } = await halt(out);
    process.kill(pid, "SIGKILL");
    const again = await halt(out, async (id, other) => id === victim && other !== pid);
    process.kill(again.pid, "SIGKILL");
    const { code, stderr } = await finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/its worker process ended 2 times, the last time with SIGKILL/);
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^metahamilton: 1 of 2 runs failed; the same command tries them again/,
    );
    const { counts, runs } = await status(out);
    expect(counts).toMatchObject({ done: 1, failed: 1 });
    expect(runs.find((one) => one.state === "failed")).toMatchObject({
      run: { id: victim },
      failed: { host: hostname(), cause: expect.stringMatching(/SIGKILL/) },
    });
    expect(await runHere("sweep", file, "--out", out)).toMatchObject({ code: 0 });
    expect(await status(out)).toMatchObject({ counts: { done: 2, failed: 0 } });
    expect((await countEvents(out)).finished).toBe(2);
  });
});

describe("sweeps that are stopped", () => {
  test("kill -9 of the command loses nothing, and nothing is run twice to its end", async () => {
    const file = await writeSweepFile(folder.in("broken.yaml"), { seeds: "range(2)" }, slow);
    const out = folder.in("broken");
    const { child, finished } = startSweep(file, "--out", out, "--workers", "2");
    const { pid } = await halt(out);
    await until(async () => (await countEvents(out)).finished >= 1);
    child.kill("SIGKILL");
    await finished;
    process.kill(pid, "SIGCONT");
    const again = await runHere("sweep", file, "--out", out);
    expect(again.code).toBe(0);
    // Workers that lost their parent stop; a run that one still held is left to it and done by the same command.
    if (/is left to/.test(again.stderr)) await runHere("sweep", file, "--out", out);
    expect(await status(out)).toMatchObject({ counts: { done: 2 } });
    const counts = await countEvents(out);
    expect(counts.finished).toBe(2);
    expect(counts.started).toBeGreaterThan(2);
  });

  test("Ctrl-C leaves the runs so that they can be gone on with, and says how", async () => {
    const file = await writeSweepFile(folder.in("stopped.yaml"), { seeds: "range(3)" }, endless);
    const out = folder.in("stopped");
    const { child, finished } = startSweep(file, "--out", out);
    await until(async () => (await held(out)).length === 2);
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`to continue: metahamilton sweep ${file} --out ${out}`);
    expect((await countEvents(out)).stopped).toBe(2);
    expect(existsSync(join(out, "sweep.lock"))).toBe(false);
    expect(await status(out)).toMatchObject({ counts: { done: 0, interrupted: 2, waiting: 1 } });
  });

  test("two sweeps on one folder: the second is refused, the first goes on", async () => {
    const file = await writeSweepFile(folder.in("two.yaml"), { seeds: [0] }, slow);
    const out = folder.in("two");
    const first = startSweep(file, "--out", out);
    const { pid } = await halt(out);
    expectMistake(
      await runHere("sweep", file, "--out", out),
      new RegExp(`${out} is being worked on by process ${first.child.pid} on ${hostname()} since `),
    );
    const { counts, runs } = await status(out);
    expect(counts.running).toBeGreaterThan(0);
    expect(runs.find((one) => one.state === "running")).toMatchObject({ holder: { host: hostname() } });
    process.kill(pid, "SIGCONT");
    expect((await first.finished).code).toBe(0);
    expect(await countEvents(out)).toEqual({ started: 1, finished: 1, failed: 0, stopped: 0 });
  });
});

describe("failures", () => {
  test("a run that fails is reported with its cause, the others are done and collected", async () => {
    const file = await writeSweepFile(folder.in("fails.yaml"), { "outer.rate": [0.001, 1e38] }, trainingFor(30));
    const out = folder.in("fails");
    const { code, stderr, stdout } = await runHere("sweep", file, "--out", out);
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toMatch(/2 runs: 1 done, 1 failed/);
    expect(stdout).toMatch(
      /outer\.rate=1e\+38 +pendulum: meta-training stopped at step \d+: the meta-loss is (NaN|Infinity)/,
    );
    expect(new Set((await readTable(out)).map((row) => row.run)).size).toBe(1);
    expect(await readFile(join(out, "report", "index.html"), "utf8")).toContain("meta-training stopped at step");
  });

  test("a dry run says what would be done and writes nothing", async () => {
    const file = await writeSweepFile(folder.in("dry.yaml"), { seeds: [0, 1] }, { local: { workers: 2, threads: 1 } });
    const { code, stdout } = await runHere("sweep", file, "--dry-run", "--out", folder.in("dry"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 runs of experiment, profile smoke:\n[0-9a-f]{12} {2}seeds=0\n[0-9a-f]{12} {2}seeds=1\n/);
    expect(stdout).toMatch(/local: 2 worker processes with 1 thread each/);
    expect(existsSync(folder.in("dry"))).toBe(false);
  });

  test("mistakes are one line each", async () => {
    const file = await writeSweepFile(folder.in("mistake.yaml"), { "outer.rat": [1] });
    expectMistake(await runHere("sweep", file), /mistake\.yaml: sweep: there is no key outer\.rat/);
    expectMistake(await runHere("sweep", folder.in("nothing.yaml")), /there is no such file/);
    expectMistake(await runHere("status", folder.in("nothing")), /there is no folder/);
    expectMistake(await runHere("status", folder.path), /is not a sweep: it has no sweep\.json/);
    const good = await writeSweepFile(folder.in("good.yaml"), { seeds: [0] });
    await mkdir(folder.in("full"));
    await writeFile(folder.in("full", "something"), "");
    expectMistake(await runHere("sweep", good, "--out", folder.in("full")), /is not empty/);
    await rm(folder.in("full", "something"));
    await writeFile(folder.in("full", "sweep.json"), '{"version":1}');
    expectMistake(
      await runHere("status", folder.in("full")),
      /sweep\.json is not the record of a sweep: wrong or missing/,
    );
    await writeFile(folder.in("full", "sweep.json"), '{"version":1');
    expectMistake(await runHere("status", folder.in("full")), /sweep\.json is damaged: not JSON/);
  });
});
