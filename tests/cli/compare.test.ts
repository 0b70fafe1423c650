import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectMistake, main, runHere, start, temporaryFolder } from "./process.js";

const folder = temporaryFolder();
const small = ["compare", "--profile", "smoke", "--method", "process", "sparse-regression", "--system", "mass-spring"];

describe("compare", () => {
  test("prints a table and leaves results, cells, a page and figures", async () => {
    const out = folder.in("small");
    const { code, stdout } = await runHere(...small, "--points", "5", "--workers", "2", "--out", out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^system +points +noise +process +sparse-regression\n/);
    expect(stdout).toMatch(/\nmass-spring +5 +0 +\d\.\de-\d+ +\d\.\de-\d+\n/);
    const results = JSON.parse(await readFile(folder.in("small", "results.json"), "utf8"));
    expect(results.entries).toHaveLength(4);
    expect(results.command).toContain("--method process sparse-regression --system mass-spring --points 5");
    expect((await readdir(folder.in("small", "figures"))).sort()).toEqual(
      ["noise", "time"].map((name) => `${name}.svg`),
    );
    const page = await readFile(folder.in("small", "report", "index.html"), "utf8");
    expect(page).toContain("Hamiltonian Gaussian process");
    expect(page).not.toMatch(/NaN|undefined|<script/);

    const again = await runHere("compare", "--resume", "--out", out, "--json", "--png");
    expect(await readdir(folder.in("small", "figures"))).toContain("noise.png");
    expect(JSON.parse(again.stdout).entries).toEqual(results.entries);
    expectMistake(
      await runHere("compare", "--resume", "--out", out, "--points", "7"),
      /points is \[5\] there, \[7\] is asked for/,
    );
    expectMistake(await runHere(...small, "--out", out), /is not empty/);
  });

  test("gives the same errors whatever the number of workers", async () => {
    const errors = (text: string) =>
      JSON.parse(text).entries.map(({ mse, coverage }: { mse: object; coverage: number }) => ({ mse, coverage }));
    const out = folder.in("one-worker");
    const { stdout } = await runHere(...small, "--points", "5", "--workers", "1", "--out", out, "--json");
    // Those of the test before, by two.
    expect(errors(stdout)).toEqual(errors(await readFile(folder.in("small", "results.json"), "utf8")));
  });

  test("Ctrl-C leaves a comparison that can be continued", async () => {
    const out = folder.in("stopped");
    const args = ["compare", "--profile", "smoke", "--method", "process", "--seed", "0", "--workers", "1"];
    const { child, finished } = start(process.execPath, [main, ...args, "--out", out]);
    child.stderr?.on("data", (text) => {
      if (/cells: [1-9]/.test(String(text))) child.kill("SIGINT");
    });
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`to continue: metahamilton compare --resume --out ${out}`);
    expect((await readdir(folder.in("stopped", "cells", "process"))).length).toBeGreaterThan(0);
    const { code: status, stdout } = await runHere("compare", "--resume", "--out", out, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).entries).toHaveLength(8);
  });

  test("Ctrl-C while a network is being fitted in the engine ends without a crash", async () => {
    const out = folder.in("stopped-in-engine");
    const args = [
      "--method",
      "random-adam",
      "--system",
      "mass-spring",
      "--points",
      "5",
      "--noise",
      "0",
      "--workers",
      "1",
    ];
    const { child, finished } = start(process.execPath, [main, "compare", "--profile", "smoke", ...args, "--out", out]);
    child.stderr?.on("data", (text) => {
      // The first line of progress comes before the first cell; a second later its network is being fitted.
      if (/cells: 0%/.test(String(text))) setTimeout(() => child.kill("SIGINT"), 1500);
    });
    const { code, signal, stderr } = await finished;
    expect(stderr).toContain("to continue: metahamilton compare --resume");
    expect(stderr).not.toMatch(/Napi|terminate called|Error/);
    // A fit that takes longer than the grace is ended by the signal itself.
    expect(["130 null", "null SIGINT"]).toContain(`${code} ${signal}`);
  });

  test.each([
    [["--method", "magic"], /Allowed choices are structured-process, /, 2],
    [["--system", "pendulu"], /did you mean pendulum\?/, 1],
    [["--noise", "-1"], /--noise must be a number of at least 0, got "-1"/, 1],
    [["--points", "0"], /--points must be an integer of at least 1/, 1],
    [["--points", "500"], /has 100 samples, 500 are asked for/, 1],
    [["--resume"], /--resume needs --out/, 1],
  ] as const)("%o is a mistake", async (args, message, exitCode) => {
    expectMistake(await runHere("compare", "--profile", "smoke", ...args), message, exitCode);
  });
});
