import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTrajectories, systemOf } from "../../src/dataset/index.js";
import { decodeSafetensors } from "../../src/learning/safetensors.js";
import type { Results } from "../../src/measure/index.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";
import { tinyRun } from "./tiny-run.js";

const folder = temporaryFolder();
const example = fileURLToPath(new URL("../../docs/examples/quartic-well.ts", import.meta.url));
const others = ["mass-spring", "two-body"];
const tiny = [...tinyRun, `systems=[${others}, pendulum]`, "outer.points=10", "data.train=10", "data.validation=3"];
const generate = (out: string, split: string, count: number, names = others) =>
  runHere("generate", ...names, "--trajectories", String(count), "--split", split, "--out", folder.in(out));
const weights = async (run: string, heldOut = "pendulum") =>
  decodeSafetensors(await readFile(folder.in(run, heldOut, "seed-0", "model.safetensors")), run).tensors;

describe("training on data from disk", () => {
  test("gives the very weights that training on generated data gives", async () => {
    await generate("data/train", "train", 10);
    await generate("data/validation", "validation", 3, [...others, "pendulum"]);
    const train = ["train", "--hold-out", "pendulum", ...tiny];
    const stored = await runHere(...train, "--data", folder.in("data"), "--out", folder.in("stored"));
    expect(stored.stderr).not.toContain("defect");
    expect(stored.code).toBe(0);
    await runHere(...train, "--out", folder.in("generated"));
    expect(await weights("stored")).toEqual(await weights("generated"));
  });

  test("whose constants are others than those asked for is refused, and others are made alike", async () => {
    const range = ["--set", "length=1..2"];
    await runHere("generate", "pendulum", ...range, "--trajectories", "10", "--out", folder.in("long"));
    await generate("long", "train", 10, ["mass-spring"]);
    const options = ["train", ...tiny, "systems=[pendulum, mass-spring]", "--hold-out", "two-body"];
    const line =
      /long\/pendulum\.zarr: length is 1\.\.2 there, 0\.5 is asked for; make the set with the same constants/;
    const asked = [...options, "--data", folder.in("long"), "--out", folder.in("other"), "--set", "length=0.5"];
    expectMistake(await runHere(...asked), line);
    const generated = await runHere(...options, ...range, "--out", folder.in("range"));
    expect(generated.stderr).not.toContain("defect");
    const stored = await runHere(...options, "--data", folder.in("long"), "--out", folder.in("stored-range"));
    expect([generated.code, stored.code]).toEqual([0, 0]);
    const [a, b] = await Promise.all(["range", "stored-range"].map((name) => weights(name, "two-body")));
    expect(a).toEqual(b);
    expectMistake(
      await runHere("train", "--resume", "--out", folder.in("range"), "--set", "length=1..3"),
      /another configuration: data\.constants\.length is \[1,2\] there, \[1,3\] is asked for/,
    );
  });

  test("says what is missing, damaged or there twice", async () => {
    const train = (data: string) =>
      runHere("train", "--hold-out", "pendulum", ...tiny, "--data", data, "--out", folder.in("no"));
    const again = async (data: string, message: RegExp) => {
      expectMistake({ ...(await train(data)), stdout: "" }, message);
      await rm(folder.in("no"), { recursive: true, force: true });
    };
    await again(folder.in("nowhere"), /nowhere: there is no such folder/);
    await again(folder.in("stored"), /there are no data sets/);
    await generate("few", "train", 5, ["mass-spring"]);
    await again(folder.in("few"), /no training trajectories of two-body in it, only mass-spring \(train\)/);
    await generate("few/more", "train", 5, ["mass-spring"]);
    await again(folder.in("few"), /both hold train trajectories of mass-spring/);
  });

  test("stops at a damaged chunk, and names it", async () => {
    await generate("bad", "train", 10);
    const file = folder.in("bad", "two-body.zarr", "dq_dt", "c", "0", "0", "0");
    const bytes = await readFile(file);
    bytes[77] = (bytes[77] as number) ^ 1;
    await writeFile(file, bytes);
    const options = ["--hold-out", "pendulum", ...tiny, "--data", folder.in("bad"), "--out", folder.in("stopped")];
    const { code, stderr } = await runHere("train", ...options);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /metahamilton: .*two-body\.zarr: array "dq_dt": chunk 0 is damaged: the checksum does not match\n$/,
    );
  });
});

test("sets with noise, times and constants of their own are tested on, against the exact motion", async () => {
  const noisy = ["--irregular", "--noise", "0.05", "--set", "length=0.9..1.1", "--points", "40", "--duration", "5"];
  for (const split of ["validation", "test"])
    await runHere(
      "generate",
      "pendulum",
      ...noisy,
      "--trajectories",
      "4",
      "--split",
      split,
      "--out",
      folder.in("noisy", split),
    );
  await generate("noisy", "train", 10);
  const evaluation = ["evaluation.trajectories=3", "evaluation.points=10"];
  const options = ["--hold-out", "pendulum", "--data", folder.in("noisy"), "--out", folder.in("noisy-run")];
  expect(await runHere("train", ...tiny, ...evaluation, ...options)).toMatchObject({ code: 0 });
  const { code, stderr, stdout } = await runHere("evaluate", folder.in("noisy-run"), "--json");
  expect(stderr).not.toContain("defect");
  expect(code).toBe(0);
  const { example } = (JSON.parse(stdout) as Results).systems[0] as Results["systems"][number];
  expect(example.t).toEqual(Array.from({ length: 40 }, (_, n) => (n * 5) / 39));
  expect(example.observed?.t).toHaveLength(10);
  const set = await loadTrajectories(folder.in("noisy", "test", "pendulum.zarr"));
  const first = set.states[2 * (example.support[0] as number)];
  const theta = example.coordinates.findIndex(({ name }) => name === "theta");
  expect(example.observed?.values[theta]?.[0]).toBe(first);
  // The truth has no noise: its energy stays.
  const own = systemOf(set, 0);
  const energy = (n: number) =>
    own.energy(Float64Array.of(...["theta", "p_theta"].map((name) => at(example, name, n))));
  for (let n = 1; n < 40; n++) expect(energy(n)).toBeCloseTo(energy(0), 9);
});

const at = ({ coordinates, truth }: Results["systems"][number]["example"], name: string, n: number) =>
  truth[coordinates.findIndex((one) => one.name === name)]?.[n] as number;

test("a system of one's own is learned from and tested on", async () => {
  const out = folder.in("own");
  const options = ["--hold-out", "quartic-well", "--system", example, "--out", out];
  const { code, stderr, stdout } = await runHere("reproduce", ...tinyRun, ...options, "--json");
  expect(stderr).not.toContain("defect");
  expect(code).toBe(0);
  const results = JSON.parse(stdout) as { systems: { heldOut: string; title: string; trainedOn: string[] }[] };
  expect(results.systems).toMatchObject([{ heldOut: "quartic-well", title: "Quartic well" }]);
  expect(results.systems[0]?.trainedOn).toEqual(["mass-spring", "pendulum", "kepler"]);
  // The record names the file, so that the run can be evaluated or continued without the option.
  const record = JSON.parse(await readFile(`${out}/config.json`, "utf8")) as { config: { systems: string[] } };
  expect(record.config.systems.at(-1)).toBe(example);
  const again = await runHere("reproduce", "--resume", "--out", out, "--json");
  expect(again.code).toBe(0);
});
