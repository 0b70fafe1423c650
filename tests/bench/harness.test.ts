import { describe, expect, it } from "vitest";
import { compare } from "../../bench/harness/compare.js";
import type { Entry } from "../../bench/harness/contestant.js";
import { exponent, quantile, ratios, relativeError } from "../../bench/harness/statistics.js";
import { digits, printTable } from "../../bench/harness/table.js";

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
});
