import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bytesSource, type ReadOptions, readRecord, zarrTable } from "../../src/records/index.js";
import { readTable } from "../../src/records/read.js";
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

test("a Parquet file whose root calls itself repeated is read as any other: the root is no column", async () => {
  const bytes = await fixture("plain.parquet");
  const plain = await readRecord(bytesSource("a.parquet", bytes.slice()));
  const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  // The schema's first element, the root, begins with its repetition: 0 is REQUIRED, 2 REPEATED, written twice as large.
  expect([...bytes.subarray(footer + 4, footer + 6)]).toEqual([0x35, 0]);
  bytes[footer + 5] = 4;
  expect((await readRecord(bytesSource("a.parquet", bytes))).motions).toEqual(plain.motions);
});
