import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { valueAt } from "../../src/base/keys.js";
import { quickContestants } from "../../src/experiments/index.js";
import type { CompareResults } from "../../src/measure/index.js";
import { planSweep } from "../../src/sweeps/index.js";
import { runHere, temporaryFolder } from "../cli/process.js";

const folder = temporaryFolder();

const committed = async (name: string) =>
  planSweep(parse(await readFile(new URL(`../../sweeps/${name}`, import.meta.url), "utf8")), name);

test("the committed sweep is the whole comparison, method by method", async () => {
  const { runs, base, axes } = await committed("compare.yaml");
  const values = (key: string) => axes.find((axis) => axis.key === key)?.values;
  expect(values("methods")?.toSorted()).toEqual([...quickContestants].toSorted());
  expect(values("systems")).toEqual(base.systems);
  expect(values("seeds")).toEqual(base.seeds);
  expect(runs).toHaveLength(quickContestants.length * 10 * 3);
});

test("the committed paper's sweep is its profile, system by system, with three seeds and both outputs", async () => {
  const { runs, base, axes } = await committed("paper.yaml");
  expect(axes.find(({ key }) => key === "holdOut")?.values).toEqual(base.holdOut);
  const outputs = axes.find(({ key }) => key === "model.output")?.values;
  expect(outputs).toEqual(["hamiltonian", "direct"]);
  expect(runs).toHaveLength(6 * 3 * 2);
});

test("every committed sweep can be planned; that of networks leaves out what the other comparison has", async () => {
  for (const name of await readdir(new URL("../../sweeps", import.meta.url)))
    expect((await committed(name)).runs.length).toBeGreaterThan(0);
  const { axes, base } = await committed("networks.yaml");
  const values = (key: string) => axes.find((axis) => axis.key === key)?.values as string[];
  expect(values("methods").filter((name) => (quickContestants as string[]).includes(name))).toEqual([]);
  expect(values("systems").toSorted()).toEqual((base.systems as string[]).toSorted());
});

test("the committed ablations change one thing at a time", async () => {
  const { runs, base } = await committed("ablations.yaml");
  for (const { values } of runs) {
    const changed = Object.entries(values).filter(
      ([key, value]) => key !== "holdOut" && JSON.stringify(value) !== JSON.stringify(valueAt(base, key)),
    );
    expect(changed.length).toBeLessThanOrEqual(1);
  }
});

test("a comparison as a sweep gives the numbers of compare", async () => {
  const content = {
    task: "compare",
    profile: "smoke",
    config: { bandDraws: 2, trajectories: 2 },
    sweep: { methods: ["process", "sparse-regression"], systems: "pendulum", seeds: [0, 1], noise: [0] },
  };
  const file = folder.in("compare.yaml");
  await writeFile(file, stringify(content));
  const out = folder.in("sweep");
  expect(await runHere("sweep", file, "--out", out)).toMatchObject({ code: 0 });
  const whole = folder.in("whole");
  const args = [
    "--profile",
    "smoke",
    "--method",
    "process",
    "sparse-regression",
    "--system",
    "pendulum",
    "--seed",
    "0",
    "1",
  ];
  const compared = await runHere("compare", ...args, "--noise", "0", "--trajectories", "2", "--out", whole);
  expect(compared).toMatchObject({ code: 0 });
  const read = async (path: string) => JSON.parse(await readFile(path, "utf8")) as CompareResults;
  const errors = ({ entries }: CompareResults) =>
    entries
      .map(({ method, points, noise, mse, field, escaped }) => ({ method, points, noise, mse, field, escaped }))
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  const [swept, expected] = await Promise.all([
    read(join(out, "pages", "1", "results.json")),
    read(join(whole, "results.json")),
  ]);
  expect(expected.entries).toHaveLength(2 * 2);
  expect(errors(swept)).toEqual(errors(expected));
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, "table.parquet")) });
  // Methods, seeds, numbers of points, trajectories.
  expect(rows).toHaveLength(2 * 2 * 2 * 2);
});
