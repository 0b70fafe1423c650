import { pathToFileURL } from "node:url";
import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { describeFailure, Interrupted } from "../../src/cli/failure.js";
import { main, start } from "./process.js";

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

describe.skipIf(process.platform === "win32")("a second Ctrl-C", () => {
  const module = JSON.stringify(new URL("long-task.js", pathToFileURL(main)).href);
  /** A task that takes no notice of being stopped. */
  const stubborn = `
    const { runLongTask } = await import(${module});
    setInterval(() => {}, 1000);
    await runLongTask("to continue: again", () => {
      console.log("ready");
      return new Promise(() => {});
    });`;

  function startStubborn() {
    const { child, finished } = start(process.execPath, ["--input-type=module", "--eval", stubborn]);
    const ready = new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    return { child, finished, ready };
  }

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  test("ends the program at once", async () => {
    const { child, finished, ready } = startStubborn();
    await ready;
    child.kill("SIGINT");
    await pause(800);
    const before = performance.now();
    child.kill("SIGINT");
    const { code, signal, stderr } = await finished;
    // What a shell reports as 130.
    expect([code, signal]).toEqual([null, "SIGINT"]);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(stderr).toBe("metahamilton: stopped; to continue: again\n");
  });

  test("is not the first one, passed on by a parent as well", async () => {
    const { child, finished, ready } = startStubborn();
    await ready;
    child.kill("SIGINT");
    await pause(50);
    child.kill("SIGINT");
    await pause(300);
    expect(child.exitCode).toBe(null);
    expect(child.signalCode).toBe(null);
    child.kill("SIGKILL");
    expect((await finished).stderr).toBe("metahamilton: stopped; to continue: again\n");
  });
});
