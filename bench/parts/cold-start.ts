import { join } from "node:path";
import { Contestant, type Entry, TooSlow } from "../harness/contestant.js";
import { withJob } from "../harness/exchange.js";
import { metaStepJob, nameOf, networks } from "../harness/meta-step.js";
import { learningPeers, own, type Settings } from "../harness/settings.js";
import { ratios, summarise } from "../harness/statistics.js";
import { digits, type PeerRatio, ratio, seconds } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

const MAX_RUNS = 5;
/** torch.compile takes the better part of a minute, and a third of that with its cache filled. */
const SLOW_RUNS = 2;
/** Seconds after which a start counts as slower than that, whatever it takes. */
const LIMIT = 90;

export const coldStart: Part = {
  name: "cold-start",
  minutes: 7,
  title: "From the start of a process to its first meta-gradient: loading code, building, compiling, running",
  run: (settings) => withTemporaryFolder("caches", (caches) => measure(settings, caches)),
};

async function measure(settings: Settings, caches: string) {
  const { entries, missing } = learningPeers(settings);
  const all: Entry[] = [
    own(),
    ...entries.flatMap((entry) => (entry.name.includes("eager") ? [entry] : [entry, cached(entry, caches)])),
  ];
  const columns = ["network", "contestant", "s", "their time / ours", "starts", "stages, s"];
  const rows: string[][] = [];
  const measured: Record<string, unknown> = {};
  const found: PeerRatio[] = [];
  const notes = [...missing];
  const subjects = networks.filter((one) => one.activation === "tanh" && nameOf(one).includes(settings.only));
  for (const network of subjects) {
    const subject = nameOf(network);
    const job = metaStepJob(network, settings.threads);
    const starts = await withJob(job, (folder) => startInTurns(subject, all, folder, settings));
    const ours = starts.get(all[0]?.name ?? "")?.times ?? [];
    const own: string[][] = [];
    for (const [name, { times, stages, failure }] of starts) {
      const limit = failure instanceof TooSlow ? failure.seconds : undefined;
      if (times.length === 0 && limit === undefined) {
        notes.push(`${subject}: ${name} left out: ${failure?.message}`);
        continue;
      }
      const ratioOf = limit === undefined ? ratios(times, ours) : summarise(ours.map((time) => (1000 * limit) / time));
      if (times !== ours && !name.endsWith(CACHED))
        found.push({ subject, peer: name, ...ratioOf, isBound: limit !== undefined });
      own.push([
        subject,
        name,
        limit === undefined ? seconds(summarise(times).median) : `over ${limit}`,
        times === ours ? "" : limit === undefined ? ratio(ratioOf) : `over ${digits(ratioOf.median)}`,
        String(Math.max(times.length, 1)),
        Object.entries(stages)
          .map(([stage, ms]) => `${stage} ${digits(ms / 1000)}`)
          .join(", "),
      ]);
      measured[subject] = { ...(measured[subject] as object | undefined), [name]: { milliseconds: times, stages } };
    }
    settings.show({ columns, rows: own });
    rows.push(...own);
  }
  notes.push(
    "stages: of the last start, by the process's own clock",
    "cache filled: the same program was compiled before",
    `a start that takes over ${LIMIT} s is stopped; torch.compile starts ${SLOW_RUNS} times at most`,
  );
  return { tables: [{ columns, rows }], notes, ratios: found, measured };
}

/** What a contestant's starts in one comparison gave. */
interface Starts {
  /** Milliseconds of each. */
  readonly times: number[];
  stages: Contestant["ready"]["stages"];
  /** Why there are no more of them. */
  failure?: Error;
}

/** Starts all contestants in turns A B A B; one that fails is not started again. */
async function startInTurns(
  subject: string,
  entries: readonly Entry[],
  folder: string,
  { runs, patience, say }: Settings,
): Promise<Map<string, Starts>> {
  const starts = new Map(entries.map(({ name }): [string, Starts] => [name, { times: [], stages: {} }]));
  const start = async (entry: Entry, seconds: number) => {
    const own = starts.get(entry.name) as Starts;
    if (own.failure !== undefined) return;
    try {
      const contestant = await Contestant.start(entry, folder, seconds);
      own.times.push(contestant.startup);
      own.stages = contestant.ready.stages;
      await contestant.close();
    } catch (error) {
      own.failure = error as Error;
    }
  };
  // Fills the caches that the cached peers start from; these starts do not count.
  for (const entry of entries.filter(({ name }) => name.endsWith(CACHED))) {
    say(`${subject}: ${entry.name}, filling it`);
    await start(entry, patience);
    starts.get(entry.name)?.times.splice(0);
  }
  for (let round = 0; round < Math.min(runs, MAX_RUNS); round++)
    for (const entry of entries) {
      if (entry.name.includes("torch.compile") && round >= SLOW_RUNS) continue;
      say(`${subject}, round ${round + 1}: ${entry.name}`);
      await start(entry, entry === entries[0] ? Number.POSITIVE_INFINITY : Math.min(LIMIT, patience));
    }
  return starts;
}

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
