// What metahamilton writes and reads back, damaged at random: for scripts/trust/damage.mjs and tests/trust/damage.test.ts. Uses the
// built library.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { randomStream } from "../../dist/base/random.js";
import { sealedJson } from "../../dist/base/sealed.js";
import { generateTrajectories, loadTrajectories, saveTrajectories } from "../../dist/dataset/index.js";
import { readCell, writeCell } from "../../dist/experiments/comparison/cell-file.js";
import { readJobResult } from "../../dist/experiments/paper/run-job.js";
import { readMetrics, writeMetrics } from "../../dist/experiments/training/metrics-file.js";
import { decodeCheckpoint, encodeCheckpoint, initialState } from "../../dist/learning/index.js";
import { pendulum, simulate } from "../../dist/mechanics/index.js";
import { initialParameters, network } from "../../dist/models/index.js";
import {
  adaptRecord,
  bytesSource,
  decodeModel,
  encodeModel,
  readRecord,
  savedModel,
} from "../../dist/records/index.js";

const fixtures = new URL("../../tests/fixtures/records/", import.meta.url);

/**
 * Every kind of file: what it is, its bytes, and how it is read: `read` gives a text that tells any two contents apart, with
 * `said` where the reader says that the file has no digest. `silent`: why a damaged file of this kind can be read as another.
 */
export async function kindsOfFiles() {
  const folder = await mkdtemp(join(tmpdir(), "metahamilton-damage-"));
  const kinds = [
    ...checkpoints(),
    ...(await models()),
    ...(await archives()),
    ...(await results(folder)),
    ...(await sets(folder)),
  ];
  return { kinds, close: () => rm(folder, { recursive: true, force: true }) };
}

function checkpoints() {
  const options = { width: 6, activation: "tanh", output: "hamiltonian" };
  const state = initialState(initialParameters(network(options), randomStream(0, "damage")));
  const filled = {
    ...state,
    step: 5,
    mean: state.mean.map((_, i) => i / 100),
    variance: state.variance.map((_, i) => i),
  };
  const notes = { heldOut: "pendulum", seed: "0" };
  const read = (bytes) => {
    const { digest, ...checkpoint } = decodeCheckpoint(bytes, "file");
    return { text: textOf(checkpoint), said: digest === undefined };
  };
  return [true, false].map((moments) => ({
    name: moments ? "checkpoint of a training" : "trained model",
    bytes: encodeCheckpoint({ network: options, state: filled, notes }, { moments }),
    read,
  }));
}

async function models() {
  const { t, states } = swing();
  const rows = Array.from(t, (time, i) => `${time},${states[2 * i]},${states[2 * i + 1]}`);
  const record = await readRecord(
    bytesSource("swing.csv", new TextEncoder().encode(`t,theta,omega\n${rows.join("\n")}\n`)),
  );
  const read = async (bytes) => {
    const { digest, ...model } = await decodeModel(bytes, "file");
    return { text: textOf(model), said: digest === undefined };
  };
  return ["law", "process"].map((method) => ({
    name: `model of adapt (${method})`,
    bytes: encodeModel(savedModel(record, adaptRecord(record, { method, draws: 2 }))),
    read,
  }));
}

function swing() {
  const t = Array.from({ length: 60 }, (_, i) => i / 10);
  const { states } = simulate(pendulum, Float64Array.of(1, 0), { duration: 5.9, points: t.length });
  return { t, states };
}

async function archives() {
  const names = ["plain.npz", "packed.npz", "motions.npz"];
  const read = async (bytes) => ({ text: textOf(await readRecord(bytesSource("file.npz", bytes))), said: false });
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(new URL(name, fixtures)), read })));
}

async function results(folder) {
  const job = join(folder, "job");
  await mkdir(job, { recursive: true });
  const metrics = Array.from({ length: 4 }, (_, i) => ({
    ...{ step: 5 * (i + 1), metaLoss: 1 / (i + 3), validationLoss: 1 / (i + 7), gradientNorm: i + 0.25 },
    ...{ rate: 0.001, seconds: i / 3 },
  }));
  await writeMetrics(job, metrics);
  const comparison = { example: {}, methods: [{ name: "maml", mse: [[1 / 3, 2 / 7]], step: [0, 1] }] };
  const evaluation = {
    curve: { step: [5, 10], seconds: 1.5 },
    comparison,
    evaluationSeconds: 2.25,
    model: "0".repeat(64),
  };
  const cell = { method: "process", system: "pendulum", points: 10, noise: 0, seed: 0, split: "test", trajectories: 2 };
  const result = { mse: [1 / 3, 1 / 7], relative: [0.1, 0.2], escaped: [false, true], coverage: [null, null] };
  await writeCell(folder, cell, result);
  const cellFile = join(folder, "cells", "process", "pendulum", "points-10-noise-0-seed-0.json");
  const through = (path, reading) => async (bytes) => {
    await writeFile(path, bytes);
    return { text: textOf(await reading()), said: false };
  };
  const iterations = { iterations: 20, reportEvery: 5 };
  return [
    {
      name: "evaluation.json",
      bytes: bytesOf(sealedJson(evaluation)),
      read: through(join(job, "evaluation.json"), () => readJobResult(job)),
    },
    {
      name: "cell of a comparison",
      bytes: await readFile(cellFile),
      read: through(cellFile, () => readCell(folder, cell)),
    },
    {
      name: "metrics.jsonl",
      bytes: await readFile(join(job, "metrics.jsonl")),
      read: through(join(job, "metrics.jsonl"), () => readMetrics(job, iterations, 20)),
    },
  ];
}

/** A data set: one of its files is damaged in a copy that is put back afterwards. */
async function sets(folder) {
  const path = join(folder, "pendulum.zarr");
  await saveTrajectories(generateTrajectories(pendulum, { count: 3, seed: 0, split: "test" }), path);
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      const whole = await readFile(file);
      return {
        name: `data set, ${name === "zarr.json" ? `${basename(dirname(file))}/zarr.json` : `chunk of ${file.slice(path.length + 1).split(/[\\/]/)[0]}`}`,
        bytes: whole,
        async read(bytes) {
          await writeFile(file, bytes);
          try {
            const { system, ...set } = await loadTrajectories(path);
            return { text: textOf({ ...set, system: system.name, constants: system.constants }), said: false };
          } finally {
            await writeFile(file, whole);
          }
        },
      };
    }),
  );
}

/** Files whose damage no reader can know, each with the reason: how often they are read as something else is counted, not refused. */
export async function kindsWithoutChecksum() {
  const read = (name) => async (bytes) => ({ text: textOf(await readRecord(bytesSource(name, bytes))), said: false });
  const csv = ["t,x", ...Array.from({ length: 40 }, (_, i) => `${i / 8},${Math.cos(i / 8)}`)].join("\n");
  const parquet = await readFile(new URL("plain.parquet", fixtures));
  return [
    { name: "CSV", bytes: bytesOf(csv), read: read("file.csv"), silent: "text has no checksum" },
    {
      name: "Parquet",
      bytes: parquet,
      read: read("file.parquet"),
      silent: "its writer left out the checksums of pages",
    },
  ];
}

const bytesOf = (text) => new TextEncoder().encode(text);

/** Everything in a value, numbers by their bits. */
function textOf(value) {
  return JSON.stringify(value, (_, inner) => {
    if (ArrayBuffer.isView(inner))
      return Array.from(inner, (number) => (Object.is(number, -0) ? "-0" : String(number)));
    if (inner instanceof Map) return [...inner];
    return typeof inner === "bigint" || typeof inner === "function" ? String(typeof inner) : inner;
  });
}

/** The bytes with one damage, as disks, transfers and hands do it: never the bytes themselves. */
export function damage(bytes, random) {
  for (;;) {
    const damaged = damageOnce(bytes, random);
    if (Buffer.compare(Buffer.from(damaged), Buffer.from(bytes)) !== 0) return damaged;
  }
}

function damageOnce(bytes, random) {
  const at = random.integer(bytes.length);
  const length = 1 + random.integer(64);
  const copy = Uint8Array.from(bytes);
  switch (random.integer(8)) {
    case 0:
    case 1:
      copy[at] ^= 1 << random.integer(8);
      return copy;
    case 2:
      copy[at] = random.integer(256);
      return copy;
    case 3:
      return copy.slice(0, at);
    case 4:
      return copy.fill(0, at, at + 8 * length);
    case 5:
      return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(at + length)]);
    case 6:
      return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(Math.max(0, at - length))]);
    default: {
      // A digit becomes another, as a hand would change it.
      const digits = [...copy.keys()].filter((i) => copy[i] >= 0x30 && copy[i] <= 0x39);
      if (digits.length > 0) copy[digits[random.integer(digits.length)]] = 0x30 + random.integer(10);
      return copy;
    }
  }
}

/**
 * What came of reading a damaged file: `same`: what was written; `said`: the reader says that it cannot tell; `refused`: one line;
 * `other`: read as something else, in silence. Anything else that is thrown is a defect and thrown on.
 */
export async function outcomeOf(kind, damaged, whole) {
  try {
    const { text, said } = await kind.read(damaged);
    return text === whole ? "same" : said ? "said" : "other";
  } catch (error) {
    if (error.name === "UserError" && !error.message.includes("\n")) return "refused";
    throw new Error(`${kind.name}: ${error.message}`, { cause: error });
  }
}
