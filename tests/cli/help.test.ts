import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectMistake, run, shell } from "./process.js";

const commands = [
  "adapt",
  "predict",
  "export",
  "systems",
  "simulate",
  "generate",
  "inspect",
  "plot",
  "train",
  "evaluate",
  "reproduce",
  "compare",
  "lab",
];

describe("help", () => {
  test("of the program lists every command", async () => {
    const { code, stdout, stderr } = await run("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  test.each(commands)("of %s names it and gives examples", async (command) => {
    const { code, stdout, stderr } = await run(command, "--help");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: metahamilton ${command}`);
    expect(stdout).toMatch(new RegExp(`Examples:\n  metahamilton ${command}`));
  });

  test("comes on stderr, with a failing status, when no command is given", async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Usage: metahamilton");
  });
});

test("--version is the package's", async () => {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  expect((await run("--version")).stdout).toBe(`${version}\n`);
});

test.each([
  [["simulat"], /unknown command 'simulat' \(Did you mean simulate\?\)/],
  [["simulate", "pendulum", "--stat", "1"], /unknown option '--stat' \(Did you mean --state\?\)/],
  [["simulate"], /missing required argument 'system'/],
  [["simulate", "pendulum", "extra", "--state", "1,0"], /too many arguments/],
  [["simulate", "pendulum", "--state"], /argument missing/],
  [["generate", "pendulum", "--trajectories", "1", "--out", "x", "--split", "all"], /Allowed choices are train/],
  [["reproduce", "--profile", "huge"], /Allowed choices are paper, quick, smoke/],
  [["evaluate"], /missing required argument 'run'/],
])("a mistake in the usage is one line: %j", async (args, message) => {
  expectMistake(await run(...args), message, 2);
});

describe("output that cannot be written", () => {
  const many = ["simulate", "pendulum", "--state", "1,0", "--points", "50000"];

  test("a reader that stops reading ends the program quietly", async () => {
    const { stdout, stderr } = await shell('"$@" | head -n 1; echo "status $PIPESTATUS"', ...many);
    expect(stdout).toMatch(/^ +t \[s\].*\nstatus 0\n$/);
    expect(stderr).toBe("");
  });

  test.skipIf(process.platform !== "linux")("a full disk is one line", async () => {
    expectMistake(await shell('"$@" > /dev/full', ...many), /stdout: no space left on the disk/);
  });
});
