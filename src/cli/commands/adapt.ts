import { join } from "node:path";
import { type Command, Option } from "commander";
import { atomicWrite } from "../../base/files.js";
import { version } from "../../base/package.js";
import { inFolder } from "../../base/run-lock.js";
import {
  type AdaptRecordOptions,
  adaptRecord,
  type RecordMethod,
  readTable,
  recordResults,
  savedModel,
} from "../../records/index.js";
import { writeRecordReport } from "../../report/index.js";
import { print, say } from "../output.js";
import { integer, positiveNumber } from "../parse.js";
import { withProgress } from "../progress.js";
import { type AdaptCommandOptions, repeatingCommand } from "../record/adapt-options.js";
import { recordStem } from "../record/file.js";
import { adaptationWithFlags, recordWithFlags } from "../record/flags.js";
import { addRecordReading, readOptions } from "../record/options.js";
import { refuseFull, writeSavedModel } from "../record/saved-model.js";
import { withRecord } from "../record/source.js";
import { defaultRunFolder } from "../run-folder.js";
import { addFiguresOption } from "../run-options.js";
import { adaptSummary } from "../tables/record.js";

const examples = `
Reads what instruments, spreadsheets and programs write (docs/formats.md); metahamilton read shows how a file is understood. The folder then holds model.safetensors, predictions.csv and .parquet, figures/, report/index.html and
results.json. Friction and a harmonic drive are learned with the energy; what the record cannot tell is said.

Examples:
  metahamilton adapt pendulum.csv
  metahamilton adapt cart.csv --mass 0.5kg --out runs/cart
  metahamilton adapt orbit.csv --coordinates x,y --velocities vx,vy --time days
  metahamilton adapt swings.parquet --id run`;

/** `metahamilton adapt`: learns the energy of a measured motion. */
export function addAdapt(program: Command): void {
  const command = program
    .command("adapt")
    .description("find the law of a measured motion and predict how it goes on")
    .argument("<file>", "record: text, Excel, Parquet, Arrow, JSON, HDF5, NetCDF, MATLAB, NumPy or Zarr");
  addFiguresOption(addRecordReading(command))
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
    .option("--json", "print the content of results.json instead of a summary")
    .addHelpText("after", examples)
    .action(adapt);
}

async function adapt(path: string, options: AdaptCommandOptions): Promise<void> {
  const directory = options.out ?? defaultRunFolder(recordStem(path));
  const text = await inFolder(directory, () => adaptInto(directory, path, options));
  await print(text);
}

/** Learns and writes everything into the folder; what is to be printed. */
async function adaptInto(directory: string, path: string, options: AdaptCommandOptions): Promise<string> {
  const began = performance.now();
  const { refuseMissing = false, json = false } = options;
  const command = repeatingCommand(path, options);
  await refuseFull(directory, command);
  const record = recordWithFlags(
    await withRecord(path, options.time, (table) =>
      readTable(table, { ...readOptions(options), skipMissing: !refuseMissing }),
    ),
  );
  for (const sentence of record.understood) say(sentence);
  const adaptOptions: AdaptRecordOptions = {
    method: options.method,
    seed: options.seed,
    ...(options.conservative === true || options.force === true ? { conservative: true } : {}),
    ...(options.holdOut === undefined ? {} : { holdOut: options.holdOut }),
  };
  const adaptation = await withProgress("learning", (onProgress) =>
    adaptationWithFlags(adaptRecord(record, { ...adaptOptions, onProgress })),
  );
  for (const sentence of adaptation.record?.understood ?? []) if (!record.understood.includes(sentence)) say(sentence);
  const results = recordResults(record, adaptation, {
    command,
    options: adaptOptions,
    versions: { metahamilton: version, node: process.versions.node },
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
  });
  await writeSavedModel(directory, path, savedModel(record, adaptation), results);
  const page = await withProgress("report", (onProgress) =>
    writeRecordReport(results, directory, { png: options.png === true, onProgress }),
  );
  const text = `${JSON.stringify(results)}\n`;
  await atomicWrite(join(directory, "results.json"), text);
  return json ? text : adaptSummary(results, directory, page);
}
