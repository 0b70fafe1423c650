import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";
import { tinyRun as tiny } from "./tiny-run.js";

const folder = temporaryFolder();
const model = (name: string, system: string) => folder.in(name, system, "seed-0", "model.safetensors");

describe("train --method", () => {
  test("trains a method and writes it down, so that the run can be repeated and resumed", async () => {
    const { code } = await runHere(
      "train",
      "--hold-out",
      "kepler",
      "--method",
      "maml++",
      ...tiny,
      "--out",
      folder.in("a"),
    );
    expect(code).toBe(0);
    const { method } = await loadCheckpoint(model("a", "kepler"));
    expect(method?.name).toBe("maml++");
    expect(method?.inner.steps).toBe(5);
    const record = JSON.parse(await readFile(folder.in("a", "config.json"), "utf8")) as { command: string };
    expect(record.command).toContain("--method maml++");
    const again = await runHere(
      "train",
      "--config",
      folder.in("a", "config.json"),
      "--hold-out",
      "kepler",
      "--out",
      folder.in("b"),
    );
    expect(again.code).toBe(0);
    expect(await readFile(model("b", "kepler"))).toEqual(await readFile(model("a", "kepler")));
    expect((await runHere("train", "--resume", "--out", folder.in("a"))).code).toBe(0);
  });

  test("a name that is none is one line", async () => {
    expectMistake(
      await runHere("train", "--hold-out", "pendulum", "--method", "mamel", "--out", folder.in("c")),
      /mamel/,
      2,
    );
    expect(await readdir(folder.path)).not.toContain("c");
  });

  test("evaluate refuses a method that takes no plain gradient steps", async () => {
    const args = ["train", "--hold-out", "pendulum", "--method", "anil", ...tiny, "--out", folder.in("d")];
    expect((await runHere(...args)).code).toBe(0);
    expectMistake(await runHere("evaluate", folder.in("d")), /method\.name = anil.*plain gradient steps/);
  });

  test("trains on fewer systems, and says when there are not so many", async () => {
    const few = [...tiny, "data.systems=2"];
    expect((await runHere("train", "--hold-out", "pendulum", ...few, "--out", folder.in("e"))).code).toBe(0);
    const many = await runHere("train", "--hold-out", "pendulum", ...tiny, "data.systems=6", "--out", folder.in("f"));
    expectMistake(many, /data\.systems = 6: .*2 systems/);
  });
});

test("trains on the held-out system itself, for an upper bound", async () => {
  const args = ["train", "--hold-out", "duffing", "--method", "pretrain", ...tiny, "data.trainOn=held-out"];
  expect((await runHere(...args, "--out", folder.in("g"))).code).toBe(0);
  expect((await loadCheckpoint(model("g", "duffing"))).method?.name).toBe("pretrain");
});

describe("layers", () => {
  test("shows what adaptation changes in a trained network, and writes it down", async () => {
    const args = ["train", "--hold-out", "two-body", ...tiny, "evaluation.points=6"];
    expect((await runHere(...args, "--out", folder.in("h"))).code).toBe(0);
    const { code, stdout } = await runHere("layers", folder.in("h"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/two-body seed 0 +edge 1 +0\.0000/);
    const [first] = JSON.parse(await readFile(folder.in("h", "layers.json"), "utf8")) as {
      layers: { change: number[] }[];
    }[];
    expect(first?.layers).toHaveLength(4);
    expect(first?.layers[3]?.change.at(-1)).toBeGreaterThan(1e-4);
  });

  test("of a folder that is no run is refused", async () => {
    expectMistake(await runHere("layers", folder.in("nothing")), /nothing/);
  });
});
