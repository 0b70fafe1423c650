import { setTimeout } from "node:timers/promises";
import { CommanderError } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { startedAs } from "../../src/cli/command-line.js";
import { describeFailure, Interrupted } from "../../src/cli/failure.js";
import { runLongTask } from "../../src/cli/long-task.js";
import { built } from "../built.js";
import { start } from "./process.js";

describe("describeFailure", () => {
  test("a mistake of the user is its message, on one line without control characters", () => {
    const failure = describeFailure(new UserError("first\n  second\x1b[31m\tthird"));
    expect(failure).toEqual({ message: "first second [31m third", exitCode: 1 });
  });

  test("an error that came out of another thread is known by its name", () => {
    const copy = Object.assign(new Error("bad number"), { name: "UserError" });
    expect(describeFailure(copy)).toEqual({ message: "bad number", exitCode: 1 });
  });

  test("what the operating system refuses is found among the causes, with the path", () => {
    const refused = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", path: "/data/x" });
    const { message, exitCode } = describeFailure(new Error("cannot save", { cause: refused }));
    expect([message, exitCode]).toEqual(["/data/x: no space left on the disk (ENOSPC)", 1]);
  });

  test("a mistake in the usage is commander's message; help has been printed already", () => {
    const usage = new CommanderError(1, "commander.unknownOption", "error: unknown option '--x'\n(Did you mean --y?)");
    expect(describeFailure(usage)).toEqual({ message: "unknown option '--x' (Did you mean --y?)", exitCode: 2 });
    const help = new CommanderError(0, "commander.helpDisplayed", "(outputHelp)");
    expect(describeFailure(help)).toEqual({ message: undefined, exitCode: 0 });
  });

  test("anything else is a defect, its stack only for those who ask", () => {
    const error = new TypeError("x is not a function");
    const { message, exitCode } = describeFailure(error, false);
    expect(message).toMatch(
      /^TypeError: x is not a function \(this is a defect, please report it; METAHAMILTON_DEBUG=1/,
    );
    expect(message).not.toContain("\n");
    expect(exitCode).toBe(1);
    expect(describeFailure(error, true).message).toContain(error.stack);
    expect(describeFailure("a string", true).message).toMatch(/^a string \(this is a defect/);
  });

  test("a stopped program has said so already and ends with 130", () => {
    expect(describeFailure(new Interrupted())).toEqual({ message: undefined, exitCode: 130 });
  });
});

describe("a second Ctrl-C", () => {
  const others = process.listeners("SIGINT");
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    process.removeAllListeners("SIGINT");
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    process.removeAllListeners("SIGINT");
    process.removeAllListeners("SIGTERM");
    for (const listener of others) process.on("SIGINT", listener);
  });

  /** A task that takes no notice of being stopped; returns what is sent to this process. */
  function startStubborn() {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    void runLongTask("to continue: again", () => new Promise(() => {}));
    return kill;
  }

  test("ends the program at once, by the signal itself, of which nobody else is asked", () => {
    const kill = startStubborn();
    process.emit("SIGINT");
    expect(process.stderr.write).toHaveBeenCalledExactlyOnceWith("metahamilton: stopped; to continue: again\n");
    vi.advanceTimersByTime(600);
    expect(kill).not.toHaveBeenCalled();
    process.emit("SIGINT");
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, "SIGINT");
    expect(process.listenerCount("SIGINT")).toBe(0);
  });

  test("is not the first one, passed on by a parent as well", () => {
    const kill = startStubborn();
    process.emit("SIGINT");
    vi.advanceTimersByTime(50);
    process.emit("SIGINT");
    vi.advanceTimersByTime(9000);
    expect(kill).not.toHaveBeenCalled();
    // After its time for finishing what it writes, the task is ended all the same.
    vi.advanceTimersByTime(1500);
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, "SIGINT");
  });
});

test.skipIf(process.platform === "win32")("the signal that ends a program that is stopped twice ends it", async () => {
  const module = JSON.stringify(built("cli/long-task.js").href);
  // The grace ends in ten seconds; stopped again after the half second in which it may be the same Ctrl-C.
  const stubborn = `
    const { runLongTask } = await import(${module});
    setInterval(() => {}, 1000);
    await runLongTask("to continue: again", () => {
      console.log("ready");
      return new Promise(() => {});
    });`;
  const { child, finished } = start(process.execPath, ["--input-type=module", "--eval", stubborn]);
  await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
  child.kill("SIGINT");
  await new Promise<void>((resolve) => child.stderr?.once("data", () => resolve()));
  await setTimeout(600);
  child.kill("SIGINT");
  const { code, signal, stderr } = await finished;
  // What a shell reports as 130.
  expect([code, signal]).toEqual([null, "SIGINT"]);
  expect(stderr).toBe("metahamilton: stopped; to continue: again\n");
});

test("of a command that npm has started it is said where options go", () => {
  const [, , before] = process.argv;
  vi.stubEnv("npm_lifecycle_event", "adapt");
  process.argv[2] = "adapt";
  const error = new CommanderError(2, "commander.excessArguments", "error: too many arguments for 'adapt'.");
  const { message } = describeFailure(error);
  process.argv[2] = before as string;
  vi.unstubAllEnvs();
  expect(message).toBe(
    "too many arguments for 'adapt'. npm keeps options for itself unless -- stands before them: npm run adapt -- FILE --mass 0.2kg",
  );
});

test.each([
  ["/home/me/repo/dist/node/main.js", "/home/me/repo", "node dist/node/main.js"],
  ["/home/me/repo/dist/node/main.js", "/home/me/data", "node /home/me/repo/dist/node/main.js"],
  ["/home/me/w/node_modules/.bin/metahamilton", "/home/me/w", "npx metahamilton"],
  ["/home/me/w/node_modules/metahamilton/dist/node/main.js", "/home/me/w", "npx metahamilton"],
  ["/usr/lib/node_modules/metahamilton/dist/node/main.js", "/home/me/w", "metahamilton"],
  ["/usr/bin/metahamilton", "/home/me/w", "metahamilton"],
])("hints begin with what starts the program: %s in %s", (path, folder, words) => {
  expect(startedAs(path, folder).join(" ")).toBe(words);
});
