import type { Command } from "commander";
import { glance } from "../../records/motions/glance.js";
import { readTable } from "../../records/read-table.js";
import { print, printJson } from "../output.js";
import { recordWithFlags } from "../record/flags.js";
import { addRecordReading, type RecordReadingOptions, readOptions } from "../record/options.js";
import { withRecord } from "../record/source.js";
import { refuseExistingFile, TABLE_ENDINGS, tableFile, writeColumns } from "../record/tables.js";
import { motionsTable, recordColumns, recordSketch } from "../tables/record.js";

const examples = `
Shows how adapt would read the file: format, columns, units, conversions, motions, and what is not used. --out writes the record as
it was understood, in its own units, as CSV or Parquet.

Examples:
  metahamilton read swing.xlsx
  metahamilton read track.txt --coordinates x,y
  metahamilton read "ranger.csv" --time 1 --coordinates '"Angle, Ch 1+2, Run #1 ( rad )"'
  metahamilton read orbit.h5 --out orbit.csv`;

interface ReadCommandOptions extends RecordReadingOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `metahamilton read`: what is understood of a record, before anything is learned. */
export function addRead(program: Command): void {
  addRecordReading(
    program
      .command("read")
      .description("show how a record is understood, without learning anything")
      .argument("<file>", "record: text, Excel, Parquet, Arrow, JSON, HDF5, NetCDF, MATLAB, NumPy or Zarr"),
  )
    .option("--out <file>", `write the record as it was understood, ${TABLE_ENDINGS}`, tableFile)
    .option("--json", "print JSON: {source, understood, columns, roles, time, coordinates, motions}")
    .addHelpText("after", examples)
    .action(read);
}

async function read(path: string, options: ReadCommandOptions): Promise<void> {
  if (options.out !== undefined) await refuseExistingFile(options.out);
  const record = recordWithFlags(
    await withRecord(path, options.time, (table) => readTable(table, readOptions(options))),
  );
  const motions = glance(record);
  if (options.out !== undefined) await writeColumns(options.out, recordColumns(record));
  if (options.json === true) {
    const { source, understood, columns, roles, time, space, momenta } = record;
    await printJson({ source, understood, columns, roles, time, momenta, coordinates: space.coordinates, motions });
    return;
  }
  const written = options.out === undefined ? [] : ["", `Written: ${options.out}`];
  await print(
    `${[...record.understood, "", ...motionsTable(record, motions), "", ...recordSketch(record), ...written].join("\n")}\n`,
  );
}
