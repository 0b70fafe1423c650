import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { type Random, randomStream } from "../../src/base/random.js";
import { encodeSafetensors } from "../../src/learning/index.js";
import { bytesSource, decodeModel, readRecord, zarrTable } from "../../src/records/index.js";
import { expectMistake, runHere, temporaryFolder } from "../cli/process.js";
import { tinyRun } from "../cli/tiny-run.js";
import { zarrKeys } from "../records/writers.js";

interface Kind {
  readonly name: string;
  readonly bytes: Uint8Array;
  read(bytes: Uint8Array): Promise<{ text: string; said: boolean }> | { text: string; said: boolean };
}

interface Damages {
  kindsOfFiles(): Promise<{ kinds: Kind[]; close(): Promise<void> }>;
  damage(bytes: Uint8Array, random: Random): Uint8Array;
  outcomeOf(kind: Kind, damaged: Uint8Array, whole: string): Promise<"refused" | "same" | "said" | "other">;
}

// scripts/trust/damage.mjs tries thousands of the same.
const { kindsOfFiles, damage, outcomeOf }: Damages = await import(
  new URL("../../scripts/trust/damages.mjs", import.meta.url).href
);
const EACH = 20;

let made: Awaited<ReturnType<Damages["kindsOfFiles"]>>;
beforeAll(async () => {
  made = await kindsOfFiles();
});
afterAll(() => made.close());

test(`of ${EACH} damaged files of every kind none is read as something else`, async () => {
  expect(made.kinds.length).toBeGreaterThan(15);
  for (const kind of made.kinds) {
    const { text, said } = await kind.read(kind.bytes);
    expect(said, kind.name).toBe(false);
    let refused = 0;
    for (let i = 0; i < EACH; i++) {
      const outcome = await outcomeOf(kind, damage(kind.bytes, randomStream(0, "damage", kind.name, i)), text);
      expect(outcome, `${kind.name}, damage ${i}`).not.toBe("other");
      if (outcome === "refused") refused++;
    }
    // Else the damage is none and the test says nothing.
    expect(refused, kind.name).toBeGreaterThan(EACH / 2);
  }
});

describe("damage that was believed once", () => {
  test("a bit of a model of adapt", async () => {
    const kind = made.kinds.find(({ name }) => name.startsWith("model of adapt")) as Kind;
    const bytes = Uint8Array.from(kind.bytes);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
    await expect(decodeModel(bytes, "m")).rejects.toThrow(
      "m: damaged: its SHA-256 is not the one that it was written with",
    );
  });

  test("a bit in the name of an entry of an NPZ", async () => {
    const path = fileURLToPath(new URL("../fixtures/records/plain.npz", import.meta.url));
    const whole = await readFile(path);
    const inDirectory = Uint8Array.from(whole);
    // The ending of the last name in the directory: the array would not be one any more.
    const place = whole.lastIndexOf(".npy");
    inDirectory[place + 1] = (inDirectory[place + 1] as number) ^ 1;
    await expect(readRecord(bytesSource("x.npz", inDirectory))).rejects.toThrow(
      new UserError('x.npz: entry "px.opy" is called "px.npy" where its content begins: one of the names is damaged'),
    );
  });

  test("a number of entries in an NPZ that is one less", async () => {
    const path = fileURLToPath(new URL("../fixtures/records/plain.npz", import.meta.url));
    const bytes = Uint8Array.from(await readFile(path));
    bytes[bytes.length - 12] = 2;
    await expect(readRecord(bytesSource("x.npz", bytes))).rejects.toThrow(
      /x\.npz: damaged: its directory has \d+ bytes/,
    );
  });

  test("a digit of a chunk_shape", async () => {
    const data = Float64Array.from({ length: 30 }, (_, i) => i / 4);
    const keys = new Map(zarrKeys({ t: { shape: [30], chunk: [30], data }, x: { shape: [30], chunk: [30], data } }));
    const header = new TextDecoder().decode(keys.get("/x/zarr.json"));
    keys.set("/x/zarr.json", new TextEncoder().encode(header.replace('"chunk_shape":[30]', '"chunk_shape":[31]')));
    expect(new TextDecoder().decode(keys.get("/x/zarr.json"))).not.toBe(header);
    const store = { get: async (key: string) => keys.get(key) };
    await expect(zarrTable({ name: "set", store, arrays: ["t", "x"] })).rejects.toThrow(
      new UserError('set: array "x" has a chunk of 30 numbers where its chunk_shape says 31'),
    );
  });
});

describe("the model of a run", () => {
  const folder = temporaryFolder();
  const model = () => folder.in("run", "kepler", "seed-0", "model.safetensors");
  beforeAll(async () => {
    await runHere("train", "--hold-out", "kepler", ...tinyRun, "--out", folder.in("run"));
  });

  test("with weights that are no numbers is not evaluated", async () => {
    const { decodeSafetensors } = await import("../../src/learning/index.js");
    const whole = await readFile(model());
    const { metadata, tensors } = decodeSafetensors(whole, "m");
    (tensors[0] as (typeof tensors)[number]).data[3] = Number.NaN;
    await writeFile(model(), encodeSafetensors({ metadata, tensors }));
    for (const command of ["evaluate", "layers"])
      expectMistake(await runHere(command, folder.in("run")), /model\.safetensors: number 4 of tensor .* is NaN/);
    await writeFile(model(), whole);
  });

  test("is held against its digest even where its results are there", async () => {
    expect((await runHere("evaluate", folder.in("run"))).code).toBe(0);
    const whole = await readFile(model());
    const damaged = Uint8Array.from(whole);
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] as number) ^ 1;
    await writeFile(model(), damaged);
    expectMistake(await runHere("evaluate", folder.in("run")), /model\.safetensors: damaged/);
    await writeFile(model(), whole);
    expect((await runHere("evaluate", folder.in("run"))).code).toBe(0);
  });

  test("without a digest is evaluated with a word", async () => {
    const text = (await readFile(model())).toString("latin1");
    const former = text
      .replace(/"sha256":"[0-9a-f]{64}",/, (all) => " ".repeat(all.length))
      .replace("metahamilton checkpoint 2", "metahamilton checkpoint 1");
    await writeFile(model(), former, "latin1");
    await rm(folder.in("run", "kepler", "seed-0", "evaluation.json"));
    const { code, stderr } = await runHere("evaluate", folder.in("run"));
    expect(code).toBe(0);
    expect(stderr).toMatch(/model\.safetensors has no digest, as files of earlier versions/);
  });

  test("is not the one that other results are of", async () => {
    const evaluation = folder.in("run", "kepler", "seed-0", "evaluation.json");
    const { comparison, curve, evaluationSeconds } = JSON.parse(await readFile(evaluation, "utf8"));
    await writeFile(evaluation, JSON.stringify({ curve, comparison, evaluationSeconds, model: "0".repeat(64) }));
    const { code, stderr } = await runHere("evaluate", folder.in("run"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/evaluation\.json is of another model than .*; delete the file/);
  });
});
