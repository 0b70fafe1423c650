import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../bench/harness/compare.js";
import type { Entry } from "../../bench/harness/contestant.js";
import { writeResult } from "../../bench/harness/output.js";
import { exponent, quantile, ratios, relativeError } from "../../bench/harness/statistics.js";
import { digits, type PeerRatio, printTable } from "../../bench/harness/table.js";
import { withTemporaryFolder } from "../../bench/harness/temporary.js";

describe("statistics", () => {
  it("interpolates quantiles between neighbours", () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([5, 1, 3], 0.25)).toBe(2);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it("pairs the times of a round before it takes the median of their ratios", () => {
    expect(ratios([2, 20, 6], [1, 10, 2])).toMatchObject({ median: 2, count: 3 });
  });

  it("finds the exponent of a power law", () => {
    const sizes = [1, 3, 10, 30];
    expect(
      exponent(
        sizes,
        sizes.map((n) => 7 * n ** 1.5),
      ),
    ).toBeCloseTo(1.5, 12);
  });

  it("measures differences relative to the second vector and refuses unequal lengths", () => {
    expect(relativeError([3, 4.5], [3, 4])).toBeCloseTo(0.1, 12);
    expect(relativeError([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("tables", () => {
  it("are Markdown with padded columns", () => {
    const table = printTable({
      columns: ["a", "long"],
      rows: [
        ["1", "2"],
        ["333", "4"],
      ],
    });
    expect(table).toBe("| a   | long |\n|-----|------|\n| 1   | 2    |\n| 333 | 4    |");
  });

  it("show three significant digits", () => {
    expect([1234.5, 12.345, 1.2345, 0.012345, 0].map(digits)).toEqual(["1235", "12.3", "1.23", "0.0123", "0"]);
  });
});

/** A contestant that says how often it ran and whose result is `result`. */
function stub(name: string, result: number[], { fails = false } = {}): Entry {
  const script = `
    if (${fails}) { console.error("no such package"); process.exit(1); }
    const answer = (x) => process.stdout.write(JSON.stringify(x) + "\\n");
    let runs = 0;
    answer({ stages: {}, versions: {} });
    require("node:readline").createInterface({ input: process.stdin }).on("line", (request) => {
      if (request === "run") answer({ ms: ++runs });
      if (request === "result") answer({ values: ${JSON.stringify(result)} });
      if (request === "memory") answer({ bytes: 1 });
    });`;
  return { name, command: [process.execPath, "-e", script] };
}

describe("a comparison", () => {
  const options = { runs: 3, warmUp: 1, say: () => {} };

  it("times contestants in turns, every second run, and leaves out the wrong and the missing", async () => {
    const entries = [
      stub("ours", [1, 2]),
      stub("equal", [1, 2.00001]),
      stub("wrong", [1, 2.1]),
      stub("missing", [], { fails: true }),
      { name: "absent", command: ["/nonexistent/program"] },
    ];
    const { measurements, skipped } = await compare(entries, "folder", options);
    expect(measurements.map(({ name }) => name)).toEqual(["ours", "equal"]);
    // One run warms up; of every later pair the second counts.
    for (const { times } of measurements) expect(times).toEqual([3, 5, 7]);
    expect(skipped.map(({ name }) => name)).toEqual(["wrong", "missing", "absent"]);
    expect(skipped[0]?.reason).toMatch(/its values differs by 4\.5e-2/);
    expect(skipped[1]?.reason).toBe("no such package");
    expect(skipped[2]?.reason).toMatch(/ENOENT/);
  });

  it("fails where our own side fails", async () => {
    await expect(compare([stub("ours", [], { fails: true })], "folder", options)).rejects.toThrow("no such package");
  });

  it("stops a peer that takes too long to its first result, and says so", async () => {
    const silent = { name: "silent", command: [process.execPath, "-e", "setInterval(() => {}, 1000)"] };
    const { measurements, skipped } = await compare([stub("ours", [1]), silent], "folder", {
      ...options,
      patience: 0.3,
    });
    expect(measurements.map(({ name }) => name)).toEqual(["ours"]);
    expect(skipped).toEqual([{ name: "silent", reason: "no result within 0.3 s", startupOver: 300 }]);
  });
});

describe("results", () => {
  const resultOf = (part: string, date: string, ratiosFound: readonly PeerRatio[]) => ({
    machine: { date },
    seconds: 1,
    result: { part, title: "A part", tables: [], notes: ["a note"], measured: {}, ratios: ratiosFound },
  });
  const of = (subject: string, peer: string, median: number): PeerRatio => ({
    ...{ subject, peer, median },
    ...{ low: median, high: median, count: 1 },
  });

  it("are written part by part, and summed up with their aims from all that the folder holds", async () => {
    const folder = await mkdtemp(join(tmpdir(), "metahamilton-test-"));
    try {
      const old = [of("direct, tanh", "JAX, jit", 2), of("direct, tanh", "PyTorch, eager", 4)];
      await writeResult(folder, "", resultOf("meta-step", "2026-01-01T00:00:00Z", old));
      const again = [of("direct, tanh", "JAX, jit", 2.5)];
      await writeResult(folder, "direct, tanh", resultOf("meta-step", "2026-01-02T00:00:00Z", again));
      await writeResult(folder, "", resultOf("growth", "2026-01-02T00:00:00Z", []));
      expect(await readdir(folder)).toEqual(expect.arrayContaining(["meta-step.json", "meta-step-direct-tanh.md"]));
      // The newer of two results counts; 2.2 and 3 are the aims.
      const summary = await readFile(join(folder, "SUMMARY.md"), "utf8");
      expect(summary).toMatch(/\| meta-step: direct, tanh \| \*\*2\.50\*\* \(2\.2\) \| \*\*4\.00\*\* \(3\) /);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("temporary folders", () => {
  it("are removed after use, whatever happens", async () => {
    let path = "";
    const failing = withTemporaryFolder("test", async (folder) => {
      path = folder;
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await expect(readdir(path)).rejects.toThrow(/ENOENT/);
  });

  it("are removed when the benchmark is interrupted", async () => {
    const root = await mkdtemp(join(tmpdir(), "metahamilton-test-"));
    try {
      const script = `
        const { createJiti } = await import("jiti");
        const { withTemporaryFolder } = await createJiti(import.meta.url).import(${JSON.stringify(join(process.cwd(), "bench/harness/temporary.ts"))});
        process.once("SIGINT", () => process.exit(130));
        await withTemporaryFolder("test", async (folder) => {
          console.log(folder);
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        });`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
        env: { ...process.env, TMPDIR: root },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const folder = await new Promise<string>((resolve) =>
        child.stdout.once("data", (text: Buffer) => resolve(text.toString().trim())),
      );
      expect(await readdir(root)).toContain(folder.split("/").at(-1));
      child.kill("SIGINT");
      const code = await new Promise((resolve) => child.once("exit", resolve));
      expect(code).toBe(130);
      expect((await readdir(root)).filter((name) => name.includes("bench-test"))).toEqual([]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
