import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SweepStatus } from "../../src/sweeps/index.js";
import { expectMistake, run, start, temporaryFolder } from "../cli/process.js";
import { countEvents, readEvents, until, writeSweepFile } from "./sweep-file.js";

const script = (name: string) => fileURLToPath(new URL(`./slurm/${name}`, import.meta.url));
const installed =
  process.getuid?.() === 0 &&
  ["munged", "slurmctld", "slurmd", "sbatch"].every((name) => spawnSync("which", [name]).status === 0);
if (!installed)
  console.warn(
    "SKIPPED: the tests on a real Slurm need root and Debian's packages slurmctld, slurmd, slurm-client and munge (tests/sweeps/slurm)",
  );

const folder = temporaryFolder();
const cluster = () => folder.in("cluster");

/** Runs a program that must succeed. */
async function call(command: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await start(command, args).finished;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

const queue = async (...args: string[]) =>
  (await call("squeue", "--noheader", "--array", ...args)).split("\n").filter((line) => line !== "");
const status = async (out: string) => JSON.parse((await run("status", out, "--json")).stdout) as SweepStatus;
const idle = () => until(async () => (await queue()).length === 0, 180);
const logs = async (out: string) => {
  const names = (await readdir(join(out, "slurm"))).filter((name) => name.endsWith(".log"));
  return (await Promise.all(names.map((name) => readFile(join(out, "slurm", name), "utf8")))).join("\n");
};

/** Every finished run was finished once: whatever happened to it before. */
async function expectEachOnce(out: string, count: number): Promise<void> {
  const events = [...(await readEvents(out)).values()];
  expect(events.filter((one) => one.filter(({ event }) => event === "finished").length === 1)).toHaveLength(count);
  expect((await countEvents(out)).finished).toBe(count);
}

const slurm = { partition: "main", time: "5", memory: "400M" };
const slow = { outer: { iterations: 150, points: 8, reportEvery: 5, checkpointEvery: 5 } };

describe.skipIf(!installed)("on a real Slurm of three nodes", () => {
  beforeAll(async () => {
    await call(script("start.sh"), cluster());
    process.env.SLURM_CONF = join(cluster(), "slurm.conf");
  });
  afterAll(async () => {
    await call("scancel", "--user=root").catch(() => {});
    await call(script("start.sh"), cluster(), "stop");
  });

  test("24 runs as an array: a node is lost, a run fails, nothing else is missing and nothing is finished twice", async () => {
    const rates = [1e38, ...Array.from({ length: 23 }, (_, i) => (i + 1) / 10_000)];
    const file = await writeSweepFile(
      folder.in("array.yaml"),
      { "outer.rate": rates },
      { launcher: "slurm", slurm, config: slow },
    );
    const out = folder.in("array");
    const dry = await run("sweep", file, "--out", out, "--dry-run");
    expect(existsSync(out)).toBe(false);
    const submitted = await run("sweep", file, "--out", out);
    expect(submitted).toMatchObject({ code: 0 });
    expect(submitted.stderr).toMatch(/slurm: 24 runs as 24 tasks of 1 job array, job \d+; collected by job \d+/);
    // The dry run had printed exactly what was submitted then.
    for (const name of ["submission-1-array-1.sbatch", "submission-1-collect.sbatch"])
      expect(dry.stdout).toContain(
        `\n# ${join(out, "slurm", name)}\n${await readFile(join(out, "slurm", name), "utf8")}\n$ sbatch `,
      );
    expectMistake(await run("sweep", file, "--out", out), /Slurm still has tasks of .*array \(.*pending/);

    // Lose a node in the middle of a run.
    await until(async () => (await countEvents(out)).finished >= 3, 120);
    let lost = "";
    await until(async () => {
      [lost = ""] = await queue("--states=RUNNING", "--nodelist=node2", "--format=%A");
      const started = [...(await readEvents(out)).values()].some((events) => {
        const last = events.at(-1);
        return last?.slurm === lost && last.event === "started";
      });
      return lost !== "" && started;
    });
    expect(await call(script("kill-node.sh"), cluster(), "node2")).toMatch(/killed node2 with 1 job/);
    await idle();

    const { counts, runs } = await status(out);
    expect(counts).toEqual({ done: 23, failed: 1, running: 0, interrupted: 0, waiting: 0 });
    await expectEachOnce(out, 23);
    const history = [...(await readEvents(out)).values()].find((events) => events[0]?.slurm === lost);
    expect(history?.map(({ event }) => event)).toEqual(["started", "started", "finished"]);
    expect(runs.find((one) => one.state === "failed")).toMatchObject({
      run: { values: { "outer.rate": 1e38 } },
      failed: { cause: expect.stringMatching(/meta-training stopped at step/) },
    });
    // The last job has collected.
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, "table.parquet")) });
    expect(new Set(rows.map((row) => row.run)).size).toBe(23);
    expect(await readFile(join(out, "report", "index.html"), "utf8")).toContain("23 of 24 runs finished");
    expect(await logs(out)).not.toMatch(/defect/);
    // What is left is the failed run alone.
    expect((await run("sweep", file, "--out", out, "--dry-run")).stdout).toContain("#SBATCH --array=0-0\n");
  }, 400_000);

  test("an array that is cancelled, and a task that is preempted, go on from their checkpoints", async () => {
    const config = { outer: { iterations: 600, points: 8, reportEvery: 5, checkpointEvery: 5 } };
    const file = await writeSweepFile(
      folder.in("cancelled.yaml"),
      { seeds: "range(6)" },
      { launcher: "slurm", slurm, config },
    );
    const out = folder.in("cancelled");
    const { stderr } = await run("sweep", file, "--out", out);
    const [, array = "", collecting = ""] = /job (\d+); collected by job (\d+)/.exec(stderr) ?? [];
    // Preemption, as Slurm does it: SIGTERM, then the task is queued again.
    await until(async () => (await status(out)).counts.running > 0);
    const [preempted = ""] = await queue("--states=RUNNING", "--format=%A");
    await until(async () => [...(await readEvents(out)).values()].some(([first]) => first?.slurm === preempted));
    await call("scontrol", "requeue", preempted);
    await until(async () => (await countEvents(out)).finished >= 2, 120);
    await call("scancel", array, collecting);
    await idle();
    const { counts } = await status(out);
    expect(counts.done).toBeGreaterThanOrEqual(2);
    expect(counts.done + counts.interrupted + counts.waiting).toBe(6);
    expect(counts.interrupted + counts.waiting).toBeGreaterThan(0);
    expect((await countEvents(out)).stopped).toBeGreaterThan(0);
    const resumed = await run("sweep", file, "--out", out);
    expect(resumed.stderr).toContain(`6 runs, ${counts.done} done, ${6 - counts.done} to do`);
    await idle();
    expect(await status(out)).toMatchObject({ counts: { done: 6, failed: 0 } });
    await expectEachOnce(out, 6);
    expect(existsSync(join(out, "table.parquet"))).toBe(true);
  }, 400_000);

  test("a task whose time is up is queued again and finishes; one that never would fails instead", async () => {
    const config = { outer: { iterations: 20_000, points: 8, reportEvery: 5, checkpointEvery: 1000 } };
    // Slurm counts in minutes: each start gets 25 s of its one.
    const short = { ...slurm, time: "1", stopBefore: 35 };
    const file = await writeSweepFile(
      folder.in("endless.yaml"),
      { seeds: [0] },
      { launcher: "slurm", slurm: { ...short, restarts: 1 }, config },
    );
    const out = folder.in("endless");
    await run("sweep", file, "--out", out);
    await idle();
    const [events = []] = (await readEvents(out)).values();
    expect(events.map(({ event }) => event)).toEqual(["started", "stopped", "started", "stopped"]);
    const { runs } = await status(out);
    expect(runs[0]).toMatchObject({
      state: "failed",
      failed: { cause: expect.stringMatching(/^not finished after 2 starts of 1 each/) },
    });
    // It had gone on from where it stopped: the second start's metrics follow the first's.
    const [id = ""] = (await readEvents(out)).keys();
    const metrics = (await readFile(join(out, "runs", id, "pendulum", "seed-0", "metrics.jsonl"), "utf8"))
      .trim()
      .split("\n");
    const steps = metrics.map((line) => (JSON.parse(line) as { step: number }).step);
    expect(steps).toEqual(steps.map((_, i) => 5 * (i + 1)));
  }, 400_000);
});
