// Peak memory and time of `metahamilton read` on a file of a million rows t, x, v in every format: node scripts/records/big-files.mjs [ROWS] [NAME].
// Files are made in a temporary folder and removed; prints a row a format and fails where one takes more than 400 MB or is refused. Where a format cannot
// hold a million rows in its limits (Excel's, points in JSON, what Python prints), its file has the most that is read.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Table, tableFromArrays, tableToIPC } from "apache-arrow";
import { gzipSync, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";

const ROWS = Number(process.argv[2] ?? 1e6);
const only = process.argv[3];
const LIMIT = 400;
const main = fileURLToPath(new URL("../../dist/node/main.js", import.meta.url));

const column = (of, rows = ROWS) => Float64Array.from({ length: rows }, (_, i) => of(i / 1000));
const names = ["t [s]", "x [m]", "v [m/s]"];
const numbers = (rows = ROWS) => [
  column((t) => t, rows),
  column((t) => Math.cos(t), rows),
  column((t) => -Math.sin(t), rows),
];
const [t, x, v] = numbers();
const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);

/** Lines in pieces, since a million of them are one text too long. */
function text(
  separator,
  row = (i) => [t[i], x[i].toFixed(9), v[i].toFixed(9)].join(separator),
  above = names.join(separator),
) {
  const parts = [Buffer.from(`${above}\n`)];
  for (let i = 0; i < ROWS; i += 10_000) {
    const lines = [];
    for (let k = i; k < Math.min(ROWS, i + 10_000); k++) lines.push(`${row(k)}\n`);
    parts.push(Buffer.from(lines.join("")));
  }
  return Buffer.concat(parts);
}

function npy(array) {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${array.length},), }`.padEnd(117, " ");
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(`${header}\n`), bytesOf(array)]);
}

/** A matrix [3, ROWS], whose rows are the quantities. */
function npyRows() {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (3, ${ROWS}), }`.padEnd(117, " ");
  return Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"),
    Buffer.from(`${header}\n`),
    ...[t, x, v].map(bytesOf),
  ]);
}

/** MATLAB 4: a head of five numbers, the name and the numbers of each matrix. */
function mat4(columns) {
  return Buffer.concat(
    Object.entries(columns).flatMap(([name, data]) => [
      Buffer.from(Uint32Array.of(0, data.length, 1, 0, name.length + 1).buffer),
      Buffer.from(`${name}\0`),
      bytesOf(data),
    ]),
  );
}

/** MATLAB 5: elements of a tag and data, padded to eight bytes. */
function mat(columns) {
  const element = (type, data) => {
    const tag = Buffer.alloc(8);
    tag.writeUInt32LE(type, 0);
    tag.writeUInt32LE(data.length, 4);
    return Buffer.concat([tag, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
  };
  const head = Buffer.alloc(128, 0x20);
  head.writeUInt16LE(0x0100, 124);
  head.write("IM", 126);
  const matrices = Object.entries(columns).map(([name, data]) => {
    const flags = Buffer.from(Uint32Array.of(6, 0).buffer);
    const shape = Buffer.from(Int32Array.of(data.length, 1).buffer);
    return element(
      14,
      Buffer.concat([element(6, flags), element(5, shape), element(1, Buffer.from(name)), element(9, bytesOf(data))]),
    );
  });
  return Buffer.concat([head, ...matrices]);
}

/** NetCDF-3, classic: a dimension and variables of doubles, big-endian. */
function netcdf(columns) {
  const word = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const named = (name) =>
    Buffer.concat([word(name.length), Buffer.from(name), Buffer.alloc((4 - (name.length % 4)) % 4)]);
  const entries = Object.entries(columns);
  const header = (offset) =>
    Buffer.concat([
      Buffer.from("CDF\x01"),
      word(0),
      word(10),
      word(1),
      named("n"),
      word(ROWS),
      word(0),
      word(0),
      word(11),
      word(entries.length),
      ...entries.map(([name], i) =>
        Buffer.concat([
          named(name),
          word(1),
          word(0),
          word(0),
          word(0),
          word(6),
          word(8 * ROWS),
          word(offset + 8 * ROWS * i),
        ]),
      ),
    ]);
  const data = entries.map(([, values]) => Buffer.from(bytesOf(values)).swap64());
  return Buffer.concat([header(header(0).length), ...data]);
}

async function hdf5(columns) {
  const { File, ready } = await import("h5wasm");
  const { FS } = await ready;
  const file = new File("big.h5", "w");
  for (const [name, data] of Object.entries(columns))
    file.create_dataset({ name, data, shape: [data.length], dtype: "<d" });
  file.close();
  return FS.readFile("big.h5");
}

async function zarr(folder) {
  const { FileSystemStore } = await import("@zarrita/storage");
  const { create, root, set } = await import("zarrita");
  const group = root(new FileSystemStore(folder));
  await create(group);
  for (const [name, data] of Object.entries({ t, x, v })) {
    const array = await create(group.resolve(name), { shape: [ROWS], chunkShape: [100_000], dtype: "float64" });
    await set(array, null, { data, shape: [ROWS], stride: [1] });
  }
}

/** The text of a sheet; a workbook is a zip of texts. */
function xlsx(rows) {
  const cells = numbers(rows);
  const lines = [
    `<row r="1">${names.map((name, c) => `<c r="${"ABC"[c]}1" t="inlineStr"><is><t>${name}</t></is></c>`).join("")}</row>`,
  ];
  for (let i = 0; i < rows; i++)
    lines.push(
      `<row r="${i + 2}">${cells.map((data, c) => `<c r="${"ABC"[c]}${i + 2}"><v>${data[i].toFixed(6)}</v></c>`).join("")}</row>`,
    );
  const open = '<?xml version="1.0"?>';
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const parts = {
    "[Content_Types].xml": `${open}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels": `${open}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${open}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${open}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${open}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, new TextEncoder().encode(part)])),
  );
}

/** The sheet of an OpenDocument spreadsheet as LibreOffice writes it. */
function ods(rows) {
  const cell = (type, value) =>
    `<table:table-cell office:value-type="${type}"${type === "float" ? ` office:value="${value}"` : ""} calcext:value-type="${type}"><text:p>${value}</text:p></table:table-cell>`;
  const row = (cells) => `<table:table-row>${cells.join("")}</table:table-row>`;
  const columns = numbers(rows);
  const lines = [row(names.map((name) => cell("string", name)))];
  for (let i = 0; i < rows; i++) lines.push(row(columns.map((data) => cell("float", data[i].toFixed(6)))));
  const xml = `<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet><table:table table:name="Data">${lines.join("")}</table:table></office:spreadsheet></office:body></office:document-content>`;
  return zipSync({ "content.xml": new TextEncoder().encode(xml) });
}

/** A workbook of Excel 97: records of numbers in a compound file whose stream lies in one chain of sectors. */
function xls(rows) {
  const record = (type, size, fill) => {
    const bytes = Buffer.alloc(4 + size);
    bytes.writeUInt16LE(type, 0);
    bytes.writeUInt16LE(size, 2);
    fill?.(bytes.subarray(4));
    return bytes;
  };
  const begin = (kind) =>
    record(0x809, 16, (data) => {
      data.writeUInt16LE(0x600, 0);
      data.writeUInt16LE(kind, 2);
    });
  const globals = [begin(5), record(0x85, 12), record(0x0a, 0)];
  const start = globals.reduce((size, { length }) => size + length, 0);
  globals[1].writeUInt32LE(start, 4);
  globals[1].set([4, 0, ...Buffer.from("Data")], 10);
  const columns = numbers(rows);
  const titles = ["t", "x", "v"].map((name, c) =>
    record(0x204, 10, (data) => {
      data.writeUInt16LE(c, 2);
      data.writeUInt16LE(1, 6);
      data.write(name, 9);
    }),
  );
  const cells = Array.from({ length: 3 * rows }, (_, k) =>
    record(0x203, 14, (data) => {
      data.writeUInt16LE(Math.floor(k / 3) + 1, 0);
      data.writeUInt16LE(k % 3, 2);
      data.writeDoubleLE(columns[k % 3][Math.floor(k / 3)], 6);
    }),
  );
  const stream = Buffer.concat([...globals, begin(16), ...titles, ...cells, record(0x0a, 0)]);
  // Sectors: those of the stream, then of the table of sectors, then the directory.
  const sectors = Math.ceil(stream.length / 512);
  let tables = 1;
  while (tables * 128 < sectors + tables + 1) tables++;
  const head = Buffer.alloc(512);
  head.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(tables, 44);
  head.writeUInt32LE(sectors + tables, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(0xfffffffe, 60);
  head.writeUInt32LE(0xfffffffe, 68);
  for (let i = 0; i < 109; i++) head.writeUInt32LE(i < tables ? sectors + i : 0xffffffff, 76 + 4 * i);
  const links = Buffer.alloc(512 * tables, 0xff);
  for (let i = 0; i < sectors; i++) links.writeUInt32LE(i === sectors - 1 ? 0xfffffffe : i + 1, 4 * i);
  links.writeUInt32LE(0xfffffffe, 4 * (sectors + tables));
  const directory = Buffer.alloc(512);
  for (const [i, [name, kind, first, size]] of [
    ["Root Entry", 5, 0xfffffffe, 0],
    ["Workbook", 2, 0, stream.length],
  ].entries()) {
    directory.write(name, 128 * i, "utf16le");
    directory.writeUInt16LE(2 * name.length + 2, 128 * i + 64);
    directory[128 * i + 66] = kind;
    directory.writeUInt32LE(first, 128 * i + 116);
    directory.writeUInt32LE(size, 128 * i + 120);
  }
  return Buffer.concat([head, stream, Buffer.alloc(512 * sectors - stream.length), links, directory]);
}

const octave = () =>
  Buffer.concat([
    Buffer.from("# Created by Octave\n"),
    ...Object.entries({ t, x, v }).map(([name, data]) =>
      text("", (i) => ` ${data[i].toFixed(9)}`, `# name: ${name}\n# type: matrix\n# rows: ${ROWS}\n# columns: 1`),
    ),
  ]);

const six = (list) => Array.from(list, (value) => Number(value.toFixed(6)));

const formats = {
  "commas.csv": () => text(","),
  "semicolons.csv": () =>
    text(";", (i) => [t[i], x[i], v[i]].map((value) => value.toFixed(9).replace(".", ",")).join(";")),
  "tabs.tsv": () => text("\t"),
  "blanks.dat": () => text("  ", undefined, "t x v"),
  "dates.csv": () =>
    text(",", (i) => [new Date(1.77e12 + i).toISOString(), x[i].toFixed(9), v[i].toFixed(9)].join(","), "time,x,v"),
  "labview.lvm": () => text("\t", undefined, "LabVIEW Measurement\t\n***End_of_Header***\t\nX_Value\tx\tv\tComment"),
  "serial.txt": () => text("", (i) => `t:${t[i]} x:${x[i].toFixed(6)} v:${v[i].toFixed(6)}`, "ready"),
  "horizons.txt": () =>
    text(
      "",
      (i) => `${2461041.5 + i / 24}, A.D. 2026, ${x[i].toFixed(9)}, ${v[i].toFixed(9)}, 0.0,`,
      "JDTDB, Calendar Date (TDB), X, Y, Z,\n$$SOE",
    ),
  "cassy.txt": () =>
    text(
      "\t",
      undefined,
      'MIN=0\t-1\t-1\nMAX=1000\t1\t1\nSCALE=1\t1\t1\nDEC=3\t9\t9\nDEF="Time" t / s\t"Path" x / m\t"Velocity" v / m/s',
    ),
  "points.csv": () => text(",", (i) => `${t[i]},"(${x[i].toFixed(6)}, ${v[i].toFixed(6)})"`, "t,ball"),
  "own-times.csv": () =>
    text(
      ",",
      (i) => `${t[i]},${x[i].toFixed(9)},${(t[i] + 0.0004).toFixed(4)},${v[i].toFixed(9)}`,
      "Time A (s),Pos A (m),Time B (s),Pos B (m)",
    ),
  "waves.itx": () => Buffer.concat([text("\t", undefined, "IGOR\nWAVES/D t, x, v\nBEGIN"), Buffer.from("END\n")]),
  "curves.xvg": () =>
    text(" ", undefined, '@ xaxis label "Time (s)"\n@ yaxis label "x (m)"\n@ s0 legend "x (m)"\n@ s1 legend "v (m/s)"'),
  "scope.csv": () => text(",", (i) => `${i},${x[i].toFixed(6)},`, "X,CH1,Start,Increment,\nSequence,V,0,0.001"),
  "octave.txt": octave,
  "astropy.ecsv": () =>
    text(
      " ",
      undefined,
      `# %ECSV 1.0\n# ---\n# datatype:\n${names
        .map((name) => `# - {name: ${name[0]}, unit: ${name.slice(3, -1)}, datatype: float64}\n`)
        .join("")}# schema: astropy-2.0\nt x v`,
    ),
  "long.csv": () =>
    text(",", (i) => `${t[i - (i % 2)]},${"AB"[i % 2]},${x[i].toFixed(9)},${v[i].toFixed(9)}`, "time,body,x,v"),
  "gyroscope.csv": () => text(",", (i) => `${t[i]},${v[i].toFixed(9)}`, "time (s),gyroscope x (rad/s)"),
  "commas.csv.gz": () => gzipSync(text(",")),
  "commas.zip": () => zipSync({ "motion.csv": text(",") }),
  "objects.json": () =>
    Buffer.concat([
      Buffer.from("["),
      text("", (i) => `{"t":${t[i]},"x":${x[i].toFixed(6)},"v":${v[i].toFixed(6)}},`, ""),
      Buffer.from('{"t":1e9,"x":0,"v":0}]'),
    ]),
  "lists.json": () =>
    Buffer.from(
      JSON.stringify({
        t: [...t],
        x: [...x].map((value) => Number(value.toFixed(6))),
        v: [...v].map((value) => Number(value.toFixed(6))),
      }),
    ),
  "lines.jsonl": () =>
    text("", (i) => `{"t":${t[i]},"x":${x[i].toFixed(6)},"v":${v[i].toFixed(6)}}`, '{"t":-1,"x":0,"v":0}'),
  "series.json": () =>
    Buffer.from(
      JSON.stringify({
        series: [
          ["x", six(x.subarray(0, 600_000))],
          ["v", six(v.subarray(0, 600_000))],
        ].map(([name, list]) => ({ name, data: list.map((value, i) => [t[i], value]) })),
      }),
    ),
  "runs.json": () => Buffer.from(JSON.stringify([{ name: "first", t: [...t], x: six(x), v: six(v) }])),
  "printed.txt": () => {
    const lists = Object.entries({ t, x, v }).map(([name, data]) => `'${name}': [${six(data.subarray(0, 900_000))}]`);
    return Buffer.from(`{${lists.join(", ")}}`);
  },
  "columns.parquet": () =>
    new Uint8Array(
      parquetWriteBuffer({ columnData: names.map((name, i) => ({ name, data: [t, x, v][i], type: "DOUBLE" })) }),
    ),
  "columns.arrow": () => tableToIPC(new Table(tableFromArrays({ t, x, v }).batches), "file"),
  "arrays.npz": () => zipSync({ "t.npy": npy(t), "x.npy": npy(x), "v.npy": npy(v) }, { level: 0 }),
  "rows.npy": npyRows,
  "arrays-4.mat": () => mat4({ t, x, v }),
  "arrays.mat": () => mat({ t, x, v }),
  "arrays.nc": () => netcdf({ t, x, v }),
  "arrays.h5": () => hdf5({ t, x, v }),
  "workbook.xlsx": () => xlsx(Math.min(ROWS, 225_000)),
  "workbook.ods": () => ods(Math.min(ROWS, 145_000)),
  "workbook.xls": () => xls(Math.min(ROWS, 65_535)),
};

const run = promisify(execFile);
const report = "data:text/javascript,process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))";
const folder = await mkdtemp(join(tmpdir(), "big-files-"));
let over = 0;
try {
  for (const [name, make] of [...Object.entries(formats), ["group.zarr", undefined]]) {
    if (only !== undefined && !name.includes(only)) continue;
    const path = join(folder, name);
    if (make === undefined) await zarr(path);
    else await writeFile(path, await make());
    const began = performance.now();
    const { stdout, stderr } = await run(process.execPath, ["--import", report, main, "read", path, "--json"], {
      maxBuffer: 1e8,
    }).catch((error) => error);
    const seconds = (performance.now() - began) / 1000;
    const peak = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
    const refused = /^metahamilton: (.*)$/m.exec(stderr)?.[1].replace(path, name);
    const outcome =
      refused ??
      `${JSON.parse(stdout)
        .motions.map(({ samples }) => samples)
        .join(", ")} samples`;
    if (!(peak < LIMIT) || refused !== undefined) over++;
    console.log(
      `${name.padEnd(16)} ${peak.toFixed(0).padStart(5)} MB ${seconds.toFixed(1).padStart(6)} s  ${outcome.slice(0, 100)}`,
    );
    await rm(path, { recursive: true });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = over === 0 ? 0 : 1;
