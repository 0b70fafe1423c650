import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { atomicWrite } from "../../src/base/files.js";
import { contentOf, inFolder } from "../../src/base/run-lock.js";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { expectMistake, run, runHere, temporaryFolder } from "../cli/process.js";
import { tinyRun } from "../cli/tiny-run.js";

const folder = temporaryFolder();
const at = (...parts: string[]) => folder.in("run", ...parts);
const job = (...parts: string[]) => at("kepler", "seed-0", ...parts);
const resume = () => runHere("train", "--resume", "--out", at());
const DEPTH = 200_000;
const deep = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
/** Beyond what a configuration may have, and still nothing to any parser. */
const NESTED = 110;
const brackets = "[".repeat(NESTED) + "]".repeat(NESTED);

beforeAll(async () => {
  await runHere("train", "--hold-out", "kepler", ...tinyRun, "--out", at());
});

describe("a file that no command could have written is named, with what to do", () => {
  test.each(["", "null", '{"a":1}', deep])("run.lock (%#)", async (content) => {
    await writeFile(at("run.lock"), content);
    expectMistake(
      await resume(),
      /run\.lock: damaged, it names no process; delete it if none is at work in its folder/,
    );
    await rm(at("run.lock"));
  });

  test.each([
    "",
    "[]",
    "{}",
    '{"curve":1',
    deep,
    '{"curve":{"step":[]},"comparison":{"methods":[]},"evaluationSeconds":1}',
  ])("evaluation.json (%#)", async (content) => {
    await writeFile(job("evaluation.json"), content);
    expectMistake(
      await runHere("evaluate", at()),
      /evaluation\.json: .*; delete the file to have this part of the run/,
    );
    await rm(job("evaluation.json"));
  });

  test.each([
    ["cut", (text: string) => text.slice(0, 150), /metrics\.jsonl, line 1: damaged; put the file back/],
    [
      "with another digit",
      (text: string) => text.replace(/"metaLoss":\d\.(\d)/, (all, d: string) => `${all.slice(0, -1)}${9 - Number(d)}`),
      /line 1: damaged/,
    ],
    [
      "emptied",
      () => "",
      /metrics\.jsonl: lacks the line of step 5; put the file back from a copy, or delete .*seed-0/,
    ],
    ["without its last line", (text: string) => text.replace(/\n.*\n$/, "\n"), /lacks the line of step 10/],
    ["with a line twice", (text: string) => text + text, /has 4 lines up to step 10, not 2/],
  ] as const)("metrics.jsonl %s", async (_, change, message) => {
    const text = await readFile(job("metrics.jsonl"), "utf8");
    const model = await readFile(job("model.safetensors"));
    await rm(job("model.safetensors"));
    await writeFile(job("metrics.jsonl"), change(text));
    const { code, stderr } = await resume();
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    await writeFile(job("metrics.jsonl"), text);
    await writeFile(job("model.safetensors"), model);
  });

  test.each(["", "[]", '{"a":', deep])("request.json of a set begun (%#)", async (content) => {
    const partial = folder.in("data", ".mass-spring.zarr.partial");
    await mkdir(partial, { recursive: true });
    await writeFile(`${partial}/request.json`, content);
    const made = await runHere("generate", "mass-spring", "--trajectories", "2", "--out", folder.in("data"));
    expectMistake(made, /request\.json: damaged, it asks for no set; delete .*partial to have the set begun anew/);
  });

  test("a lock of a set", async () => {
    await mkdir(folder.in("locked"));
    await writeFile(folder.in("locked", ".mass-spring.zarr.lock"), "");
    const made = await runHere("generate", "mass-spring", "--trajectories", "2", "--out", folder.in("locked"));
    expectMistake(made, /\.mass-spring\.zarr\.lock: damaged, it names no process/);
  });

  test.each(["shape", "data_type", "chunk_grid", "codecs"])("zarr.json with %s misspelt", async (key) => {
    const set = folder.in("sets", "mass-spring.zarr");
    const header = `${set}/q/zarr.json`;
    if (!(await readdir(folder.path)).includes("sets"))
      await runHere("generate", "mass-spring", "--trajectories", "2", "--out", folder.in("sets"));
    const whole = await readFile(header, "utf8");
    await writeFile(header, whole.replace(`"${key}"`, `"${key.slice(1)}"`));
    const message =
      /mass-spring\.zarr: array "q" .*zarr\.json (or \.zarray )?(in which a key is missing or misspelt|that is wrong at its shape)/;
    for (const command of ["inspect", "read"]) expectMistake(await runHere(command, set), message);
    await writeFile(header, whole);
  });

  test.each([
    ["json", deep],
    ["json", `{"outer":{"rate":${brackets}}}`],
    ["json", "[".repeat(NESTED)],
    ["yaml", `outer: ${brackets}`],
    ["yaml", `outer:\n  ${"- ".repeat(NESTED)}1`],
    ["yaml", Array.from({ length: NESTED }, (_, level) => `${" ".repeat(level)}a:\n`).join("")],
  ])("brackets %#, nested beyond every configuration", async (ending, content) => {
    const file = folder.in(`deep.${ending}`);
    await writeFile(file, content);
    const begun = await runHere("train", "--hold-out", "kepler", "--config", file, "--out", folder.in("deep"));
    expectMistake(begun, `${file}: lists or keys stand in each other too deep for a configuration`);
  });
});

test.each([
  ["yaml", "# a line\n".repeat(40_000), /deep\.yaml: 360000 characters are too long for a configuration/],
  ["json", " ".repeat(2 ** 24 + 1), /deep\.json: 16777217 characters are too long for a configuration/],
])("a configuration of any length ends at once (%s)", async (ending, content, message) => {
  const file = folder.in(`deep.${ending}`);
  await writeFile(file, content);
  expectMistake(await runHere("train", "--hold-out", "kepler", "--config", file, "--out", folder.in("deep")), message);
});

describe("checkpoints that were cut short", () => {
  test("the last: the one before it is gone on from, with a word, to the same weights", async () => {
    const { state } = await loadCheckpoint(job("model.safetensors"));
    await rm(job("model.safetensors"));
    const names = (await readdir(job("checkpoints"))).sort();
    expect(names).toEqual(["step-0000005.safetensors", "step-0000010.safetensors"]);
    await truncate(job("checkpoints", "step-0000010.safetensors"), 2000);
    const { code, stderr } = await resume();
    expect(stderr).toMatch(/step-0000010\.safetensors: truncated.*; it is passed over\n/);
    expect(code).toBe(0);
    expect((await loadCheckpoint(job("model.safetensors"))).state.parameters).toEqual(state.parameters);
  });

  test("both: it is said what to delete", async () => {
    await rm(job("model.safetensors"));
    for (const name of await readdir(job("checkpoints"))) await truncate(job("checkpoints", name), 2000);
    const { code, stderr } = await resume();
    expect(code).toBe(1);
    expect(stderr).toMatch(/checkpoints: no checkpoint in it can be read; delete .*seed-0 to have it trained anew/);
    await rm(job(), { recursive: true });
    expect((await resume()).code).toBe(0);
  });
});

describe("a folder that is deleted in the middle", () => {
  test("ends the work in it with that word", async () => {
    const own = folder.in("gone");
    const work = inFolder(own, () => rm(own, { recursive: true }));
    await expect(work).rejects.toThrow(/run\.lock is gone or another process's: the folder was deleted or moved/);
  });

  test("is not made again by a file of the work", async () => {
    const path = folder.in("gone", "checkpoints", "step.safetensors");
    await expect(atomicWrite(path, "x", { intoExisting: true })).rejects.toThrow(/checkpoints is gone: it was deleted/);
    expect(await readdir(folder.path)).not.toContain("gone");
  });

  test("is not left where nothing was written", async () => {
    expectMistake(
      await runHere("adapt", folder.in("none.csv"), "--out", folder.in("nothing")),
      /there is no such file/,
    );
    expect(await readdir(folder.path)).not.toContain("nothing");
  });
});

describe("two at once", () => {
  const record = () => folder.in("record.csv");
  beforeAll(async () => {
    await runHere("simulate", "pendulum", "--state", "1,0", "--noise", "0.01", "--out", record());
  });

  test.each(["adapt", "train", "compare"])("%s waits for no folder that another process works in", async (command) => {
    const own = folder.in(`shared-${command}`);
    const args = {
      adapt: [record()],
      train: ["--hold-out", "kepler", ...tinyRun],
      compare: ["--method", "process", "--system", "pendulum", "--points", "10"],
    }[command] as string[];
    await inFolder(own, async () => {
      expectMistake(
        await run(command, ...args, "--out", own),
        /is being worked on by process \d+ on .*; wait for it or stop it/,
      );
    });
  });

  test("compare --resume neither", async () => {
    const own = folder.in("resumed");
    await runHere(
      "compare",
      "--method",
      "process",
      "--system",
      "pendulum",
      "--points",
      "5",
      "--noise",
      "0",
      "--trajectories",
      "1",
      "--out",
      own,
    );
    await inFolder(own, async () => {
      expectMistake(await run("compare", "--resume", "--out", own), /is being worked on by process/);
    });
  });

  test("adapt, stopped amid writing, is begun anew by the same command and no other", async () => {
    const own = folder.in("adapted");
    expect((await runHere("adapt", record(), "--out", own)).code).toBe(0);
    const files = await contentOf(own);
    const model = await readFile(`${own}/model.safetensors`);
    expectMistake(await runHere("adapt", record(), "--out", own), /is not empty/);
    await rm(`${own}/results.json`);
    await truncate(`${own}/model.safetensors`, 100);
    await writeFile(`${own}/.predictions.csv.${randomUUID()}.tmp`, "t");
    expectMistake(await runHere("adapt", record(), "--seed", "1", "--out", own), /is not empty/);
    const { code, stderr } = await runHere("adapt", record(), "--out", own);
    expect(code).toBe(0);
    expect(stderr).toMatch(/holds what this command had written when it was stopped; it is written anew/);
    // What the death in the middle of a write left is gone too.
    expect((await readdir(own)).sort()).toEqual(files.sort());
    expect(await readFile(`${own}/model.safetensors`)).toEqual(model);
  });
});
