import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Build, commandLine, startArguments } from "../harness/builds.js";
import { ownScript, projectRoot } from "../harness/paths.js";
import type { Settings } from "../harness/settings.js";
import { ratios, summarise } from "../harness/statistics.js";
import { mebibytes, type PeerRatio, ratio, seconds } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

/** A command that takes seconds is run so often at most, one that takes a minute once. */
const [SOME, ONCE] = [5, 1];
/** Rows of the record that `adapt` is given. */
const ROWS = 50;

interface Subject {
  readonly name: string;
  readonly runs: number;
  /** What the ratio is taken of: a command that computes on all cores is waited for. */
  readonly by: "processor" | "clock";
  readonly arguments: (build: Build, out: string) => Promise<readonly string[]>;
}

/** One run of a process. */
interface Run {
  /** Seconds of processor time, all threads together. */
  readonly processor: number;
  /** Seconds from its start to its end. */
  readonly clock: number;
  /** Bytes. */
  readonly memory: number;
}

/** Whole commands as a user waits for them, in turns with an earlier build where one is given. */
export const commands: Part = {
  name: "commands",
  minutes: 4,
  title: "Whole commands, from the start of their process to its end",
  run: (settings) => withTemporaryFolder("commands", (folder) => measure(settings, folder)),
};

async function measure({ runs, only, builds, say, show }: Settings, folder: string) {
  const record = join(folder, "pendulum.csv");
  const whole = await readFile(join(projectRoot, "examples", "records", "pendulum.csv"), "utf8");
  await writeFile(record, `${whole.split("\n", ROWS + 1).join("\n")}\n`);
  const subjects: readonly Subject[] = [
    { name: "--version", runs, by: "processor", arguments: async () => ["--version"] },
    { name: "systems", runs, by: "processor", arguments: async () => ["systems"] },
    {
      name: `adapt, ${ROWS} rows`,
      runs: Math.min(runs, SOME),
      by: "processor",
      arguments: async (_, out) => ["adapt", record, "--out", out],
    },
    {
      name: "reproduce, profile smoke",
      runs: Math.min(runs, SOME),
      by: "clock",
      arguments: async (_, out) => ["reproduce", "--profile", "smoke", "--out", out],
    },
    {
      name: "npm start",
      runs: ONCE,
      by: "clock",
      arguments: async (build, out) => [...(await startArguments(build)), "--out", out],
    },
  ];
  const columns = ["command", "build", "s of processors", "s", "earlier / ours", "runs", "peak MiB"];
  const rows: string[][] = [];
  const found: PeerRatio[] = [];
  const measured: Record<string, Record<string, readonly Run[]>> = {};
  let count = 0;
  for (const subject of subjects.filter(({ name }) => name.includes(only))) {
    say(`${subject.name}:`);
    const all = builds.map((): Run[] => []);
    for (let round = 0; round < subject.runs; round++)
      for (const [i, build] of builds.entries()) {
        const words = await subject.arguments(build, join(folder, `out-${count++}`));
        (all[i] as Run[]).push(await run([commandLine(build), ...words], folder));
      }
    const of = (i: number) => (all[i] as Run[]).map((one) => one[subject.by]);
    const own = builds.map(({ name }, i) => {
      const times = ratios(of(i), of(0));
      if (i > 0) found.push({ subject: subject.name, peer: name, ...times });
      return rowOf(subject.name, name, all[i] as Run[], i > 0 ? `${ratio(times)}, ${subject.by}` : "");
    });
    show({ columns, rows: own });
    rows.push(...own);
    measured[subject.name] = Object.fromEntries(builds.map(({ name }, i) => [name, all[i] as Run[]]));
  }
  const node: Run[] = [];
  for (let round = 0; round < runs; round++) node.push(await run(["--eval", ""], folder));
  rows.push(rowOf("an empty process", "Node", node, ""));
  return {
    tables: [{ columns, rows }],
    notes: [
      "in turns; the ratio is of processor time, or of the clock where a command computes on all cores",
      ...(builds.length === 1 ? ["no earlier build: name one with --against FOLDER"] : []),
    ],
    measured: { ...measured, "an empty process": { Node: node } },
    ratios: found,
  };
}

function rowOf(subject: string, build: string, all: readonly Run[], compared: string): string[] {
  const median = (key: keyof Run) => summarise(all.map((one) => one[key])).median;
  return [
    subject,
    build,
    seconds(1000 * median("processor")),
    seconds(1000 * median("clock")),
    compared,
    String(all.length),
    mebibytes(Math.max(...all.map(({ memory }) => memory))),
  ];
}

/** Runs Node with these arguments to its end; rejects with what it said last where it fails. */
async function run(words: readonly string[], folder: string): Promise<Run> {
  const file = join(folder, "time.json");
  const preload = pathToFileURL(ownScript("processor-time")).href;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", preload, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, METAHAMILTON_BENCH_TIME: file },
    cwd: folder,
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint = (complaint + String(text)).slice(-2000);
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  process.off("exit", stop);
  const clock = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`metahamilton ${words.slice(1).join(" ")} failed: ${complaint.trim()}`);
  const { seconds: processor, bytes } = JSON.parse(await readFile(file, "utf8")) as { seconds: number; bytes: number };
  return { processor, clock, memory: bytes };
}
