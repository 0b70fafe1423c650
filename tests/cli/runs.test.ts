import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { FoundRun } from "../../src/experiments/index.js";
import { expectMistake, runHere, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/records/${name}`, import.meta.url));
type Printed = Omit<FoundRun, "written"> & { readonly written: string };
const list = async (...args: string[]) => JSON.parse((await runHere("runs", ...args, "--json")).stdout) as Printed[];

test("lists what adapt and reproduce have left, with errors as their results have them", async () => {
  const spring = await runHere("adapt", fixture("spring.csv"), "--json", "--out", folder.in("all", "spring"));
  const { law, heldOut } = JSON.parse(spring.stdout) as { law: { formula: string }; heldOut: { relative: number } };
  const paper = fileURLToPath(new URL("../../results", import.meta.url));
  // Neither a run.
  await mkdir(folder.in("all", "notes"), { recursive: true });
  await writeFile(folder.in("all", "notes", "config.json"), "[]");
  // One that was begun and has no results.
  await mkdir(folder.in("all", "deep", "begun"), { recursive: true });
  const begun = { version: 1, kind: "reproduce", profile: "smoke", config: { holdOut: ["pendulum"] } };
  await writeFile(folder.in("all", "deep", "begun", "config.json"), JSON.stringify(begun));

  const found = { formula: "E = x'^2/2 + |x|^1.97", closed: false };
  for (const [name, verdict] of [
    ["nearest", "conservative"],
    ["open", "undetermined"],
  ] as const) {
    await mkdir(folder.in("unsure", name), { recursive: true });
    await writeFile(folder.in("unsure", name, "config.json"), JSON.stringify({ kind: "adapt", file: "a.csv" }));
    await writeFile(folder.in("unsure", name, "results.json"), JSON.stringify({ check: { verdict }, law: found }));
  }
  expect((await list(folder.in("unsure"))).map(({ law }) => law).sort()).toEqual([
    "conservative, no closed form",
    "undetermined",
  ]);

  const runs = await list(folder.in("all"));
  expect(runs.map((run) => [run.folder, run.kind, run.subject, run.done, run.error?.value, run.law])).toEqual([
    [join("deep", "begun"), "reproduce", "smoke: pendulum", false, undefined, undefined],
    ["spring", "adapt", fixture("spring.csv"), true, heldOut.relative, law.formula],
  ]);
  expect((await list(folder.in("all"), "--sort", "error")).map((run) => run.folder)[0]).toBe("spring");
  const { stdout } = await runHere("runs", folder.in("all"));
  expect(stdout).toContain(law.formula.slice(0, 40));
  expect(stdout).toMatch(/^deep\S+begun +reproduce +smoke: pendulum +\d{4}-\d\d-\d\d \d\d:\d\d, not finished/m);
  expect(stdout).toContain("Errors of adapt: held out, relative");

  const kept = await list(paper);
  expect(kept.find((run) => run.folder === "paper")).toMatchObject({ kind: "reproduce", done: true });
  expect(kept.find((run) => run.folder === "compare")).toMatchObject({ kind: "compare", done: true });
});

test("a folder without runs, and one that is not there", async () => {
  await mkdir(folder.in("empty"));
  expect((await runHere("runs", folder.in("empty"))).stdout).toBe(`${folder.in("empty")}: no runs\n`);
  expectMistake(await runHere("runs", folder.in("nowhere")), /nowhere: there is no such folder/);
});
