import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bytesSource, type ReadOptions, readRecord, zarrTable } from "../../src/records/index.js";
import { readTable } from "../../src/records/read-table.js";
import { expectRefusal } from "./harness.js";
import { memoryZarr, npy, zip } from "./writers.js";

const fixture = async (name: string) =>
  new Uint8Array(await readFile(fileURLToPath(new URL(`../fixtures/records/${name}`, import.meta.url))));
const read = async (name: string, options: ReadOptions = {}) =>
  readRecord(bytesSource(name, await fixture(name)), options);

const times = Array.from({ length: 40 }, (_, i) => i / 8);

describe("files of NumPy and Apache Arrow", () => {
  test.each(["plain.npz", "plain.parquet", "gzip.parquet", "zstd.parquet", "split.parquet"])("%s", async (name) => {
    const { motions, momenta } = await read(name);
    const motion = motions[0] as (typeof motions)[number];
    expect(momenta).toBe("given");
    expect([...motion.times]).toEqual(times);
    // NumPy's cosine and this one may differ in the last digit.
    motion.positions.forEach((x, i) => {
      expect(x).toBeCloseTo(Math.cos(i / 8), 14);
      expect(motion.momenta?.[i]).toBeCloseTo(-Math.sin(i / 8), 14);
    });
  });

  test("two coordinates along an axis; column-major order, big-endian 32-bit numbers", async () => {
    const { motions, space } = await read("packed.npz");
    expect(space.coordinates.map(({ position, momentum }) => [position.name, momentum.name])).toEqual([
      ["q_1", "p_1"],
      ["q_2", "p_2"],
    ]);
    const motion = motions[0] as (typeof motions)[number];
    expect(motion.positions[2 * 8 + 1]).toBeCloseTo(2 * Math.cos(1), 14);
    expect(motion.momenta?.[2 * 8 + 1]).toBeCloseTo(-2 * Math.sin(1), 6);
  });

  test("motions along an axis", async () => {
    const { motions, understood } = await read("motions.npz");
    expect(motions.map(({ id }) => id)).toEqual(["0", "1"]);
    expect(motions[1]?.positions[8]).toBeCloseTo(2 * Math.cos(1), 14);
    expect(understood[0]).toMatch(/2 trajectories of 40 times, arrays of other shapes left out: note \[\]/);
  });

  test("text, 32-bit numbers and integers in dictionaries", async () => {
    const { motions } = await read("runs.parquet");
    expect(motions.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(motions[0]?.positions[4]).toBeCloseTo(Math.cos(1), 7);
    expect(motions[0]?.momenta?.[4]).toBe(Math.round(-8 * Math.sin(1)));
  });

  test("a missing number in a row", async () => {
    expect((await read("null.parquet")).understood).toContain("1 row with a missing number left out");
    await expectRefusal(read("null.parquet", { skipMissing: false }), /null\.parquet, row 8, column "x": empty/);
  });
});

describe("claims that are refused before anything is allocated", () => {
  const f8 = (shape: string, data = new Uint8Array(16)) => npy("<f8", shape, data);
  const npz = (entries: Parameters<typeof zip>[0]) => readRecord(bytesSource("a.npz", zip(entries)));

  test("an array of terabytes", () =>
    expectRefusal(
      npz([{ name: "t.npy", content: f8("(1099511627776,)") }]),
      /array "t": its shape .* needs 8796093022208 bytes, 16/,
    ));

  test("more elements than can be counted", () =>
    expectRefusal(npz([{ name: "t.npy", content: f8("(99999999999, 99999999999)") }]), /array "t": its shape/));

  test("an entry of gigabytes", () =>
    expectRefusal(
      npz([{ name: "t.npy", content: f8("(2,)"), size: 0xfffffffe }]),
      /entry "t\.npy" claims 4294967294 bytes/,
    ));

  test("an entry of terabytes, in 64 bits", () =>
    expectRefusal(
      npz([{ name: "t.npy", content: f8("(2,)"), size64: 2 ** 42 }]),
      /entry "t\.npy" claims 4398046511104 bytes/,
    ));

  test("a deflated entry tighter than deflate packs", () =>
    expectRefusal(
      npz([{ name: "t.npy", content: f8("(2,)"), method: 8, size: 200_000_000 }]),
      /entry "t\.npy" claims 200000000 bytes out of \d+; no zip packs that tightly/,
    ));

  test("contents that were changed", () =>
    expectRefusal(
      npz([{ name: "t.npy", content: f8("(2,)"), crc: 1 }]),
      /entry "t\.npy" is damaged: its checksum differs/,
    ));

  test("a Zarr array of terabytes, in its shape or in one chunk", async () => {
    for (const [shape, chunk] of [
      [2 ** 40, 2 ** 10],
      [4, 2 ** 40],
    ] as const) {
      const group = memoryZarr({ t: { shape: [shape], chunk: [chunk], data: new Float64Array(4) } });
      await expectRefusal(zarrTable(group), /array "t" and those before hold 1099511627776 numbers/);
    }
  });

  test("Parquet metadata longer than the file", async () => {
    const bytes = await fixture("plain.parquet");
    new DataView(bytes.buffer).setUint32(bytes.length - 8, 0x7fffffff, true);
    await expectRefusal(
      readRecord(bytesSource("a.parquet", bytes)),
      /a\.parquet: not a Parquet file \(its metadata claims/,
    );
  });
});

test("a Zarr group as generate writes it, with names and units", async () => {
  const q = Float64Array.from({ length: 2 * 40 * 1 }, (_, i) => Math.cos((i % 40) / 8));
  const group = memoryZarr({
    t: { shape: [40], chunk: [40], data: Float64Array.from(times), attributes: { units: "s" } },
    q: { shape: [2, 40, 1], chunk: [2, 40, 1], data: q, attributes: { units: "m", coordinate_names: ["x"] } },
    p: { shape: [2, 40, 1], chunk: [2, 40, 1], data: q, attributes: { units: "kg m/s", coordinate_names: ["p_x"] } },
  });
  const { motions, space, time } = await readTable(await zarrTable(group));
  expect(time).toEqual({ name: "t", unit: "s" });
  expect(space.coordinates[0]).toMatchObject({
    position: { name: "x", unit: "m" },
    momentum: { name: "p_x", unit: "kg m/s" },
  });
  expect(motions).toHaveLength(2);
  expect(motions[1]?.positions[8]).toBe(Math.cos(1));
});

test("an array of structures in column-major order, whose own arrays are in row-major order all the same", async () => {
  const q = (motion: number, row: number) => Math.sin(row / 8 + motion);
  const cells = times.flatMap((time, row) =>
    [0, 1].flatMap((motion) => [time, Math.cos(row / 8 + motion), q(motion, row), 3 * q(motion, row)]),
  );
  const type = "[('t', '<f8'), ('x', '<f8'), ('q', '<f8', (2,))]";
  const bytes = npy(type, "(2, 40)", new Uint8Array(Float64Array.from(cells).buffer), true);
  const { motions } = await readRecord(bytesSource("a.npy", bytes));
  expect(motions).toHaveLength(2);
  for (const motion of [0, 1]) {
    expect([...(motions[motion]?.times ?? [])]).toEqual(times);
    for (const row of [0, 1, 39])
      expect(Array.from(motions[motion]?.positions.slice(3 * row, 3 * row + 3) ?? [])).toEqual([
        Math.cos(row / 8 + motion),
        q(motion, row),
        3 * q(motion, row),
      ]);
  }
});

describe("Zarr arrays that are not stored in row-major order", () => {
  const n = 40;
  const x = (motion: number, row: number, column: number) => Math.cos(row / 8 + motion) * (column === 0 ? 1 : 3);
  const at = {
    shape: [n],
    chunk: [n],
    data: Float64Array.from({ length: n }, (_, i) => i / 10),
    attributes: { units: "s" },
  };

  test("order F of version 2", async () => {
    const stored = Float64Array.from({ length: 2 * n }, (_, i) => x(0, i % n, Math.floor(i / n)));
    const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const array = { zarr_format: 2, dtype: "<f8", compressor: null, fill_value: null, filters: null };
    const keys = new Map<string, Uint8Array>([
      ["/t/.zarray", json({ ...array, shape: [n], chunks: [n], order: "C" })],
      ["/t/0", new Uint8Array(at.data.buffer)],
      ["/x/.zarray", json({ ...array, shape: [n, 2], chunks: [n, 2], order: "F" })],
      ["/x/0.0", new Uint8Array(stored.buffer)],
    ]);
    const group = { name: "a.zarr", arrays: ["t", "x"], store: { get: async (key: string) => keys.get(key) } };
    const { motions, space } = await readTable(await zarrTable(group));
    expect(space.coordinates).toHaveLength(2);
    for (const row of [0, 1, n - 1])
      expect(Array.from(motions[0]?.positions.slice(2 * row, 2 * row + 2) ?? [])).toEqual([x(0, row, 0), x(0, row, 1)]);
  });

  test("version 2 as zarr-python fills and names it: bare NaN, zeros that are numbers, runs in groups", async () => {
    const array = (fill: string) =>
      `{"zarr_format": 2, "dtype": "<f8", "compressor": null, "filters": null, "order": "C", "shape": [${n}], "chunks": [${n}], "fill_value": ${fill}}`;
    const cosine = Float64Array.from({ length: n }, (_, i) => (i === 7 ? Number.NaN : x(0, i, 0)));
    const runs = ["run1", "run2"].flatMap((run): [string, Uint8Array][] => [
      [`/${run}/t/.zarray`, new TextEncoder().encode(array("0.0"))],
      [`/${run}/t/0`, new Uint8Array(at.data.buffer)],
      [`/${run}/x/.zarray`, new TextEncoder().encode(array("NaN"))],
      [`/${run}/x/0`, new Uint8Array(cosine.buffer)],
    ]);
    const keys = new Map(runs);
    const arrays = ["run1/t", "run1/x", "run2/t", "run2/x"];
    const group = { name: "a.zarr", arrays, store: { get: async (key: string) => keys.get(key) } };
    const { motions, space } = await readTable(await zarrTable(group));
    expect(space.coordinates.map(({ position }) => position.name)).toEqual(["x"]);
    // The time 0 is no missing number, the NaN is one.
    expect(motions.map(({ times }) => [times.length, times[0]])).toEqual([
      [n - 1, 0],
      [n - 1, 0],
    ]);
  });

  test("the codec transpose of version 3, which is no plain reversal", async () => {
    // Stored by column, then motion, then row.
    const stored = Float64Array.from({ length: 4 * n }, (_, i) =>
      x(Math.floor(i / n) % 2, i % n, Math.floor(i / (2 * n))),
    );
    const q = { shape: [2, n, 2], chunk: [2, n, 2], data: stored, order: [2, 0, 1], attributes: { units: "m" } };
    const { motions } = await readTable(await zarrTable(memoryZarr({ t: at, q })));
    expect(motions).toHaveLength(2);
    for (const motion of [0, 1])
      for (const row of [0, 1, n - 1])
        expect(Array.from(motions[motion]?.positions.slice(2 * row, 2 * row + 2) ?? [])).toEqual([
          x(motion, row, 0),
          x(motion, row, 1),
        ]);
  });
});

test("a Parquet file whose root calls itself repeated is read as any other: the root is no column", async () => {
  const bytes = await fixture("plain.parquet");
  const plain = await readRecord(bytesSource("a.parquet", bytes.slice()));
  const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  // The schema's first element, the root, begins with its repetition: 0 is REQUIRED, 2 REPEATED, written twice as large.
  expect([...bytes.subarray(footer + 4, footer + 6)]).toEqual([0x35, 0]);
  bytes[footer + 5] = 4;
  expect((await readRecord(bytesSource("a.parquet", bytes))).motions).toEqual(plain.motions);
});

test("MATLAB 4 of another order of bytes, with whole numbers, text and complex numbers", async () => {
  const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  const matrix = (
    type: number,
    [rows, columns]: readonly [number, number],
    complex: number,
    name: string,
    data: number[],
  ) => [
    ...[1000 + type, rows, columns, complex, name.length + 1].flatMap(word),
    ...new TextEncoder().encode(`${name}\0`),
    ...data,
  ];
  const halves = (values: readonly number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);
  const n = 40;
  const count = Array.from({ length: n }, (_, i) => i);
  const x = count.map((i) => Math.round(1000 * Math.cos(i / 5)));
  const bytes = Uint8Array.from([
    ...matrix(51, [1, 4], 0, "note", [...new TextEncoder().encode("mine")]),
    ...matrix(30, [n, 1], 0, "time_ms", halves(count.map((i) => 20 * i))),
    ...matrix(30, [n, 2], 0, "x", halves([...x, ...x.map((value) => -2 * value)])),
    ...matrix(50, [1, 2], 1, "z", [1, 2, 3, 4]),
  ]);
  const { motions, time, understood } = await readRecord(bytesSource("a.mat", bytes));
  expect(time.unit).toBe("s");
  for (const i of count) expect(motions[0]?.times[i]).toBeCloseTo(0.02 * i, 12);
  expect([...(motions[0]?.positions ?? [])]).toEqual(x.flatMap((value) => [value, -2 * value]));
  expect(understood[0]).toContain("left out, not readable: note (text), z (complex)");
  // Half of x, and none of what follows.
  await expectRefusal(
    readRecord(bytesSource("a.mat", bytes.subarray(0, 250))),
    /"x" claims 40 by 2 numbers, \d+ bytes are left/,
  );
});
