import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "fflate";

/** A file of a format, by the name that it has for whoever opens it. */
export interface FormatFile {
  readonly name: string;
  bytes(): Promise<Uint8Array>;
}

const fixture = (path: string, name = path.replace(/.*\//, "")): FormatFile => ({
  name,
  bytes: async () =>
    new Uint8Array(await readFile(fileURLToPath(new URL(`../fixtures/records/${path}`, import.meta.url)))),
});
const made = (name: string, text: string, pack = (bytes: Uint8Array) => bytes): FormatFile => ({
  name,
  bytes: async () => pack(new TextEncoder().encode(text)),
});

const rows = Array.from({ length: 40 }, (_, i) => [i / 20, Math.cos(i / 5), -4 * Math.sin(i / 5)] as const);
const lines = (separator: string) => rows.map((row) => row.join(separator)).join("\n");
const igor = `IGOR\nWAVES/D t, x, v\nBEGIN\n${lines("\t")}\nEND\n`;
const grace = `@ xaxis label "Time (s)"\n@ yaxis label "x (m)"\n${rows.map(([t, x]) => `${t} ${x}`).join("\n")}\n`;
const cassy = `MIN=0\t-1\nMAX=2\t1\nSCALE=1\t1\nDEC=2\t3\nDEF="Zeit" t / s\t"Weg" s_A1 / m\n${rows.map(([t, x]) => `${t}\t${x}`).join("\n")}\n`;
const points = `t,ball\n${rows.map(([t, x, v]) => `${t},"(${x}, ${v})"`).join("\n")}\n`;
const own = `Time A (s),Pos A (m),Time B (s),Pos B (m)\n${rows.map(([t, x]) => `${t},${x},${t + 0.01},${x * x}`).join("\n")}\n`;
const long = `time,body,x\n${rows.flatMap(([t, x, v]) => [`${t},A,${x}`, `${t},B,${v}`]).join("\n")}\n`;
const apart = `date,clock,x\n${rows.map(([t, x]) => `2026-03-04,10:15:${(20 + t).toFixed(3)},${x}`).join("\n")}\n`;
const lying = [0, 1, 2].map((c) => [["t", "x", "v"][c], ...rows.map((row) => row[c])].join(",")).join("\n");
const printed = `{'t': [${rows.map(([t]) => t)}], 'x': [${rows.map(([, x]) => x)}], 'note': None}`;
const runs = JSON.stringify([1, 2].map((n) => ({ name: n, t: rows.map(([t]) => t), x: rows.map(([, x]) => n * x) })));
const series = JSON.stringify({ series: [{ name: "x", data: rows.map(([t, x]) => [t, x]) }] });
const scope = `X,CH1,Start,Increment\nSequence,V,0,0.05\n${rows.map(([, x], i) => `${i},${x}`).join("\n")}\n`;

/** A file of every format and form that docs/formats.md lists, under every ending that the lab offers. Zarr is a folder, which a page cannot open. */
export const EVERY_FORMAT: readonly FormatFile[] = [
  fixture("spring.csv"),
  made("tabs.tsv", `t\tx\tv\n${lines("\t")}`),
  made("blanks.dat", `t x v\n${lines(" ")}`),
  made("packed.csv.gz", `t,x,v\n${lines(",")}`, (bytes) => gzipSync(bytes)),
  fixture("pandas-german.csv"),
  fixture("r-write.table.txt"),
  fixture("savetxt-percent.txt"),
  fixture("astropy.ecsv"),
  fixture("plain.parquet"),
  fixture("duckdb-brotli.parquet"),
  fixture("duckdb-v2.parquet"),
  fixture("duckdb-struct.parquet", "struct.pq"),
  fixture("polars-zstd.parquet"),
  fixture("polars-lz4.arrow"),
  fixture("polars-zstd.arrow", "polars.feather"),
  fixture("polars-uncompressed.arrow", "polars.ipc"),
  fixture("arrow-js.arrow", "old.fea"),
  fixture("polars.arrows"),
  fixture("pandas.xlsx"),
  fixture("sheets.xlsx", "sheets.xlsm"),
  fixture("gnumeric.ods"),
  fixture("xlwt-texts.xls"),
  fixture("pandas-records.json"),
  fixture("pandas-split.json"),
  fixture("pandas-lines.jsonl"),
  fixture("pandas-lines.jsonl", "lines.ndjson"),
  fixture("instruments/plotly.json"),
  fixture("instruments/horizons-api.json"),
  fixture("h5py.h5"),
  fixture("h5py-runs.h5", "runs.hdf5"),
  fixture("h5py-compound.h5", "compound.hdf"),
  fixture("h5py-shared-time.h5", "shared.he5"),
  fixture("pandas-table.h5"),
  fixture("octave-range.h5"),
  fixture("netcdf4.nc"),
  fixture("packed4.nc", "packed.nc4"),
  fixture("netcdf3-classic.nc"),
  fixture("netcdf3-64bit-data.nc", "wide.cdf"),
  fixture("matlab-7.3.mat"),
  fixture("scipy-packed.mat"),
  fixture("scipy-simulink.mat"),
  fixture("scipy-4.mat"),
  fixture("octave-text.mat"),
  fixture("structured.npy"),
  fixture("dates.npz"),
  fixture("solve_ivp-kepler.npz"),
  fixture("instruments/phyphox-pendulum.zip"),
  fixture("instruments/phyphox-gyroscope.csv"),
  fixture("instruments/tracker-two-de.txt"),
  fixture("instruments/vernier-format-2.txt"),
  fixture("instruments/graphical-analysis-de.csv"),
  fixture("instruments/capstone-two-runs.csv"),
  fixture("instruments/horizons.txt"),
  fixture("instruments/labview.lvm"),
  fixture("instruments/opensim.sto"),
  fixture("instruments/opensim.mot"),
  fixture("instruments/motion-capture.trc"),
  fixture("instruments/optitrack.csv"),
  fixture("instruments/kinovea.csv"),
  fixture("instruments/origin.dat"),
  fixture("instruments/serial-plotter.txt"),
  made("waves.itx", igor),
  made("distance.xvg", grace),
  made("cassy.txt", cassy),
  made("points.csv", points),
  made("own-times.csv", own),
  made("scope.csv", scope),
  made("long.csv", long),
  made("dates-apart.csv", apart),
  made("lying.csv", lying),
  made("printed.txt", printed),
  made("runs.json", runs),
  made("series.json", series),
];
