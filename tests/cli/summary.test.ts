import { describe, expect, test } from "vitest";
import { formatTable } from "../../src/cli/table.js";
import { summary } from "../../src/cli/tables/paper.js";
import type { Results } from "../../src/measure/index.js";

/** One held-out system with two methods of the same values: a row [step, mean, low, high, escaped] a step. */
function results(...rows: (readonly [number, number, number, number, number])[]): Results {
  const column = (i: number) => rows.map((row) => row[i] as number);
  const mse = { mean: column(1), median: column(1), low: column(2), high: column(3) };
  const method = { step: column(0), mse, energyError: mse, escaped: column(4), stepSize: 0.1, trajectories: 50 };
  const methods = ["Ours", "Other"].map((label) => ({ ...method, name: "meta-trained", label }));
  // Only what a summary reads.
  return { systems: [{ heldOut: "pendulum", trainedOn: [], methods }] } as unknown as Results;
}

const cells = (text: string) => text.split("\n").map((line) => line.split(/ {2,}/).filter((cell) => cell !== ""));

describe("a summary", () => {
  test("shows the paper's steps with intervals, and the escapes at the last", () => {
    const rows = cells(summary(results([0, 1, 1, 1, 9], [15, 0.25, 0.125, 0.5, 1], [100, 1e-4, 5e-5, 2e-4, 3])));
    const values = ["2.50e-1 [1.25e-1, 5.00e-1]", "1.00e-4 [5.00e-5, 2.00e-4]", "3 of 50"];
    expect(rows[0]).toEqual(["held out", "method", "MSE at 15 steps", "MSE at 100 steps", "escaped at 100"]);
    expect(rows.slice(2, 4)).toEqual([
      ["pendulum", "Ours", ...values],
      ["Other", ...values],
    ]);
  });

  test("shows the last step of a run that took fewer, and a dash for what is not finite", () => {
    const rows = cells(summary(results([0, 1, 1, 1, 0], [5, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, 50])));
    expect(rows[0]).toEqual(["held out", "method", "MSE at 5 steps", "escaped at 5"]);
    expect(rows[2]).toEqual(["pendulum", "Ours", "- [-, -]", "50 of 50"]);
  });
});

test("a table's numbers stand to the right, and no line ends in blanks", () => {
  const lines = formatTable(
    [{ title: "n", align: "right" }, { title: "name" }],
    [
      ["1", "a"],
      ["100", "long"],
    ],
  );
  expect(lines).toEqual(["  n  name", "---  ----", "  1  a", "100  long"]);
});
