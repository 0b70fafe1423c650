import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { makeFolder } from "../../base/folders.js";
import { shellQuote } from "../../base/text.js";
import { version } from "../../base/version.js";
import {
  type Adaptation,
  type AdaptRecordOptions,
  adaptRecord,
  encodeModel,
  type Masses,
  predictionColumns,
  type Recording,
  type RecordMethod,
  type RecordResults,
  readTable,
  recordResults,
  savedModel,
} from "../../records/index.js";
import {
  heldOutSentence,
  lawLines,
  triedSentence,
  velocitySentences,
  verdictSentence,
  warnings,
  writeRecordReport,
} from "../../report/index.js";
import { print, say } from "../output.js";
import { integer, positiveNumber } from "../parse.js";
import { showProgress } from "../progress.js";
import { addRecordReading, type RecordReadingOptions, readOptions } from "../record-options.js";
import { modelPath, recordStem, withRecord } from "../record-source.js";
import { writeColumns } from "../record-tables.js";
import { defaultRunFolder } from "../run-folder.js";

const examples = `
Reads what instruments, spreadsheets and programs write (docs/formats.md); metahamilton read shows how a file is understood. The folder then holds model.safetensors, predictions.csv and .parquet, figures/, report/index.html and
results.json. Friction and a harmonic drive are learned with the energy; what the record cannot tell is said.

Examples:
  metahamilton adapt pendulum.csv
  metahamilton adapt cart.csv --mass 0.5kg --out runs/cart
  metahamilton adapt orbit.csv --coordinates x,y --velocities vx,vy --time days
  metahamilton adapt swings.parquet --id run`;

interface AdaptOptions extends RecordReadingOptions {
  readonly refuseMissing?: boolean;
  readonly holdOut?: number;
  readonly method: RecordMethod;
  readonly seed: number;
  readonly conservative?: boolean;
  readonly force?: boolean;
  readonly out?: string;
  readonly png?: boolean;
  readonly json?: boolean;
}

/** `metahamilton adapt`: learns the energy of a measured motion. */
export function addAdapt(program: Command): void {
  addRecordReading(
    program
      .command("adapt")
      .description("learn the energy of a measured motion and predict how it goes on")
      .argument("<file>", "record: text, Excel, Parquet, Arrow, JSON, HDF5, NetCDF, MATLAB, NumPy or Zarr"),
  )
    .option("--refuse-missing", "refuse rows with a missing number instead of leaving them out")
    .option(
      "--hold-out <share>",
      "share at the end that is kept back to measure the error (default: 0.2)",
      positiveNumber("--hold-out"),
    )
    .addOption(
      new Option("--method <name>", "how the energy is learned; auto: the better predictor of the held-out end")
        .choices(["auto", "law", "process", "structured"] satisfies RecordMethod[])
        .default("auto"),
    )
    .option("--seed <number>", "seed of the drawn energies behind the bands", integer("--seed", 0), 0)
    .option("--conservative", "learn the energy alone: neither friction nor a drive")
    .addOption(new Option("--force", "the old name of --conservative").hideHelp())
    .option("--out <folder>", "folder of the run, new or empty (default: runs/<file>-<date>)")
    .option("--png", "draw the figures as PNG files too, not as SVG alone")
    .option("--json", "print the content of results.json instead of a summary")
    .addHelpText("after", examples)
    .action(adapt);
}

async function adapt(path: string, options: AdaptOptions): Promise<void> {
  const began = performance.now();
  const { refuseMissing = false, json = false } = options;
  const directory = options.out ?? defaultRunFolder(recordStem(path));
  await refuseFull(directory);
  const record = await withRecord(path, options.time, (table) =>
    readTable(table, { ...readOptions(options), skipMissing: !refuseMissing }),
  );
  for (const sentence of record.understood) say(sentence);
  const adaptOptions: AdaptRecordOptions = {
    method: options.method,
    seed: options.seed,
    ...(options.conservative === true || options.force === true ? { conservative: true } : {}),
    ...(options.holdOut === undefined ? {} : { holdOut: options.holdOut }),
  };
  const adaptation = learn(record, adaptOptions);
  const results = recordResults(record, adaptation, {
    command: repeatingCommand(path, options),
    options: adaptOptions,
    versions: { metahamilton: version, node: process.versions.node },
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
  });
  await makeFolder(directory);
  const config = {
    version: 1,
    kind: "adapt",
    file: path,
    command: results.facts.command,
    options: adaptOptions,
    versions: results.facts.versions,
  };
  await atomicWrite(join(directory, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await atomicWrite(modelPath(directory), encodeModel(savedModel(record, adaptation)));
  for (const ending of ["csv", "parquet"])
    await writeColumns(join(directory, `predictions.${ending}`), predictionColumns(results));
  const page = await written(results, directory, options.png === true);
  const text = `${JSON.stringify(results)}\n`;
  await atomicWrite(join(directory, "results.json"), text);
  await print(json ? text : summary(results, directory, page));
}

/** `adaptRecord` with its progress on stderr. */
function learn(record: Recording, options: AdaptRecordOptions): Adaptation {
  const progress = showProgress(process.stderr);
  try {
    const onProgress = (done: number, total: number, note: string) =>
      progress.report({ task: "learning", done, total, note });
    return adaptRecord(record, { ...options, onProgress });
  } finally {
    progress.stop();
  }
}

/** `writeRecordReport` with its progress on stderr. */
async function written(results: RecordResults, directory: string, png: boolean): Promise<string> {
  const progress = showProgress(process.stderr);
  try {
    const onProgress = (done: number, total: number, note: string) =>
      progress.report({ task: "report", done, total, note });
    return await writeRecordReport(results, directory, { png, onProgress });
  } finally {
    progress.stop();
  }
}

/** Before long work, not after it. */
async function refuseFull(directory: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries.length > 0) throw new UserError(`${directory} is not empty; choose another folder with --out`);
}

function summary(results: RecordResults, directory: string, page: string): string {
  const lines = [
    ...lawLines(results),
    ...warnings(results).map((warning) => `Beware: ${warning}`),
    verdictSentence(results),
    ...velocitySentences(results),
    heldOutSentence(results),
    ...triedSentence(results),
    ...(results.law === undefined ? [`Form of the energy: ${results.structure.formula}`] : []),
    "",
    `Report: ${page}`,
    `To predict: metahamilton predict ${shellQuote(directory)} --duration ${Number((results.tick * 10).toPrecision(2))}`,
  ];
  return `${lines.join("\n")}\n`;
}

function repeatingCommand(path: string, options: AdaptOptions): string {
  const words = ["metahamilton", "adapt", path];
  const { time, rate, id, motions, coordinates, momenta, velocities, input, markers } = options;
  for (const [name, value] of Object.entries({ time, rate, id }))
    if (value !== undefined) words.push(`--${name}`, String(value));
  for (const [name, list] of Object.entries({ motions, coordinates, momenta, velocities, input, markers }))
    if (list !== undefined)
      words.push(`--${name}`, list.map((text) => (text.includes(",") ? `"${text}"` : text)).join(","));
  if (options.mass !== undefined) words.push("--mass", massText(options.mass));
  if (options.cartesian === true) words.push("--cartesian");
  if (options.refuseMissing === true) words.push("--refuse-missing");
  if (options.holdOut !== undefined) words.push("--hold-out", String(options.holdOut));
  if (options.method !== "auto") words.push("--method", options.method);
  if (options.seed !== 0) words.push("--seed", String(options.seed));
  if (options.conservative === true || options.force === true) words.push("--conservative");
  return words.map(shellQuote).join(" ");
}

function massText(masses: Masses): string {
  if (masses instanceof Map) return [...masses].map(([name, { value, unit }]) => `${name}=${value}${unit}`).join(",");
  const { value, unit } = masses as { value: number; unit: string };
  return `${value}${unit}`;
}
