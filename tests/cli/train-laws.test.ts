import { readFile, rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { trainedOn } from "../../src/experiments/training/training-systems.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";
import { tinyRun } from "./tiny-run.js";

const folder = temporaryFolder();
const model = (run: string) => readFile(folder.in(run, "kepler", "seed-0", "model.safetensors"));
const train = (run: string, ...options: string[]) =>
  runHere("train", "--hold-out", "kepler", ...options, "--out", folder.in(run));

describe("train --laws", () => {
  test("goes on from a checkpoint to the very model of a run in one go", async () => {
    expect((await train("whole", "--laws", "endless", ...tinyRun)).code).toBe(0);
    const whole = await model("whole");
    const { command, config } = JSON.parse(await readFile(folder.in("whole", "config.json"), "utf8"));
    expect(command).toContain("--laws endless");
    expect(config.data.laws).toEqual({ count: "endless", share: 0.5 });
    const job = folder.in("whole", "kepler", "seed-0");
    for (const file of ["model.safetensors", "checkpoints/step-0000010.safetensors"]) await rm(`${job}/${file}`);
    expect((await runHere("train", "--resume", "--out", folder.in("whole"))).code).toBe(0);
    expect(await model("whole")).toEqual(whole);
    expectMistake(
      await runHere("train", "--resume", "--out", folder.in("whole"), "--laws", "20"),
      /another configuration: data\.laws\.count is "endless" there, 20 is asked for/,
    );
  });

  test("learns from laws alone, and says so", async () => {
    expect((await train("alone", "--laws", "8", ...tinyRun, "data.laws.share=0")).code).toBe(0);
    const { notes } = await loadCheckpoint(folder.in("alone", "kepler", "seed-0", "model.safetensors"));
    expect(trainedOn({ notes }, "test")).toEqual([]);
  });

  test("says what numbers and shares cannot be", async () => {
    expectMistake(await train("no", "--laws", "many", ...tinyRun), /--laws must be an integer of at least 1/);
    expectMistake(await train("no", "--laws", "1", ...tinyRun), /1 random laws are fewer than the 2 tasks/);
    expectMistake(await train("no2", ...tinyRun, "data.laws.share=0.3"), /data\.laws\.share.*whole number of tasks/);
  });
});
