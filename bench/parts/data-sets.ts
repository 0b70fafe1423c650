import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { systems } from "../../src/mechanics/index.js";
import { projectRoot } from "../harness/paths.js";
import { peakMemoryOf } from "../harness/peak-memory.js";
import { digits } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

/** The command line as it is installed; `npm run bench` builds it. */
const main = join(projectRoot, "dist", "node", "main.js");
const PAPER = 10_000;
/** Sizes of one set: memory should not grow with them. */
const SIZES = [1000, 10_000, 100_000];
const POLL_MS = 100;

/** Sets written to disk by the command line, as a user has them. */
export const dataSets: Part = {
  name: "data-sets",
  minutes: 1,
  title: "Data sets written to disk by metahamilton generate",
  async run(settings) {
    const rows: { what: string; trajectories: number; seconds: number; mebibytes: number }[] = [];
    const measure = async (what: string, names: readonly string[], trajectories: number) => {
      settings.say(`${what}, ${trajectories} trajectories`);
      rows.push({ what, trajectories, ...(await generate(names, trajectories)) });
    };
    await measure(
      "the six systems",
      systems.map(({ name }) => name),
      PAPER,
    );
    for (const size of SIZES) await measure("pendulum", ["pendulum"], size);
    return {
      tables: [
        {
          columns: ["systems", "trajectories of each", "s", "peak MiB"],
          rows: rows.map(({ what, trajectories, seconds, mebibytes }) => [
            what,
            String(trajectories),
            digits(seconds),
            Number.isNaN(mebibytes) ? "not known here" : digits(mebibytes),
          ]),
        },
      ],
      notes: [
        `${availableParallelism()} workers; seconds and memory of the whole process, from its start to its end, threads included`,
        "each once: a set takes many times longer than its variation",
      ],
      measured: { rows },
    };
  },
};

async function generate(names: readonly string[], trajectories: number) {
  return withTemporaryFolder("data", async (folder) => {
    const began = performance.now();
    const args = [main, "generate", ...names, "--trajectories", String(trajectories), "--out", join(folder, "data")];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    const stop = () => child.kill();
    process.once("exit", stop);
    let complaint = "";
    child.stderr?.on("data", (text) => {
      complaint += String(text);
    });
    let peak = Number.NaN;
    const poll = setInterval(() => {
      const now = peakMemoryOf(child.pid);
      if (now !== undefined) peak = now / 2 ** 20;
    }, POLL_MS);
    const code = await new Promise((resolve) => child.on("close", resolve));
    process.off("exit", stop);
    clearInterval(poll);
    if (code !== 0) throw new Error(`metahamilton generate failed: ${complaint.trim()}`);
    return { seconds: (performance.now() - began) / 1000, mebibytes: peak };
  });
}
