import { expect, test } from "vitest";
import { collectMotions } from "../../src/records/motions/collect.js";
import { MAX_SAMPLES } from "../../src/records/motions/rows.js";
import type { Batch, Table } from "../../src/records/tables/table.js";

/** Rows t = i, x = -i without a file. */
function counting(rows: number): Table {
  return {
    name: "counting",
    format: "test",
    columns: [
      { name: "t", unit: "" },
      { name: "x", unit: "" },
    ],
    placeWord: "row",
    notes: [],
    async *batches(): AsyncGenerator<Batch> {
      for (let first = 0; first < rows; first += 65536)
        yield {
          count: Math.min(65536, rows - first),
          place: (i) => first + i + 1,
          cell: (i, column) => (column === 0 ? first + i : -(first + i)),
        };
    },
    number: (cell) => cell as number,
  };
}

test("of a motion beyond the limit an even selection is kept", async () => {
  const rows = MAX_SAMPLES + 3;
  const { motions, kept } = await collectMotions(
    counting(rows),
    { column: 0, name: "t", unit: "", notes: [], read: Number },
    [{ column: 1, factor: 1, sentinels: [] }],
  );
  expect(kept).toBe(Math.ceil(rows / 2));
  const [{ times, values }] = motions as [(typeof motions)[number]];
  for (const i of [0, 1, 1000, kept - 1]) expect([times[i], values[0]?.[i]]).toEqual([2 * i, -2 * i]);
});
