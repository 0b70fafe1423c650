import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RunEvent } from "../../src/sweeps/folder.js";

/** Runs of seconds: what they compute is real, their numbers mean nothing. */
const tiny = {
  task: "experiment",
  profile: "smoke",
  config: {
    data: { train: 8, validation: 2, test: 3 },
    "model.width": 8,
    outer: { iterations: 30, points: 8, reportEvery: 5, checkpointEvery: 5 },
    evaluation: { trajectories: 2, points: 8, steps: 3, hnnRates: [0.1] },
    holdOut: ["pendulum"],
  },
};

/** Writes the configuration file of a tiny sweep; `extra`: more keys at its top, `config`: more of every run's. */
export async function writeSweepFile(
  path: string,
  sweep: Record<string, unknown>,
  { config = {}, ...extra }: { config?: Record<string, unknown>; [key: string]: unknown } = {},
): Promise<string> {
  await writeFile(path, stringify({ ...tiny, ...extra, config: { ...tiny.config, ...config }, sweep }));
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

export async function until(condition: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (let i = 0; i < seconds * 20; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited too long");
}
