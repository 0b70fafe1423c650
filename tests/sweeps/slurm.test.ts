import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSweep, type SweepStatus } from "../../src/sweeps/index.js";
import { slurmJobName } from "../../src/sweeps/launchers/sbatch.js";
import { expectMistake, run, start, temporaryFolder } from "../cli/process.js";
import { until } from "../until.js";
import { countEvents, halt, readEvents, trainingFor, writeSweepFile } from "./sweep-file.js";

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

const status = async (out: string) => JSON.parse((await run("status", out, "--json")).stdout) as SweepStatus;
/** Waits until Slurm has nothing of a sweep any more. */
async function over(out: string): Promise<void> {
  const name = `--name=${slurmJobName(await readSweep(out))}`;
  await until(async () => (await call("squeue", "--noheader", name)) === "");
}
/** The job, in Slurm's numbers, that worked on a run last. */
const jobOf = async (out: string, id: string) => (await readEvents(out)).get(id)?.at(-1)?.slurm ?? "";
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
const slow = trainingFor(150);

// At the same time: each of the three waits for Slurm most of its time.
describe.skipIf(!installed).concurrent("on a real Slurm of three nodes", () => {
  beforeAll(async () => {
    await call(script("start.sh"), cluster());
    process.env.SLURM_CONF = join(cluster(), "slurm.conf");
  });
  afterAll(async () => {
    await call("scancel", "--user=root").catch(() => {});
    await call(script("start.sh"), cluster(), "stop");
  });

  test("an array of runs: a node is lost, a run fails, nothing else is missing and nothing is finished twice", async () => {
    const rates = [1e38, ...Array.from({ length: 4 }, (_, i) => (i + 1) / 10_000)];
    const file = await writeSweepFile(
      folder.in("array.yaml"),
      { "outer.rate": rates },
      { launcher: "slurm", slurm, ...slow },
    );
    const out = folder.in("array");
    const dry = await run("sweep", file, "--out", out, "--dry-run");
    expect(existsSync(out)).toBe(false);
    const submitted = await run("sweep", file, "--out", out);
    expect(submitted).toMatchObject({ code: 0 });
    expect(submitted.stderr).toMatch(/slurm: 5 runs as 5 tasks of 1 job array, job \d+; collected by job \d+/);
    // The dry run had printed exactly what was submitted then.
    for (const name of ["submission-1-array-1.sbatch", "submission-1-collect.sbatch"])
      expect(dry.stdout).toContain(
        `\n# ${join(out, "slurm", name)}\n${await readFile(join(out, "slurm", name), "utf8")}\n$ sbatch `,
      );
    // A run that is halted is not over, however late what comes next; the first will fail.
    const { runs: planned } = await readSweep(out);
    const lost = await halt(out, async (id) => planned.find((one) => one.id === id)?.values["outer.rate"] !== 1e38);
    expectMistake(await run("sweep", file, "--out", out), /Slurm still has tasks of .*array \(.*\d running/);

    // Lose its node, some others being done.
    await until(async () => (await countEvents(out)).finished >= 2);
    const environment = (await readFile(`/proc/${lost.pid}/environ`, "utf8")).split("\0");
    const node = environment.find((line) => line.startsWith("SLURMD_NODENAME="))?.split("=")[1] ?? "";
    expect(await call(script("kill-node.sh"), cluster(), node)).toBe(`killed ${node} with 1 job(s)`);
    // What Slurm itself says of a node that does not answer for some time.
    await call("scontrol", "update", `nodename=${node}`, "state=down", "reason=lost");
    await over(out);

    const { counts, runs } = await status(out);
    expect(counts).toEqual({ done: 4, failed: 1, running: 0, interrupted: 0, waiting: 0 });
    await expectEachOnce(out, 4);
    const history = (await readEvents(out)).get(lost.id);
    expect(history?.map(({ event }) => event)).toEqual(["started", "started", "finished"]);
    expect(runs.find((one) => one.state === "failed")).toMatchObject({
      run: { values: { "outer.rate": 1e38 } },
      failed: { cause: expect.stringMatching(/meta-training stopped at step/) },
    });
    // The last job has collected.
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, "table.parquet")) });
    expect(new Set(rows.map((row) => row.run)).size).toBe(4);
    expect(await readFile(join(out, "report", "index.html"), "utf8")).toContain("4 of 5 runs finished");
    expect(await logs(out)).not.toMatch(/defect/);
    // What is left is the failed run alone.
    expect((await run("sweep", file, "--out", out, "--dry-run")).stdout).toContain("#SBATCH --array=0-0\n");
  });

  test("an array that is cancelled, and a task that is preempted, go on from their checkpoints", async () => {
    const file = await writeSweepFile(
      folder.in("cancelled.yaml"),
      { seeds: "range(4)" },
      { launcher: "slurm", slurm, ...slow },
    );
    const out = folder.in("cancelled");
    const { stderr } = await run("sweep", file, "--out", out);
    const [, array = "", collecting = ""] = /job (\d+); collected by job (\d+)/.exec(stderr) ?? [];
    // Preemption, as Slurm does it: SIGTERM, then the task is queued again.
    const preempted = await halt(out);
    // It is there to be cancelled, however late.
    const cancelled = await halt(out, async (id) => id !== preempted.id);
    await call("scontrol", "requeue", await jobOf(out, preempted.id));
    process.kill(preempted.pid, "SIGCONT");
    await until(async () => (await countEvents(out)).finished >= 1);
    await call("scancel", array, collecting);
    process.kill(cancelled.pid, "SIGCONT");
    await over(out);
    const { counts } = await status(out);
    expect(counts.done).toBeGreaterThanOrEqual(1);
    expect(counts.done + counts.interrupted + counts.waiting).toBe(4);
    expect(counts.interrupted + counts.waiting).toBeGreaterThan(0);
    expect((await countEvents(out)).stopped).toBeGreaterThanOrEqual(2);
    const resumed = await run("sweep", file, "--out", out);
    expect(resumed.stderr).toContain(`4 runs, ${counts.done} done, ${4 - counts.done} to do`);
    await over(out);
    expect(await status(out)).toMatchObject({ counts: { done: 4, failed: 0 } });
    await expectEachOnce(out, 4);
    expect(existsSync(join(out, "table.parquet"))).toBe(true);
  });

  test("a task whose time is up is queued again and finishes; one that never would fails instead", async () => {
    // Slurm counts in minutes: a start gets 25 s of its one.
    const short = { ...slurm, time: "1", stopBefore: 35, restarts: 1 };
    const file = await writeSweepFile(
      folder.in("endless.yaml"),
      { seeds: [0] },
      { launcher: "slurm", slurm: short, ...trainingFor(1_000_000) },
    );
    const out = folder.in("endless");
    await run("sweep", file, "--out", out);
    const history = async () => [...(await readEvents(out)).values()].flat().map(({ event }) => event);
    /** Steps of the whole lines of its metrics. */
    const steps = async () => {
      const [id = ""] = (await readEvents(out)).keys();
      const path = join(out, "runs", id, "pendulum", "seed-0", "metrics.jsonl");
      const lines = (await readFile(path, "utf8").catch(() => "")).split("\n").slice(0, -1);
      return lines.map((line) => (JSON.parse(line) as { step: number }).step);
    };
    // Once it has done something, the first start is stopped by the signal that Slurm sends before the limit; the second by the time.
    await until(async () => (await steps()).length > 0);
    const [id = ""] = (await readEvents(out)).keys();
    // Nobody gets it, and that is no matter, where the time has been quicker.
    await start("scancel", ["--batch", "--signal=USR1", await jobOf(out, id)]).finished;
    await over(out);
    expect(await history()).toEqual(["started", "stopped", "started", "stopped"]);
    const { runs } = await status(out);
    expect(runs[0]).toMatchObject({
      state: "failed",
      failed: { cause: expect.stringMatching(/^not finished after 2 starts of 1 each/) },
    });
    // It had gone on from where it stopped: the second start's metrics follow the first's.
    expect(await steps()).toEqual((await steps()).map((_, i) => 5 * (i + 1)));
  });
});
