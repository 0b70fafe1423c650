import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { showProgress } from "../../src/cli/progress.js";

/** A terminal that understands what progress writes: line feeds, carriage returns, cursor up, erase below. */
class Terminal {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  writes = 0;
  #lines: string[] = [""];
  #row = 0;
  #column = 0;

  write(text: string): void {
    this.writes++;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is tested
    for (const [piece, up, erase] of text.matchAll(/\x1b\[(\d+)A|\x1b\[(J)|\n|\r|[^\x1b\n\r]+/g)) {
      if (up !== undefined) this.#row -= Number(up);
      else if (erase !== undefined) {
        this.#lines.length = this.#row + 1;
        this.#lines[this.#row] = (this.#lines[this.#row] ?? "").slice(0, this.#column);
      } else if (piece === "\n") {
        this.#row++;
        this.#column = 0;
        this.#lines[this.#row] ??= "";
      } else if (piece === "\r") this.#column = 0;
      else {
        const line = (this.#lines[this.#row] ?? "").padEnd(this.#column);
        this.#lines[this.#row] = line.slice(0, this.#column) + piece + line.slice(this.#column + piece.length);
        this.#column += piece.length;
      }
    }
  }

  get screen(): string {
    return this.#lines.join("\n").trimEnd();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv("TERM", "xterm");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("on a terminal", () => {
  test("every running task has one line with bar, share and time left", () => {
    const terminal = new Terminal();
    const progress = showProgress(terminal);
    progress.report({ task: "a", done: 0, total: 4 });
    progress.report({ task: "longer", done: 0, total: 10 });
    vi.advanceTimersByTime(20_000);
    progress.report({ task: "a", done: 1, total: 4, note: "loss 0.5" });
    vi.advanceTimersByTime(200);
    const [first, second, ...rest] = terminal.screen.split("\n");
    expect(first).toBe(`a      ${"█".repeat(6)}${"░".repeat(18)}  25%, 1 min 00 s left, loss 0.5`);
    expect(second).toBe(`longer ${"░".repeat(24)}   0%`);
    expect(rest).toEqual([]);
  });

  test("it is redrawn at most ten times a second, and the last state is drawn", () => {
    const terminal = new Terminal();
    const progress = showProgress(terminal);
    for (let done = 0; done < 1000; done++) {
      progress.report({ task: "a", done, total: 1000 });
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(terminal.writes).toBeLessThanOrEqual(12);
    expect(terminal.writes).toBeGreaterThanOrEqual(9);
    expect(terminal.screen).toMatch(/^a .* 99%/);
  });

  test("a finished task's line goes, and at the end nothing is left", () => {
    const terminal = new Terminal();
    terminal.write("$ before\n");
    const progress = showProgress(terminal);
    for (const task of ["a", "b", "c"]) progress.report({ task, done: 1, total: 2 });
    vi.advanceTimersByTime(200);
    progress.report({ task: "b", done: 2, total: 2 });
    vi.advanceTimersByTime(200);
    expect(terminal.screen.split("\n").map((line) => line[0])).toEqual(["$", "a", "c"]);
    progress.report({ task: "a", done: 2, total: 2 });
    progress.stop();
    progress.report({ task: "late", done: 0, total: 2 });
    vi.advanceTimersByTime(1000);
    terminal.write("after\n");
    expect(terminal.screen).toBe("$ before\nafter");
  });

  test("what does not fit is cut, since it could not be erased again", () => {
    const terminal = new Terminal();
    [terminal.columns, terminal.rows] = [20, 6];
    const progress = showProgress(terminal);
    for (let i = 0; i < 10; i++) progress.report({ task: `task ${i} with a long name`, done: 0, total: 2 });
    vi.advanceTimersByTime(200);
    const lines = terminal.screen.split("\n");
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe("and 7 more");
    expect(Math.max(...lines.map((line) => line.length))).toBe(19);
    progress.stop();
    expect(terminal.screen).toBe("");
  });
});

describe("elsewhere", () => {
  function lines(): { written: string[]; progress: ReturnType<typeof showProgress> } {
    const written: string[] = [];
    return { written, progress: showProgress({ write: (text) => written.push(text) }) };
  }

  test("a line comes at the start, at every tenth and at the end, a second apart", () => {
    const { written, progress } = lines();
    for (let done = 0; done <= 1000; done++) {
      progress.report({ task: "a", done, total: 1000 });
      vi.advanceTimersByTime(20);
    }
    progress.stop();
    expect(written[0]).toBe("a: 0%\n");
    expect(written[1]).toBe("a: 10%, 18 s left\n");
    expect(written.at(-1)).toBe("a: 100% in 20 s\n");
    expect(written).toHaveLength(11);
  });

  test("a fast task is two lines, a slow one a line every 10 s", () => {
    const { written, progress } = lines();
    for (let done = 0; done <= 100; done++) progress.report({ task: "fast", done, total: 100 });
    expect(written).toEqual(["fast: 0%\n", "fast: 100% in 0 s\n"]);
    written.length = 0;
    for (let done = 0; done < 60; done++) {
      progress.report({ task: "slow", done, total: 100_000 });
      vi.advanceTimersByTime(1000);
    }
    expect(written).toHaveLength(6);
  });

  test("the time left of a resumed task counts from where it went on", () => {
    const { written, progress } = lines();
    progress.report({ task: "a", done: 50, total: 100 });
    vi.advanceTimersByTime(10_000);
    progress.report({ task: "a", done: 60, total: 100 });
    expect(written.at(-1)).toBe("a: 60%, 40 s left\n");
  });

  test("a dumb terminal counts as elsewhere", () => {
    vi.stubEnv("TERM", "dumb");
    const terminal = new Terminal();
    showProgress(terminal).report({ task: "a", done: 0, total: 2 });
    expect(terminal.screen).toBe("a: 0%");
  });
});
