import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Contestant, type Entry } from "../harness/contestant.js";
import { withJob } from "../harness/exchange.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { learningPeers, own } from "../harness/settings.js";
import { ratios, summarise } from "../harness/statistics.js";
import { digits, ratio, type Table } from "../harness/table.js";
import type { Part } from "./part.js";

const MAX_RUNS = 5;
/** torch.compile takes the better part of a minute. */
const SLOW_RUNS = 2;

export const coldStart: Part = {
  name: "cold-start",
  title: "From the start of a process to its first meta-gradient: loading code, building, compiling, running",
  async run(settings) {
    const { entries, missing } = learningPeers(settings);
    const caches = await mkdtemp(join(tmpdir(), "metahamilton-bench-caches-"));
    const all: Entry[] = [
      own(),
      ...entries.flatMap((entry) => (entry.name.includes("eager") ? [entry] : [entry, cached(entry, caches)])),
    ];
    const columns = ["network", "contestant", "s", "their time / ours", "starts", "stages, s"];
    const rows: string[][] = [];
    const measured: Record<string, unknown> = {};
    const notes = [...missing];
    try {
      const subjects = networks.filter((one) => one.activation === "tanh" && nameOf(one).includes(settings.only));
      for (const network of subjects) {
        const subject = nameOf(network);
        const times = new Map<string, number[]>();
        const stages = new Map<string, Contestant["ready"]["stages"]>();
        await withJob(metaStepJob(network, settings.threads), async (folder) => {
          // Fills the caches that the cached peers start from.
          for (const entry of all.filter(({ name }) => name.endsWith(CACHED))) await startOnce(entry, folder);
          for (let round = 0; round < Math.min(settings.runs, MAX_RUNS); round++)
            for (const entry of all) {
              if (entry.name === "PyTorch, torch.compile" && round >= SLOW_RUNS) continue;
              settings.say(`${subject}, round ${round + 1}: ${entry.name}`);
              const outcome = await startOnce(entry, folder);
              if (outcome === undefined) continue;
              times.set(entry.name, [...(times.get(entry.name) ?? []), outcome.startup]);
              stages.set(entry.name, outcome.ready.stages);
            }
        });
        const ours = times.get(all[0]?.name ?? "") ?? [];
        const first = rows.length;
        for (const [name, values] of times)
          rows.push([
            subject,
            name,
            digits(summarise(values).median / 1000),
            values === ours ? "" : ratio(ratios(values, ours)),
            String(values.length),
            Object.entries(stages.get(name) ?? {})
              .map(([stage, ms]) => `${stage} ${digits(ms / 1000)}`)
              .join(", "),
          ]);
        settings.show({ columns, rows: rows.slice(first) });
        for (const { name } of all) if (!times.has(name)) notes.push(`${subject}: ${name} did not start`);
        measured[subject] = { milliseconds: Object.fromEntries(times), stages: Object.fromEntries(stages) };
      }
    } finally {
      await rm(caches, { recursive: true, force: true });
    }
    notes.push(
      "stages: of the last start, by the process's own clock",
      "cache filled: the same program was compiled before",
    );
    return { tables: [{ columns, rows } satisfies Table], notes, measured };
  },
};

const CACHED = ", cache filled";

/** The peer with its compiler's cache on disk switched on. */
function cached(entry: Entry, folder: string): Entry {
  const environment = {
    TORCHINDUCTOR_FORCE_DISABLE_CACHES: "0",
    TORCHINDUCTOR_CACHE_DIR: join(folder, "torch"),
    JAX_COMPILATION_CACHE_DIR: join(folder, "jax"),
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: "0",
  };
  return { ...entry, name: `${entry.name}${CACHED}`, environment };
}

async function startOnce(entry: Entry, folder: string) {
  try {
    const contestant = await Contestant.start(entry, folder);
    const { startup, ready } = contestant;
    await contestant.close();
    return { startup, ready };
  } catch {
    return undefined;
  }
}
