import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { UserError } from "../../src/base/errors.js";
import { merge } from "../../src/base/keys.js";
import { expectMistake, main, runHere, start, temporaryFolder } from "../cli/process.js";
import { tinyRun } from "../cli/tiny-run.js";
import { tinyConfig } from "../sweeps/sweep-file.js";

const folder = temporaryFolder();
const system = () => folder.in("received", "well.ts");
const received = () => folder.in("received", "run");

/** A command as another user of this machine would give it: with a list of trusted files of his own. */
const as = (user: string, ...args: string[]) =>
  start(process.execPath, [main, ...args], { env: { ...process.env, XDG_STATE_HOME: folder.in(user) } }).finished;

/** The same in this process, for what loads no code. */
async function refused(user: string, ...args: string[]) {
  vi.stubEnv("XDG_STATE_HOME", folder.in(user));
  const finished = await runHere(...args);
  vi.unstubAllEnvs();
  expectMistake(finished, REFUSAL);
  expect(finished.stderr).not.toContain("its code runs");
}

const REFUSAL =
  /well\.ts: the configuration names this file as a system, and loading it would run its code; .* allow it with --trust/;

beforeAll(async () => {
  await mkdir(folder.in("received"));
  await writeFile(
    system(),
    `import { square } from "metahamilton/graph";
     console.error("its code runs");
     export default { name: "well", coordinates: ["x"], hamiltonian: ([x], [p]) => square(p), initialState: { x: 0, p_x: [1, 2] } };`,
  );
  const trained = await as(
    "author",
    "train",
    "--hold-out",
    "kepler",
    "--system",
    system(),
    ...tinyRun,
    "--out",
    received(),
  );
  expect(trained.code).toBe(0);
});

describe("the code of a folder that was received", () => {
  test("runs for who named it before, at this place and as it is", async () => {
    const { code, stderr } = await as("author", "layers", received());
    expect(code).toBe(0);
    expect(stderr).toContain("its code runs");
  });

  test.each([
    ["evaluate", () => ["evaluate", received()]],
    ["layers", () => ["layers", received()]],
    ["train --resume", () => ["train", "--resume", "--out", received()]],
    [
      "train --config",
      () => ["train", "--hold-out", "kepler", "--config", `${received()}/config.json`, "--out", folder.in("new")],
    ],
  ])("does not run for anyone else: %s", async (_, args) => {
    await refused("reader", ...args());
  });

  test("runs with --trust, and then without", async () => {
    for (const trust of [["--trust"], []]) {
      const { code, stderr } = await as("truster", "layers", received(), ...trust);
      expect(code).toBe(0);
      expect(stderr).toContain("its code runs");
    }
  });

  test("of a sweep neither runs before it is trusted; then its runs have the system", async () => {
    const file = folder.in("received", "sweep.yaml");
    const config = { ...tinyConfig, systems: ["mass-spring", "pendulum", system()] };
    await writeFile(file, stringify({ task: "train", profile: "smoke", config, sweep: { seeds: [[0]] } }));
    const out = folder.in("swept");
    await refused("sweeper", "sweep", file, "--out", out);
    const { code, stdout } = await as("sweeper", "sweep", file, "--trust", "--out", out, "--workers", "1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Table: /);
    expect((await as("sweeper", "status", out)).stdout).toMatch(/1 done/);
    await refused("reader", "status", out);
  });

  test("does not run once it was changed", async () => {
    await appendFile(system(), "\n");
    await refused("author", "layers", received());
  });
});

describe("a key that would change what an object is", () => {
  test.each(["__proto__=1", "data.constants.__proto__=1", "data.constants={__proto__: 1}", "pendulum.__proto__=1"])(
    "--set %s is refused",
    async (text) => {
      const args = ["--hold-out", "kepler", ...tinyRun, text, "--out", folder.in("proto")];
      expectMistake(await runHere("train", ...args), /--set .*there is no (such )?key/);
    },
  );

  test("so it is for constants", async () => {
    const made = await runHere("simulate", "pendulum", "--state", "1,0", "--set", "__proto__=1");
    expectMistake(made, "--set __proto__: there is no constant of this name");
  });

  test("in a file too, and in what a program puts together", async () => {
    const file = folder.in("proto.json");
    await writeFile(file, '{"data":{"constants":{"__proto__":{"mass":2}}}}');
    const args = ["--hold-out", "kepler", "--config", file, "--out", folder.in("proto")];
    expectMistake(await runHere("train", ...args), /proto\.json: there is no key __proto__/);
    const changes = JSON.parse('{"open":{"__proto__":1}}');
    expect(() => merge({ open: {} }, changes, "config", ["open"])).toThrow(
      new UserError("config: there is no key open.__proto__"),
    );
  });
});
