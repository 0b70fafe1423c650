import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { createProgram } from "../../src/cli/program.js";
import { expectMistake, run, runHere, shell } from "./process.js";

const listed = commands.filter(({ description }) => description !== undefined);

describe("help", () => {
  test("of the program lists every command", async () => {
    const { code, stdout, stderr } = await run("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const { name } of listed) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(stdout).not.toContain("sweep-task");
  });

  // Of the command line as a module: a process for each would take longer than all else here.
  test.each(listed)(
    "of $name gives its usage and examples, and what the list says of it is what it is",
    async (entry) => {
      const { name, operands = "", description } = entry;
      const program = await createProgram([name, "--help"]);
      let stdout = "";
      const command = program.commands.find((one) => one.name() === name);
      command?.configureOutput({ writeOut: (text) => (stdout += text) }).outputHelp();
      expect(stdout).toContain(`Usage: metahamilton ${name} [options] ${operands}`.trimEnd());
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(description);
      expect(stdout).toMatch(new RegExp(`Examples?:\n  metahamilton ${name}`));
    },
  );

  test("of one command comes by both names of it", async () => {
    const [option, help] = await Promise.all([run("systems", "--help"), run("help", "systems")]);
    expect([option.code, help.code, help.stdout]).toEqual([0, 0, option.stdout]);
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
  [["train", "--iterations", "3"], /unknown option '--iterations'; of a configuration: --set outer.iterations=3/],
  [["simulate", "pendulum", "extra", "--state", "1,0"], /too many arguments/],
  [["simulate", "pendulum", "--state"], /argument missing/],
  [["generate", "pendulum", "--trajectories", "1", "--out", "x", "--split", "all"], /Allowed choices are train/],
  [["reproduce", "--profile", "huge"], /Allowed choices are paper, quick, brief, smoke/],
  [["evaluate"], /missing required argument 'run'/],
])("a mistake in the usage is one line: %j", async (args, message) => {
  expectMistake(await runHere(...args), message, 2);
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
