// npm run bench [-- PART... OPTIONS]; --help says which
import { parseArgs } from "node:util";
import { buildsWith } from "./harness/builds.js";
import { describeMachine } from "./harness/machine.js";
import { writeResult } from "./harness/output.js";
import { findPython, type PeerName, peerNames, type Settings } from "./harness/settings.js";
import { type PartResult, printTable } from "./harness/table.js";
import { adaptation } from "./parts/adaptation.js";
import { browser } from "./parts/browser.js";
import { coldStart } from "./parts/cold-start.js";
import { commands } from "./parts/commands.js";
import { dataSets } from "./parts/data-sets.js";
import { evaluation } from "./parts/evaluation.js";
import { groundTruth } from "./parts/ground-truth.js";
import { growth } from "./parts/growth.js";
import { lab } from "./parts/lab.js";
import { limit } from "./parts/limit.js";
import { memory } from "./parts/memory.js";
import { metaStep } from "./parts/meta-step.js";
import type { Part } from "./parts/part.js";
import { profile } from "./parts/profile.js";
import { site } from "./parts/site.js";
import { sweep } from "./parts/sweep.js";
import { sweepSize } from "./parts/sweep-size.js";
import { trainingStep } from "./parts/training-step.js";
import { wasm } from "./parts/wasm.js";

const parts: readonly Part[] = [
  limit,
  metaStep,
  profile,
  trainingStep,
  memory,
  coldStart,
  commands,
  adaptation,
  evaluation,
  groundTruth,
  dataSets,
  growth,
  wasm,
  browser,
  lab,
  site,
  sweep,
  sweepSize,
];

const usage = `usage: npm run bench -- [PART...] [options]

Parts (all of them without a name: about ${parts.reduce((total, { minutes }) => total + minutes, 0)} minutes), each with the minutes that it takes with
all peers and the default numbers of runs, on two cores that do nothing else:
${parts.map(({ name, minutes, title }) => `  ${name.padEnd(14)}${String(minutes).padStart(2)}  ${title}`).join("\n")}

Options:
  --json              everything measured on the standard output, as JSON, in the stead of tables
  --out FOLDER        where each part's result goes as soon as it is done: JSON, Markdown, figures as SVG and PNG; and
                      SUMMARY.md, the ratios in all of the folder's results (default bench-results)
  --runs N            counted runs of each contestant, fewer where one takes many seconds (default 15)
  --patience N        seconds that a peer may take to its first result; then it is left out (default 300)
  --threads N         threads of each contestant (default 2)
  --trajectories N    trajectories a system in ground-truth (default 1000)
  --peers NAME,...    peers to compare with (default all: ${peerNames.join(", ")}; "none")
  --against FOLDER    another built checkout, of an earlier commit, in turns with this one: meta-step, training-step,
                      evaluation, commands
  --only TEXT         only subjects with this in their names, such as "hamiltonian, tanh" or "pendulum"
  --python PATH       Python with the peers' packages (default METAHAMILTON_BENCH_PYTHON, .venv, python3)`;

function fail(message: string): never {
  console.error(`bench: ${message}\n\n${usage}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        out: { type: "string", default: "bench-results" },
        help: { type: "boolean", default: false },
        runs: { type: "string", default: "15" },
        patience: { type: "string", default: "300" },
        threads: { type: "string", default: "2" },
        trajectories: { type: "string", default: "1000" },
        peers: { type: "string", default: peerNames.join() },
        against: { type: "string" },
        only: { type: "string", default: "" },
        python: { type: "string" },
      },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) fail(`--${name} must be a positive integer, got "${text}"`);
  return value;
}

function builds(against: string | undefined) {
  try {
    return buildsWith(against);
  } catch (error) {
    return fail((error as Error).message);
  }
}

function peersNamed(text: string): ReadonlySet<PeerName> {
  const names = text === "none" ? [] : text.split(",");
  const wrong = names.find((name) => !(peerNames as readonly string[]).includes(name));
  if (wrong !== undefined) fail(`--peers: there is no peer "${wrong}"`);
  return new Set(names as PeerName[]);
}

// Contestants are stopped as this process exits, which a signal alone does not make it do in order.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const { values, positionals } = readArguments();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const unknown = positionals.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) fail(`there is no part "${unknown}"`);
const wanted = positionals.length === 0 ? parts : parts.filter(({ name }) => positionals.includes(name));

const python = findPython(values.python ?? process.env.METAHAMILTON_BENCH_PYTHON);
const settings: Settings = {
  threads: positive("threads", values.threads),
  runs: positive("runs", values.runs),
  trajectories: positive("trajectories", values.trajectories),
  patience: positive("patience", values.patience),
  python,
  peers: peersNamed(values.peers),
  builds: builds(values.against),
  only: values.only,
  say: (line) => console.error(line),
  show: (table) => console.error(printTable(table)),
};

const machine = { ...(await describeMachine(python)), threads: String(settings.threads) };
const results: PartResult[] = [];
const failed: string[] = [];
if (!values.json)
  console.log(
    Object.entries(machine)
      .map(([key, value]) => `${key}: ${value}`)
      .join("\n"),
  );
for (const part of wanted) {
  settings.say(`-- ${part.name}`);
  const began = performance.now();
  try {
    const result = { part: part.name, title: part.title, ...(await part.run(settings)) };
    results.push(result);
    const seconds = (performance.now() - began) / 1000;
    const text = await writeResult(values.out, values.only, { machine, seconds, result });
    if (!values.json) console.log(`\n${text}`);
  } catch (error) {
    // The other parts are worth having all the same.
    failed.push(part.name);
    console.error(`bench: ${part.name} failed: ${(error as Error).message}`);
  }
}
if (values.json) console.log(JSON.stringify({ machine, results }, undefined, 1));
if (failed.length > 0) process.exitCode = 1;
// With the code that a part may have set, as for faults that it found.
process.exit();
