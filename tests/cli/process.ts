import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { built } from "../built.js";

/** The built and bundled command line; `npm test` builds it first. */
export const main = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));

if (statSync(main).mtimeMs < statSync(built("cli/main.js")).mtimeMs)
  throw new Error("dist/node is older than dist/cli: run npm run build, or npm test, which does");

const bundled = (name: string) => new URL(`../../dist/node/${name}`, import.meta.url).href;

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts any program and collects what it prints. */
export function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, finished };
}

/** Runs the command line to its end. */
export function run(...args: string[]): Promise<Finished> {
  return start(process.execPath, [main, ...args]).finished;
}

/** Commands of this process wait for each other: there is one stdout. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the built command line in this process, as `main.js` does: for what a command says and writes. A process for each would spend most of
 * its time on starting; what depends on one (signals, streams that fail, a death) takes `run` or `start`.
 */
export function runHere(...args: string[]): Promise<Finished> {
  const finished = last.then(() => inThisProcess(args));
  last = finished.catch(() => {});
  return finished;
}

async function inThisProcess(args: readonly string[]): Promise<Finished> {
  const { createProgram } = (await import(bundled("program.js"))) as typeof import("../../src/cli/program.js");
  const { describeFailure } = (await import(bundled("failure.js"))) as typeof import("../../src/cli/failure.js");
  const written = { stdout: "", stderr: "" };
  const streams = (["stdout", "stderr"] as const).map((name) => {
    const write = vi.spyOn(process[name], "write");
    return write.mockImplementation((text, ...rest: unknown[]) => {
      written[name] += text;
      for (const done of rest) if (typeof done === "function") done();
      return true;
    });
  });
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    const program = await createProgram(args);
    await program.parseAsync(args, { from: "user" });
    return { code: Number(process.exitCode ?? 0), signal: null, ...written };
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.message !== undefined) written.stderr += `metahamilton: ${failure.message}\n`;
    return { code: failure.exitCode, signal: null, ...written };
  } finally {
    process.exitCode = exitCode;
    for (const write of streams) write.mockRestore();
  }
}

/** Runs a line of shell in which "$@" is the command line with these arguments. */
export function shell(line: string, ...args: string[]): Promise<Finished> {
  return start("bash", ["-c", line, "bash", process.execPath, main, ...args]).finished;
}

/** Expects that a command failed as it should: nothing on stdout, one line on stderr that says `message`, no stack. */
export function expectMistake({ code, stdout, stderr }: Finished, message: RegExp | string, exitCode = 1): void {
  expect(stderr).toMatch(/^metahamilton: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr).not.toMatch(/defect/);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
  expect(code).toBe(exitCode);
}

/** A folder of the calling file's tests, removed after them. */
export function temporaryFolder(): { readonly path: string; readonly in: (...parts: string[]) => string } {
  let path = "";
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), "metahamilton-cli-"));
  });
  afterAll(() => rm(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    in: (...parts) => join(path, ...parts),
  };
}
