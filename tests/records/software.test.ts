import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dataset } from "h5wasm/node";
import { describe, expect, test } from "vitest";
import { withRecord } from "../../src/cli/record/source.js";
import {
  bytesSource,
  type Motion,
  type ReadOptions,
  type Recording,
  readRecord,
  readTable,
} from "../../src/records/index.js";
import { expectRefusal } from "./harness.js";

// Files that other programs wrote of one motion (see make-*.* beside them), compared number by number with the plain CSV of it.

const path = (name: string) => fileURLToPath(new URL(`../fixtures/records/${name}`, import.meta.url));
const read = (name: string, options: ReadOptions = {}): Promise<Recording> =>
  withRecord(path(name), options.time, (table) => readTable(table, options));
const only = ({ motions }: Recording) => motions[0] as Motion;
const plain = read("spring.csv");

/** Largest difference of two columns relative to the first one's size. */
function difference(expected: Float64Array, actual: Float64Array | undefined): number {
  expect(actual).toHaveLength(expected.length);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual?.[i] as number))), 0) / size;
}

async function expectSame(recording: Recording, tolerance: number): Promise<void> {
  const expected = only(await plain);
  const motion = only(recording);
  expect(difference(expected.times, motion.times)).toBeLessThanOrEqual(tolerance);
  expect(difference(expected.positions, motion.positions)).toBeLessThanOrEqual(tolerance);
  expect(difference(expected.velocities as Float64Array, motion.velocities)).toBeLessThanOrEqual(tolerance);
}

describe("bit for bit", () => {
  test.each([
    "pandas-index.csv",
    "pandas-t-index.csv",
    "pandas-german.csv",
    "h5py.h5",
    "h5py-compound.h5",
    "h5py-runs.h5",
    "matlab-7.3.mat",
    "netcdf3-classic.nc",
    "netcdf3-64bit-offset.nc",
    "netcdf3-64bit-data.nc",
    "netcdf4.nc",
    "astropy.ecsv",
    "structured.npy",
    "scipy.mat",
    "scipy-packed.mat",
    "scipy-struct.mat",
    "scipy-4.mat",
    "scipy-simulink.mat",
    "scipy-solution.mat",
    "nested.npy",
    "duckdb-struct.parquet",
    "savetxt.txt",
    "savetxt-percent.txt",
    "polars-lz4.arrow",
    "polars-zstd.arrow",
    "polars-uncompressed.arrow",
    "polars.arrows",
    "arrow-js.arrow",
    "polars-zstd.parquet",
    "polars-lz4.parquet",
    "duckdb-brotli.parquet",
    "duckdb-lz4_raw.parquet",
    "duckdb-snappy.parquet",
    "duckdb-v2.parquet",
    "duckdb.json",
    "pandas-fixed.h5",
    "pandas-fixed-index.h5",
    "pandas-table.h5",
    "pandas-table-index.h5",
    "h5py-shared-time.h5",
    "xlwt.xls",
  ])("%s", async (name) => expectSame(await read(name), 0));

  test.each(["matrix.npy", "rows.npy"])("a matrix without names, %s", async (name) => {
    const recording = await read(name);
    await expectSame(recording, 0);
    expect(recording.space.coordinates[0]?.position.name).toBe("column_2");
  });

  test("cells of MATLAB are motions", async () => {
    const recording = await read("scipy-cells.mat");
    await expectSame(recording, 0);
    expect(recording.motions.map(({ id }) => id)).toEqual(["trials{1}", "trials{2}"]);
    expect(recording.motions[1]?.positions).toEqual(only(recording).positions.map((value) => 2 * value));
  });
});

describe("as far as the format keeps digits", () => {
  test.each([
    // pandas writes 15 digits into JSON and 16 into Excel, R 15 into text, Octave computes its own cosine.
    ["pandas-records.json", 1e-14],
    ["pandas-columns.json", 1e-14],
    ["pandas-split.json", 1e-14],
    ["pandas-index.json", 1e-14],
    ["pandas-lines.jsonl", 1e-14],
    ["pandas.xlsx", 1e-15],
    ["pandas.ods", 1e-15],
    ["gnumeric.ods", 1e-15],
    ["pandas-two-sheets.xlsx", 1e-15],
    ["r-write.csv", 1e-14],
    ["r-write2.csv", 1e-14],
    ["r-write.table.txt", 1e-14],
    ["octave-6.mat", 1e-15],
    ["octave-7.mat", 1e-15],
    ["octave-struct.mat", 1e-15],
    ["octave-4.mat", 1e-15],
    ["octave.h5", 1e-15],
    ["octave-struct.h5", 1e-15],
    ["octave-range.h5", 1e-15],
    ["octave-text.mat", 1e-15],
    ["octave-text-struct.txt", 1e-15],
    ["sheets.xlsx", 1e-15],
    ["blocks.xlsx", 1e-15],
    // Dates to the nanosecond or microsecond over two seconds.
    ["pandas-dates.csv", 1e-9],
    ["pandas-timedelta.csv", 1e-9],
    ["pandas-fixed-timedelta.h5", 1e-9],
    ["pandas-table-dates.h5", 1e-9],
    ["dates.npz", 1e-9],
    ["duckdb-times.parquet", 1e-6],
    // Packed into 16 bits, in steps of 1e-5.
    ["packed3.nc", 1e-4],
    ["packed4.nc", 1e-4],
    ["xarray-v2.zarr", 1e-4],
  ] as const)("%s", async (name, tolerance) => {
    const recording = await read(name);
    await expectSame(recording, tolerance);
    if (/date|timedelta|times|xarray/.test(name)) expect(recording.time.unit).toBe("s");
  });

  test("time differences of pandas in Parquet", async () => {
    const recording = await read("pandas-timedelta.parquet");
    expect(recording.time.unit).toBe("s");
    expect(only(recording).times[1]).toBeCloseTo(1 / 30, 8);
    expect(only(recording).velocities?.[1]).toBeCloseTo(-0.0265, 4);
  });

  test("packed numbers and arrays without attributes in Zarr 3", async () => {
    expect(only(await read("scaled-v3.zarr")).positions[0]).toBeCloseTo(0.62017, 12);
    expect(only(await read("plain-v3.zarr")).positions[0]).toBeCloseTo(0.12017, 5);
  });
});

describe("arrays [motions, times, coordinates] of MATLAB, which keeps them in column-major order", () => {
  /** Two motions of x and 2 x, the second 1 further. */
  const expectMotions = async ({ motions, space }: Recording) => {
    const { positions: x } = only(await plain);
    expect([motions.length, space.coordinates.length]).toEqual([2, 2]);
    for (const [m, motion] of motions.entries())
      for (const factor of [1, 2])
        expect(motion.positions.filter((_, i) => i % 2 === factor - 1)).toEqual(x.map((value) => factor * value + m));
  };

  test("MATLAB 5, by SciPy", async () => expectMotions(await read("scipy-motions.mat")));

  test("MATLAB 7.3, where HDF5 has the axes the other way round", async () => {
    const { times, positions: x } = only(await plain);
    const turned = [1, 2].flatMap((factor) => [...x].flatMap((value) => [0, 1].map((m) => factor * value + m)));
    const h5wasm = await import("h5wasm/node");
    await h5wasm.ready;
    const folder = await mkdtemp(join(tmpdir(), "matlab-"));
    const name = join(folder, "motions.mat");
    const file = new h5wasm.File(name, "w");
    const write = (key: string, shape: number[], values: readonly number[]) => {
      file.create_dataset({ name: key, shape, data: Float64Array.from(values), dtype: "<d" });
      (file.get(key) as Dataset).create_attribute("MATLAB_class", "double");
    };
    write("t", [1, times.length], [...times]);
    write("q", [2, times.length, 2], turned);
    file.close();
    const bytes = new Uint8Array(await readFile(name));
    await rm(folder, { recursive: true });
    await expectMotions(await readRecord(bytesSource("motions.mat", bytes)));
  });
});

test("units of attributes and headings", async () => {
  for (const name of [
    "h5py.h5",
    "netcdf4.nc",
    "netcdf3-classic.nc",
    "astropy.ecsv",
    "xarray-v2.zarr",
    "savetxt-percent.txt",
  ]) {
    const { time, space } = await read(name);
    expect([time.unit, space.coordinates[0]?.position.unit]).toEqual(["s", "m"]);
  }
});

test("groups, sheets and blocks with times of their own are motions", async () => {
  const ids = async (name: string, options?: ReadOptions) =>
    (await read(name, options)).motions.map(({ id }) => id).join(", ");
  expect(await ids("h5py-runs.h5")).toBe("run1, run2");
  expect(await ids("h5py-shared-time.h5")).toBe("run1, run2");
  expect(await ids("h5py-demos.h5", { rate: 30 })).toBe("data/demo_0, data/demo_1");
  expect(await ids("sheets.xlsx")).toBe("Run 1, Run 2");
  expect(await ids("blocks.xlsx")).toBe("Run 1, Run 2");
});

test("texts of Excel 97 that go on in further records, and dates", async () => {
  const { motions, time } = await read("xlwt-texts.xls");
  expect(motions.map(({ id }) => id)).toEqual(["first", "Δ second ".repeat(20).trim()]);
  expect([time.unit, motions[1]?.times[29]]).toEqual(["s", 59 - 30]);
  expect(motions[0]?.positions[0]).toBe(0.12);
});

test("groups without times, at a rate", async () => {
  const { space, motions, momenta } = await read("h5py-demos.h5", { rate: 30 });
  expect([space.dimension, momenta]).toEqual([2, "velocities"]);
  const expected = only(await plain);
  const { positions } = motions[0] as Motion;
  expect(
    difference(
      expected.positions,
      positions.filter((_, k) => k % 2 === 0),
    ),
  ).toBe(0);
});

test("a series of pandas with its index", async () => {
  const { time, space, motions } = await read("pandas-series.h5");
  expect([time.name, space.coordinates[0]?.position.name]).toEqual(["t", "x"]);
  expect(difference(only(await plain).positions, motions[0]?.positions)).toBe(0);
});

test("a table of MATLAB is left out, and what to do is said", async () => {
  // A variable of the class that holds objects, after a text of 124 bytes and the version: its flags, then its name.
  const bytes = new Uint8Array(128 + 8 + 16 + 8);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 1, 0x49, 0x4d], 124);
  for (const [at, value] of [
    [128, 14],
    [132, 24],
    [136, 6],
    [140, 8],
    [144, 17],
    [152, (1 << 16) | 1],
    [156, 0x54],
  ] as const)
    view.setUint32(at, value, true);
  await expectRefusal(
    readRecord(bytesSource("table.mat", bytes)),
    /holds no arrays of numbers and, not readable, T \(a table or object of MATLAB: writetable\(T, "T\.csv"\)\)/,
  );
});

test("groups below times belong to them, and an attribute may tell the rate", async () => {
  const { times, positions: x, velocities: v } = only(await plain);
  const h5wasm = await import("h5wasm/node");
  await h5wasm.ready;
  const folder = await mkdtemp(join(tmpdir(), "groups-"));
  const written = async (fill: (file: InstanceType<typeof h5wasm.File>) => void) => {
    const name = join(folder, "record.h5");
    const file = new h5wasm.File(name, "w");
    fill(file);
    file.close();
    return readRecord(bytesSource("record.h5", new Uint8Array(await readFile(name))));
  };
  const numbers = (data: Float64Array | undefined) => ({
    data: data as Float64Array,
    shape: [x.length, 1],
    dtype: "<d",
  });
  // As robomimic keeps demonstrations, with an input beside what was observed.
  const demos = await written((file) => {
    const data = file.create_group("data");
    for (const demo of ["demo_0", "demo_1"]) {
      const group = data.create_group(demo);
      group.create_dataset({ name: "time", ...numbers(times) });
      group.create_dataset({ name: "actions", ...numbers(new Float64Array(x.length)) });
      const seen = group.create_group("obs");
      seen.create_dataset({ name: "joint_pos", ...numbers(x) });
      seen.create_dataset({ name: "joint_vel", ...numbers(v) });
    }
  });
  await expectSame(demos, 0);
  expect(demos.motions.map(({ id }) => id)).toEqual(["data/demo_0", "data/demo_1"]);
  const told = await written((file) => {
    file.create_attribute("sampling_rate", 30);
    file.create_dataset({ name: "q", ...numbers(x) });
    file.create_dataset({ name: "qdot", ...numbers(v) });
  });
  await expectSame(told, 1e-15);
  expect(told.understood[0]).toContain("30 rows a second, as sampling_rate says");
  await rm(folder, { recursive: true });
});

test("lists in cells are refused by name", async () => {
  expect((await read("duckdb-struct.parquet")).understood[0]).toContain("left out, since their cells are lists: list");
});

test("two of four components of solve_ivp are the rates of the others", async () => {
  const { space, motions, momenta } = await read("solve_ivp-kepler.npz");
  expect([space.dimension, momenta, motions.length]).toEqual([2, "velocities", 1]);
  // The energy of the Kepler orbit, 1.2²/2 - 1/0.8, at every time.
  const { positions: q, velocities: v } = motions[0] as Motion;
  for (let i = 0; i < q.length; i += 2)
    expect(((v?.[i] ?? 0) ** 2 + (v?.[i + 1] ?? 0) ** 2) / 2 - 1 / Math.hypot(q[i] ?? 0, q[i + 1] ?? 0)).toBeCloseTo(
      -0.53,
      7,
    );
});

test("indices that DuckDB fills up to 256", async () => {
  const { positions } = only(await read("duckdb-dictionary.parquet"));
  expect([...positions.subarray(0, 6)]).toEqual([1, 2, 3, 4, 0, 1].map((k) => k / 4));
});

test("what is left out is said", async () => {
  expect((await read("dates.npz")).understood[0]).toMatch(/left out, not readable: objects/);
  expect((await read("h5py.h5")).understood.join()).not.toMatch(/image/);
  expect((await read("xarray-v2.zarr")).understood[0]).toMatch(/left out, not readable: run/);
});

test("a dataset of a type that is not read is left out, the others are read", async () => {
  const { motions, space, understood } = await read("h5py-half.h5");
  expect(space.coordinates.map(({ position }) => position.name)).toEqual(["x"]);
  for (const [i, t] of (motions[0]?.times ?? []).entries())
    expect(motions[0]?.positions[i]).toBeCloseTo(Math.cos(2 * t), 14);
  expect(motions[0]?.times).toHaveLength(40);
  expect(understood.join()).toMatch(/left out, not readable: temperature \(Float16 not supported\)/);
});

test("a filter whose values the library would leave unread is refused", () =>
  expectRefusal(read("h5py-lzf.h5"), /dataset "t" is packed by the filter lzf, which is not read/));
