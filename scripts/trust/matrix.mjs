// What is the same bit for bit, and what only to rounding: runs commands in the ways that must not matter and prints a table of digests:
// node scripts/trust/matrix.mjs [--write] [NODE...]. NODE: other programs of Node to run the same with. --write puts the table into
// docs/trust-matrix.json. Build first. Ends with 1 where what is promised to be the same differs.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { arch, cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const main = new URL("../../dist/node/main.js", import.meta.url).pathname;
const args = process.argv.slice(2);
const nodes = [
  process.execPath,
  ...args.filter((word) => !word.startsWith("--")).map((node) => (node.includes("/") ? resolve(node) : node)),
];
const root = await mkdtemp(join(tmpdir(), "metahamilton-matrix-"));
/** Of Mercury, whose law has powers of a distance, which engines round differently. */
const mercury = new URL("../../examples/records/mercury.csv", import.meta.url);

const settings = [
  "systems=[mass-spring,pendulum,kepler]",
  "data.train=40",
  "data.validation=4",
  "data.test=4",
  "model.width=8",
];
settings.push("outer.iterations=60", "outer.points=8", "outer.reportEvery=10", "outer.checkpointEvery=10");
const train = ["train", "--hold-out", "kepler", "pendulum", "--profile", "smoke", "--set", ...settings];
const compare = [
  "compare",
  "--method",
  "process",
  "sparse-regression",
  "--system",
  "pendulum",
  "--points",
  "10",
  "--noise",
  "0",
  "--trajectories",
  "2",
];
const isModel = (path) => path.endsWith("model.safetensors");
const isResults = (path) => path === "results.json";
const isCell = (path) => path.startsWith("cells");

/** Commands with the ways that must give the same bytes; of a way "killed" the process dies in the middle and is gone on with. `same`: the files that count. */
const rows = [
  { name: "simulate", ways: { plain: ["simulate", "double-pendulum", "--state", "1,2,0,0"] } },
  {
    name: "generate",
    // The numbers; beside them stands the version of the code.
    same: (path) => path.includes("/c/"),
    ways: {
      plain: ["generate", "double-pendulum", "kepler", "--trajectories", "600"],
      killed: ["generate", "double-pendulum", "kepler", "--trajectories", "600"],
    },
  },
  ...["native", "wasm"].map((engine) => ({
    name: `train, engine ${engine}`,
    same: isModel,
    ways: {
      "1 worker": [...train, "workers=1", "--engine", engine],
      "2 workers": [...train, "workers=2", "--engine", engine],
      killed: [...train, "workers=2", "--engine", engine],
    },
  })),
  {
    name: "compare",
    same: isCell,
    ways: {
      "1 worker": [...compare, "--workers", "1"],
      "2 workers": [...compare, "--workers", "2"],
      killed: [...compare, "--workers", "2"],
    },
  },
  ...["record", "mercury"].map((record) => ({
    name: `adapt ${record}`,
    same: (path) => isModel(path) || isResults(path) || path.endsWith(".csv"),
    ways: { plain: ["adapt", `${record}.csv`], again: ["adapt", `${record}.csv`] },
  })),
];

function run(node, words, kill) {
  return new Promise((done, reject) => {
    const child = spawn(node, [main, ...words], {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    // Killed as soon as there is something to go on from.
    const timer =
      kill === undefined ? undefined : setInterval(() => existsSync(kill) && process.kill(-child.pid, "SIGKILL"), 5);
    child.on("close", (code, signal) => {
      clearInterval(timer);
      if (code === 0 || signal !== null) done(output);
      else reject(new Error(`${words.join(" ")}: ${errors.trim().split("\n").at(-1)}`));
    });
  });
}

const landmarks = {
  generate: (out) => join(out, ".double-pendulum.zarr.partial", "finished", "0.json"),
  train: (out) => join(out, "kepler", "seed-0", "checkpoints", "step-0000010.safetensors"),
  compare: (out) => join(out, "cells", "process", "pendulum"),
};

/** Digest of what a command leaves: of its files that hold results, or of what it prints. */
async function digest(node, words, way, same) {
  if (same === undefined) return shortHash([["stdout", await run(node, words)]]);
  const out = join(root, "out");
  await rm(out, { recursive: true, force: true });
  await run(node, [...words, "--out", out], way === "killed" ? landmarks[words[0]](out) : undefined);
  if (way === "killed") {
    const [name] = words;
    await run(node, name === "generate" ? [...words, "--out", out] : [name, "--resume", "--out", out]).catch(
      (error) => {
        // It was faster than its death.
        if (!/exists already/.test(error.message)) throw error;
      },
    );
  }
  const entries = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(out.length + 1);
    if (!same(name)) continue;
    const bytes = await readFile(path);
    files.push([name, isCell(name) || isResults(name) ? withoutTimes(bytes.toString()) : bytes]);
  }
  if (files.length === 0) throw new Error(`${words.join(" ")}: nothing to compare`);
  return shortHash(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const withoutTimes = (text) =>
  JSON.stringify(JSON.parse(text), (key, value) => (["adaptMs", "sha256", "facts"].includes(key) ? undefined : value));

function shortHash(files) {
  const hash = createHash("sha256");
  for (const [name, content] of files) hash.update(`${name}\n`).update(content);
  return hash.digest("hex").slice(0, 16);
}

let failed = false;
const table = [];
try {
  await run(process.execPath, ["simulate", "pendulum", "--state", "1,0", "--noise", "0.01", "--out", "record.csv"]);
  await copyFile(mercury, join(root, "mercury.csv"));
  for (const { name, same, ways } of rows) {
    const digests = {};
    for (const node of nodes) {
      const version = await new Promise((done) =>
        spawn(node, ["--version"]).stdout.once("data", (text) => done(String(text).trim())),
      );
      for (const [way, words] of Object.entries(ways))
        digests[`${version}, ${way}`] = await digest(node, words, way, same);
    }
    const different = new Set(Object.values(digests)).size > 1;
    if (different) failed = true;
    table.push({ name, digests });
    console.log(`${name}: ${different ? "DIFFERENT" : "the same"}`);
    for (const [way, hash] of Object.entries(digests)) console.log(`  ${hash}  ${way}`);
  }
  const machine = { cpu: cpus()[0]?.model.trim(), arch: arch(), platform: process.platform };
  if (args.includes("--write"))
    await writeFile(
      new URL("../../docs/trust-matrix.json", import.meta.url),
      `${JSON.stringify({ machine, table }, null, 2)}\n`,
    );
} finally {
  await rm(root, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
