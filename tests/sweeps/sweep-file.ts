import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RunEvent } from "../../src/sweeps/folder.js";
import { until } from "../until.js";

/** The configuration of a run of a second: what it computes is real, its numbers mean nothing. */
export const tinyConfig = {
  systems: ["mass-spring", "pendulum"],
  data: { train: 8, validation: 2, test: 3 },
  model: { width: 8 },
  outer: { iterations: 10, points: 8, reportEvery: 5, checkpointEvery: 5 },
  evaluation: { trajectories: 2, points: 8, steps: 2, hnnRates: [0.1] },
  holdOut: ["pendulum"],
};

/** The training of such a run alone, half of its work, with so many steps that it can be caught at them. */
export const trainingFor = (iterations: number) => ({
  task: "train",
  config: { outer: { ...tinyConfig.outer, iterations } },
});

/** Writes the configuration file of a tiny sweep; `extra`: more keys at its top, `config`: more of every run's. */
export async function writeSweepFile(
  path: string,
  sweep: Record<string, unknown>,
  { config = {}, ...extra }: { config?: Record<string, unknown>; [key: string]: unknown } = {},
): Promise<string> {
  const task = { task: "experiment", profile: "smoke", local: { threads: 1 } };
  await writeFile(path, stringify({ ...task, ...extra, config: { ...tinyConfig, ...config }, sweep }));
  return path;
}

/** The history of every run of a sweep, by id. */
export async function readEvents(folder: string): Promise<Map<string, RunEvent[]>> {
  const ids = await readdir(join(folder, "runs")).catch(() => [] as string[]);
  const entries = ids.map(async (id) => {
    const text = await readFile(join(folder, "runs", id, "events.jsonl"), "utf8").catch(() => "");
    const lines = text.split("\n").filter((line) => line !== "");
    return [id, lines.map((line) => JSON.parse(line) as RunEvent)] as const;
  });
  return new Map(await Promise.all(entries));
}

/** How often each kind of event happened, over all runs. */
export async function countEvents(folder: string): Promise<Record<RunEvent["event"], number>> {
  const counts = { started: 0, finished: 0, failed: 0, stopped: 0 };
  for (const events of (await readEvents(folder)).values()) for (const { event } of events) counts[event]++;
  return counts;
}

/** Process that holds a run now; undefined if none does. */
export async function holderOf(folder: string, id: string): Promise<number | undefined> {
  try {
    return (JSON.parse(await readFile(join(folder, "runs", id, "claim.json"), "utf8")) as { pid: number }).pid;
  } catch {
    return undefined;
  }
}

/** Ids of a sweep's runs that a process holds now. */
export async function held(folder: string): Promise<string[]> {
  const ids = await readdir(join(folder, "runs")).catch(() => [] as string[]);
  const pids = await Promise.all(ids.map((id) => holderOf(folder, id)));
  return ids.filter((_, i) => pids[i] !== undefined);
}

/**
 * Stops the process of a run that is being worked on (SIGSTOP), so that whatever is done next is done in the middle of the run; `when`: what
 * else must be so of the run.
 */
export async function halt(
  folder: string,
  when = async (_id: string, _pid: number) => true,
): Promise<{ id: string; pid: number }> {
  let halted: { id: string; pid: number } | undefined;
  await until(async () => {
    for (const id of await held(folder)) {
      const pid = await holderOf(folder, id);
      if (pid === undefined || !(await when(id, pid))) continue;
      process.kill(pid, "SIGSTOP");
      // It may have been done with this run just before.
      const working = (await readEvents(folder)).get(id)?.at(-1)?.event === "started";
      if (working && (await holderOf(folder, id)) === pid) halted = { id, pid };
      else process.kill(pid, "SIGCONT");
      if (halted !== undefined) return true;
    }
    return false;
  });
  return halted as { id: string; pid: number };
}
