import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { type Random, randomStream } from "../../src/base/random.js";
import { bytesSource, type Recording, readRecord, zarrTable } from "../../src/records/index.js";
import { readTable } from "../../src/records/read-table.js";
import { EVERY_FORMAT } from "./every-format.js";
import { zarrKeys } from "./writers.js";

// Damaged files of every format: each must be read as a record that holds together or be refused in one line.
// FUZZ_FILES sets how many in all, FUZZ_SEED which, FUZZ_ONLY of which formats (a regular expression); scripts/records/fuzz.sh goes through
// all formats.
const FILES = Number(process.env.FUZZ_FILES ?? 2000);
const ONLY = new RegExp(process.env.FUZZ_ONLY ?? ".");
const SEED = Number(process.env.FUZZ_SEED ?? 0);
/** No damaged file of this size may keep a reader busy for longer. */
const MAX_MS = 2000;

const rows = Array.from({ length: 30 }, (_, i) => [i / 4, Math.cos(i / 4), -Math.sin(i / 4)]);
const csv = (separator: string, decimal = ".") =>
  ["t [s]", "x [m]", "px"].join(separator) +
  rows.map((row) => `\n${row.map((value) => String(value).replace(".", decimal)).join(separator)}`).join("");
const texts: Readonly<Record<string, string>> = {
  "commas.csv": csv(","),
  "semicolons.csv": csv(";", ","),
  "tabs.tsv": csv("\t"),
  "blanks.dat": csv("  ").replace(/ \[.*?\]/g, ""),
  "quoted.csv": `id,t,x,v,note\n${rows.map((row) => `a,${row.join(",")},"a ""b""\nc"`).join("\n")}`,
};
/** Texts of `EVERY_FORMAT` that have no file of their own. */
const forms = [
  "cassy.txt",
  "points.csv",
  "own-times.csv",
  "waves.itx",
  "distance.xvg",
  "scope.csv",
  "long.csv",
  "dates-apart.csv",
  "lying.csv",
  "printed.txt",
  "runs.json",
  "series.json",
];
const binaries = [
  "plain.npz",
  "packed.npz",
  "motions.npz",
  "plain.parquet",
  "gzip.parquet",
  "zstd.parquet",
  "split.parquet",
  "runs.parquet",
  "duckdb-brotli.parquet",
  "duckdb-lz4_raw.parquet",
  "duckdb-v2.parquet",
  "duckdb-times.parquet",
  "duckdb-struct.parquet",
  "pandas.xlsx",
  "gnumeric.ods",
  "scipy.mat",
  "scipy-packed.mat",
  "scipy-struct.mat",
  "scipy-4.mat",
  "scipy-simulink.mat",
  "scipy-cells.mat",
  "netcdf3-classic.nc",
  "netcdf3-64bit-data.nc",
  "packed3.nc",
  "polars-uncompressed.arrow",
  "polars-lz4.arrow",
  "polars-zstd.arrow",
  "polars.arrows",
  "arrow-js.arrow",
  "h5py-compound.h5",
  "h5py-runs.h5",
  "matlab-7.3.mat",
  "structured.npy",
  "nested.npy",
  "dates.npz",
  "pandas-fixed-index.h5",
  "pandas-table.h5",
  "h5py-shared-time.h5",
  "octave-range.h5",
  "sheets.xlsx",
  "xlwt.xls",
  "xlwt-texts.xls",
  "instruments/phyphox-pendulum.zip",
];
/** Text files beside those above, damaged as text. */
const files = [
  "instruments/mass_A.txt",
  "instruments/multi.txt",
  "instruments/capstone-comma.csv",
  "instruments/vernier-format-3.txt",
  "instruments/pendulum-de.csv",
  "instruments/iso.csv",
  "instruments/horizons.txt",
  "astropy.ecsv",
  "savetxt-percent.txt",
  "r-write.table.txt",
  "pandas-records.json",
  "pandas-split.json",
  "pandas-lines.jsonl",
  "octave-text.mat",
  "octave-text-struct.txt",
  "instruments/vernier-format-2.txt",
  "instruments/capstone-two-runs.csv",
  "instruments/phyphox-gyroscope.csv",
  "instruments/serial-plotter.txt",
  "instruments/optitrack.csv",
  "instruments/opensim.sto",
  "instruments/labview.lvm",
  "instruments/ros-stamps.csv",
  "instruments/horizons-api.json",
  "instruments/plotly.json",
  "instruments/matter.json",
];

/** Pieces that tables go wrong with. */
const snippets = [
  "NaN",
  "",
  "1e999",
  "-1e308",
  "Infinity",
  ",",
  ";",
  "\t",
  '"',
  "\n",
  "\r",
  "\ufeff",
  "1,5",
  "#",
  "\0",
  "é",
  "0x1F",
  "1e",
  "-",
  " ",
];

function mutateText(text: string, random: Random): Uint8Array {
  let damaged = text;
  for (let n = 1 + random.integer(4); n > 0; n--) {
    const at = random.integer(damaged.length + 1);
    const length = random.integer(random.uniform() < 0.2 ? damaged.length : 6);
    const kind = random.integer(5);
    const piece = snippets[random.integer(snippets.length)] as string;
    if (kind === 0) damaged = damaged.slice(0, at);
    else if (kind === 1) damaged = damaged.slice(0, at) + piece + damaged.slice(at);
    else if (kind === 2) damaged = damaged.slice(0, at) + damaged.slice(at + length);
    else if (kind === 3) damaged = damaged.slice(0, at) + damaged.slice(Math.max(0, at - length));
    else damaged = damaged.slice(0, at) + piece + damaged.slice(at + piece.length);
  }
  return mutateBytes(new TextEncoder().encode(damaged), random, random.uniform() < 0.1 ? 1 : 0);
}

function mutateBytes(bytes: Uint8Array, random: Random, times: number): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  for (let n = times; n > 0 && damaged.length > 0; n--) {
    const at = random.integer(damaged.length);
    const kind = random.integer(6);
    if (kind === 0) damaged[at] = random.integer(256);
    else if (kind === 1) damaged[at] = (damaged[at] as number) ^ (1 << random.integer(8));
    else if (kind === 2) damaged = damaged.slice(0, at);
    else if (kind === 3)
      damaged.fill([0, 0x7f, 0x80, 0xff][random.integer(4)] as number, at, at + 1 + random.integer(8));
    else if (kind === 4) damaged.copyWithin(at, random.integer(damaged.length), random.integer(damaged.length));
    else damaged = Uint8Array.from([...damaged.subarray(0, at), ...damaged.subarray(random.integer(damaged.length))]);
  }
  return damaged;
}

/** Truths of every record: whatever the file was, nothing half-read may come out. */
function checkRecording({ motions, space, kept }: Recording): void {
  const d = space.dimension;
  expect(d).toBeGreaterThan(0);
  expect(motions.reduce((total, { times }) => total + times.length, 0)).toBe(kept);
  for (const { times, positions, momenta } of motions) {
    times.forEach((t, i) => {
      if (!Number.isFinite(t) || (i > 0 && !(t > (times[i - 1] as number)))) throw new Error(`time ${i} is ${t}`);
    });
    for (const values of [positions, momenta ?? positions])
      if (values.length !== d * times.length || !values.every(Number.isFinite)) throw new Error("numbers are missing");
  }
}

async function tryFile(label: string, reading: () => Promise<Recording>): Promise<"read" | "refused"> {
  const began = process.cpuUsage();
  try {
    checkRecording(await reading());
    return "read";
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(`${label}: ${error}`, { cause: error });
    if (/\n/.test(error.message) || error.message.length > 2000)
      throw new Error(`${label}: not one line: ${error.message}`);
    return "refused";
  } finally {
    // Of the processor: other work on the machine is not the reader's.
    const { user, system } = process.cpuUsage(began);
    const ms = (user + system) / 1000;
    if (ms > MAX_MS) console.error(`${label}: took ${ms} ms`);
    expect(ms).toBeLessThan(MAX_MS);
  }
}

test(`${FILES} damaged files`, { timeout: 36_000_000 }, async () => {
  const outcome = { read: 0, refused: 0 };
  const byName = new Map<string, { read: number; refused: number }>();
  const contents = new Map<string, Uint8Array>();
  for (const name of [...binaries, ...files])
    contents.set(name, await readFile(fileURLToPath(new URL(`../fixtures/records/${name}`, import.meta.url))));
  const zarr = zarrKeys({
    t: { shape: [30], chunk: [30], data: Float64Array.from(rows, ([t]) => t as number) },
    x: { shape: [30], chunk: [30], data: Float64Array.from(rows, ([, x]) => x as number) },
    px: { shape: [30], chunk: [30], data: Float64Array.from(rows, ([, , p]) => p as number) },
  });
  for (const { name, bytes } of EVERY_FORMAT) if (forms.includes(name)) contents.set(name, await bytes());
  const names = [...Object.keys(texts), ...forms, ...files, ...binaries, "zarr"].filter((name) => ONLY.test(name));
  for (let i = 0; i < FILES; i++) {
    const random = randomStream(SEED, "damaged file", i);
    const name = names[i % names.length] as string;
    const label = `seed ${SEED}, file ${i} (${name})`;
    let reading: () => Promise<Recording>;
    if (name === "zarr") {
      const damaged = new Map(zarr);
      const key = [...zarr.keys()][random.integer(zarr.size)] as string;
      damaged.set(key, mutateBytes(zarr.get(key) as Uint8Array, random, 1 + random.integer(3)));
      const store = { get: async (key: string) => damaged.get(key) };
      reading = async () => readTable(await zarrTable({ name, store, arrays: ["t", "x", "px"] }));
    } else {
      const text =
        texts[name] ?? ([...files, ...forms].includes(name) ? new TextDecoder().decode(contents.get(name)) : undefined);
      const bytes =
        text === undefined
          ? mutateBytes(contents.get(name) as Uint8Array, random, 1 + random.integer(4))
          : mutateText(text, random);
      reading = () => readRecord(bytesSource(name, bytes));
    }
    const found = await tryFile(label, reading);
    outcome[found]++;
    const own = byName.get(name) ?? { read: 0, refused: 0 };
    own[found]++;
    byName.set(name, own);
  }
  // Both must happen, else the damage is none or total and the test says nothing.
  expect(outcome.read).toBeGreaterThan(FILES / 50);
  expect(outcome.refused).toBeGreaterThan(FILES / 50);
  if (process.env.FUZZ_ONLY !== undefined)
    for (const [name, { read, refused }] of byName)
      console.log(
        `${name.padEnd(36)} ${read} read, ${refused} refused: ${Math.round((100 * read) / (read + refused))} %`,
      );
  console.log(`${outcome.read} read, ${outcome.refused} refused`);
});
