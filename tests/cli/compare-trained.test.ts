import { expect, test } from "vitest";
import type { CompareResults } from "../../src/evaluation/index.js";
import { run, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const tiny = [
  ...["--profile", "smoke", "--hold-out", "pendulum", "--set", "data.train=6", "data.validation=2", "data.test=2"],
  ...["evaluation.trajectories=2", "model.width=6", "outer.iterations=10", "outer.points=6"],
];
const small = ["--system", "pendulum", "--points", "5", "--noise", "0", "--seed", "0", "--trajectories", "1", "--json"];

test("compare takes models that train has made, and names the one that is missing", async () => {
  for (const method of ["maml", "ridge"])
    expect((await run("train", ...tiny, "--method", method, "--out", folder.in("models", method))).code).toBe(0);
  const args = [
    "compare",
    "--profile",
    "smoke",
    "--method",
    "maml",
    "ridge",
    "--models",
    folder.in("models"),
    ...small,
  ];
  const { code, stdout, stderr } = await run(...args, "--out", folder.in("compared"));
  expect(stderr).not.toMatch(/defect/);
  expect(code).toBe(0);
  const { methods } = JSON.parse(stdout) as CompareResults;
  expect(methods.map(({ name }) => name)).toEqual(["maml", "ridge"]);

  const other = args.map((word) => (word === "pendulum" ? "duffing" : word));
  const refused = await run(...other, "--out", folder.in("other"));
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/metahamilton: .*duffing.seed-0.model\.safetensors: cannot read the checkpoint/);
  expect(refused.stderr).not.toMatch(/\n\s+at /);
});
