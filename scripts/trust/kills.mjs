// Kills commands at random moments, goes on with them, and holds what they end with against what an undisturbed one gives, byte for
// byte: node scripts/trust/kills.mjs [KILLS, 100] [SEED, 0] [COMMAND...]. Build first. Ends with 1 where anything differs or a command fails.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../dist/base/package.js";
import { randomStream } from "../../dist/base/random.js";

const main = new URL("../../dist/node/main.js", import.meta.url).pathname;
const [kills = 100, seed = 0] = process.argv.slice(2, 4).map(Number);
const asked = process.argv.slice(4);
const root = await mkdtemp(join(tmpdir(), "metahamilton-kills-"));
const record = join(root, "record.csv");

/** What makes a run small and long enough to be caught. */
const settings = [
  "workers=2",
  "systems=[mass-spring,pendulum,kepler]",
  "data.train=40",
  "data.validation=4",
  "data.test=4",
];
settings.push(
  "model.width=8",
  "outer.iterations=200",
  "outer.points=8",
  "outer.reportEvery=10",
  "outer.checkpointEvery=10",
);
settings.push("evaluation.trajectories=2", "evaluation.points=8", "evaluation.steps=3", "evaluation.hnnRates=[0.1]");
const tiny = ["--profile", "smoke", "--set", ...settings];
const cells = [
  "--method",
  "process",
  "sparse-regression",
  "--system",
  "pendulum",
  "kepler",
  "--points",
  "10",
  "--noise",
  "0",
];

/** Each command: how it begins, how it goes on in a folder that holds something, and which files must be the same. */
const commands = {
  generate: {
    begin: (out) => ["generate", "pendulum", "kepler", "--trajectories", "700", "--out", out],
    same: () => true,
  },
  train: { begin: (out) => ["train", "--hold-out", "kepler", ...tiny, "--out", out], resumes: true, same: isModel },
  reproduce: {
    begin: (out) => ["reproduce", "--hold-out", "kepler", "pendulum", ...tiny, "--out", out],
    resumes: true,
    same: (path) => isModel(path) || path.endsWith("evaluation.json"),
  },
  compare: {
    begin: (out) => ["compare", ...cells, "--trajectories", "4", "--workers", "2", "--out", out],
    resumes: true,
    same: (path) => path.startsWith("cells"),
  },
  adapt: { begin: (out) => ["adapt", record, "--out", out], same: (path) => isModel(path) || path.endsWith(".csv") },
  sweep: { begin: (out) => ["sweep", sweepFile, "--out", out, "--workers", "2"], same: isModel },
  evaluate: {
    before: ["train", "--hold-out", "kepler", ...tiny],
    begin: (out) => ["evaluate", out],
    same: (path) => path.endsWith("evaluation.json"),
  },
  export: {
    before: ["adapt", record],
    begin: (out) => ["export", out],
    same: (path) => path.endsWith(".onnx"),
    clear: "export",
  },
};
const sweepFile = join(root, "sweep.yaml");

function isModel(path) {
  return path.endsWith("model.safetensors");
}

/** Runs a command; `killAfter`: milliseconds after which it is killed with all its processes. */
function run(args, killAfter) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(process.execPath, [main, ...args], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (text) => {
      errors += text;
    });
    const timer =
      killAfter === undefined ? undefined : setTimeout(() => process.kill(-child.pid, "SIGKILL"), killAfter);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, killed: signal !== null, ms: performance.now() - began, errors });
    });
  });
}

async function mustRun(args) {
  const done = await run(args);
  if (done.code !== 0) throw new Error(`${args.join(" ")}: ${done.errors.split("\n").slice(-2).join(" ")}`);
  return done;
}

/** Measured times are no results. */
const withoutTimes = (text) =>
  JSON.stringify(JSON.parse(text), (key, value) => (/seconds|Seconds|adaptMs|sha256/.test(key) ? undefined : value));

/** A digest of every file that must be the same, by its name. */
async function digests(folder, same) {
  const found = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (!same(name)) continue;
    const bytes = await readFile(path);
    const content = /(evaluation|seed-\d+)\.json$/.test(name) ? withoutTimes(bytes.toString()) : bytes;
    found[name] = createHash("sha256").update(content).digest("hex");
  }
  return JSON.stringify(Object.entries(found).sort());
}

async function prepare() {
  const { writeFile } = await import("node:fs/promises");
  await mustRun(["simulate", "pendulum", "--state", "1,0", "--noise", "0.01", "--out", record]);
  const config = Object.fromEntries(
    settings
      .map((text) => text.split("="))
      .map(([key, value]) => [key, JSON.parse(value.replace(/[a-z][a-z-]*/g, '"$&"'))]),
  );
  await writeFile(
    sweepFile,
    JSON.stringify({
      task: "train",
      profile: "smoke",
      local: { threads: 1 },
      config: { ...config, holdOut: ["kepler"] },
      sweep: { seeds: [[0], [1], [2]] },
    }),
  );
}

/** One command, killed so often and then left to end; what it leaves. */
async function disturbed(name, { begin, before, resumes, same, clear }, times, random, ms) {
  const out = join(root, `${name}-disturbed`);
  if (before !== undefined) await mustRun([...before, "--out", out]);
  let struck = 0;
  const args = async () => {
    if (clear !== undefined) await rm(join(out, clear), { recursive: true, force: true });
    const begun = resumes === true && (await readdir(out).catch(() => [])).includes("config.json");
    return begun ? [name, "--resume", "--out", out] : begin(out);
  };
  for (let i = 0; i < times; i++) {
    const { killed, code, errors } = await run(await args(), ms * random.uniform());
    if (killed) struck++;
    else if (
      code !== 0 &&
      !(name === "generate" && /exists already/.test(errors)) &&
      !(name === "adapt" && /not empty/.test(errors))
    )
      throw new Error(`${name}: ${errors.split("\n").slice(-2).join(" ")}`);
    else break;
  }
  const { code, errors } = await run(await args());
  const complete = /exists already|is not empty/.test(errors) && ["generate", "adapt"].includes(name);
  if (code !== 0 && !complete) throw new Error(`${name}: ${errors.split("\n").slice(-2).join(" ")}`);
  const left = await digests(out, same);
  await rm(out, { recursive: true, force: true });
  return { struck, left };
}

let failed = 0;
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    // What was found by then is printed when the round ends.
    stopped = true;
  });
try {
  await prepare();
  const names = asked.length === 0 ? Object.keys(commands) : asked;
  const references = new Map();
  for (const name of names) {
    const { begin, before, same, clear } = commands[name];
    const out = join(root, `${name}-whole`);
    if (before !== undefined) await mustRun([...before, "--out", out]);
    if (clear !== undefined) await rm(join(out, clear), { recursive: true, force: true });
    const { ms } = await mustRun(begin(out));
    const whole = await digests(out, same);
    if (whole === "[]") throw new Error(`${name} left nothing to compare`);
    references.set(name, { ms, whole });
    await rm(out, { recursive: true });
  }
  const counts = Object.fromEntries(names.map((name) => [name, { kills: 0, rounds: 0, different: 0 }]));
  for (let struckAll = 0, round = 0; struckAll < kills && !stopped; round++) {
    const name = names[round % names.length];
    const { ms, whole } = references.get(name);
    const random = randomStream(seed, "kills", round);
    try {
      const { struck, left } = await disturbed(name, commands[name], 1 + random.integer(6), random, ms);
      counts[name].kills += struck;
      struckAll += struck;
      if (left !== whole) {
        counts[name].different++;
        failed++;
        const [now, then] = [left, whole].map((text) => new Map(JSON.parse(text)));
        const other = [...new Set([...now.keys(), ...then.keys()])].filter((file) => now.get(file) !== then.get(file));
        console.error(`round ${round}: ${name} ended with other files: ${other.join(", ")}`);
      }
    } catch (error) {
      failed++;
      console.error(`round ${round}: ${error.message}`);
      await rm(join(root, `${name}-disturbed`), { recursive: true, force: true });
    }
    counts[name].rounds++;
  }
  console.log(`metahamilton ${version}, seed ${seed}: kills, rounds, different`);
  for (const [name, { kills, rounds, different }] of Object.entries(counts))
    console.log(`${String(kills).padStart(5)} ${String(rounds).padStart(5)} ${String(different).padStart(5)}  ${name}`);
} finally {
  await rm(root, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
