import { expect, test } from "vitest";
import type { CompareResults } from "../../src/measure/index.js";
import { runHere, temporaryFolder } from "./process.js";
import { tinyRun } from "./tiny-run.js";

const folder = temporaryFolder();
const train = ["train", "--hold-out", "pendulum", ...tinyRun];
const small = ["--system", "pendulum", "--points", "5", "--noise", "0", "--seed", "0", "--trajectories", "1", "--json"];

test("compare takes models that train has made, also for a system that none was trained on, and names what is missing", async () => {
  for (const method of ["maml", "ridge"])
    expect((await runHere(...train, "--method", method, "--out", folder.in("models", method))).code).toBe(0);
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
  const { code, stdout, stderr } = await runHere(...args, "--out", folder.in("compared"));
  expect(stderr).not.toMatch(/defect/);
  expect(code).toBe(0);
  const { methods } = JSON.parse(stdout) as CompareResults;
  expect(methods.map(({ name }) => name)).toEqual(["maml", "ridge"]);

  const on = (system: string) => args.map((word) => (word === "pendulum" ? system : word));
  const refused = await runHere(...on("mass-spring"), "--out", folder.in("refused"));
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /: .*models.(maml|ridge) holds no model with seed 0 that was trained without mass-spring\n$/,
  );
  expect(refused.stderr).not.toMatch(/\n\s+at /);
  const seeds = ["--seed", "1", "--model-seed", "0"];
  const never = await runHere(...on("duffing"), ...seeds, "--out", folder.in("never"));
  expect(never.code).toBe(0);
  const { config, command } = JSON.parse(never.stdout) as CompareResults;
  expect(config).toMatchObject({ seeds: [0, 1], modelSeed: 0 });
  expect(command).toContain("--model-seed 0");
});
