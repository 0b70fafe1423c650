import type { Command } from "commander";
import {
  glance,
  headingOf,
  type Motion,
  type MotionGlance,
  type NumberColumns,
  type Recording,
  readTable,
} from "../../records/index.js";

import { print, printJson } from "../output.js";
import { addRecordReading, type RecordReadingOptions, readOptions } from "../record-options.js";
import { withRecord } from "../record-source.js";
import { refuseExisting, TABLE_ENDINGS, tableFile, writeColumns } from "../record-tables.js";
import { sketch } from "../sketch.js";
import { formatTable } from "../table.js";

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

/** Rows in the table of motions. */
const MOST_MOTIONS = 12;

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
  if (options.out !== undefined) await refuseExisting(options.out);
  const record = await withRecord(path, options.time, (table) => readTable(table, readOptions(options)));
  const motions = glance(record);
  if (options.out !== undefined) await writeColumns(options.out, recordColumns(record));
  if (options.json === true) {
    const { source, understood, columns, roles, time, space, momenta } = record;
    await printJson({ source, understood, columns, roles, time, momenta, coordinates: space.coordinates, motions });
    return;
  }
  const written = options.out === undefined ? [] : ["", `Written: ${options.out}`];
  await print(`${[...record.understood, "", ...table(record, motions), "", ...plot(record), ...written].join("\n")}\n`);
}

const short = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "-");

function table({ time, space }: Recording, motions: readonly MotionGlance[]): string[] {
  const noises = space.coordinates.map(({ position }) => ({
    title: `noise of ${headingOf(position)}`,
    align: "right" as const,
  }));
  const right = (title: string) => ({ title, align: "right" as const });
  const rows = motions
    .slice(0, MOST_MOTIONS)
    .map(({ id, samples, duration, step, even, gaps, periods, noise }) => [
      id === "" ? "-" : id,
      String(samples),
      short(duration),
      `${even ? "" : "about "}${short(step)}`,
      String(gaps),
      periods === 0 ? "-" : String(periods),
      ...noise.map(short),
    ]);
  const lines = formatTable(
    [
      { title: "motion" },
      right("samples"),
      right(headingOf({ ...time, name: "duration" })),
      right("step"),
      right("gaps"),
      right("swings"),
      ...noises,
    ],
    rows,
  );
  return motions.length > MOST_MOTIONS ? [...lines, `... and ${motions.length - MOST_MOTIONS} more`] : lines;
}

/** The first motion's first coordinates against time. */
function plot({ motions, space, time }: Recording): string[] {
  const { times, positions } = motions[0] as Motion;
  const d = space.dimension;
  return space.coordinates.slice(0, 2).flatMap(({ position }, c) => [
    `${headingOf(position)} against ${headingOf(time)}`,
    ...sketch(
      times,
      Float64Array.from(times, (_, i) => positions[i * d + c] as number),
    ),
  ]);
}

/** The record as columns: motion, time, positions, then momenta or velocities. */
function recordColumns({ motions, space, time, momenta }: Recording): NumberColumns {
  const d = space.dimension;
  const joined = (pick: (motion: Motion) => ArrayLike<number>) => motions.flatMap((motion) => Array.from(pick(motion)));
  const component = (values: Float64Array | undefined, c: number) =>
    (values ?? new Float64Array(0)).filter((_, k) => k % d === c);
  return [
    ...(motions.length > 1
      ? [{ heading: "motion", values: motions.flatMap(({ times }, m) => Array.from(times, () => m)) }]
      : []),
    { heading: headingOf(time), values: joined(({ times }) => times) },
    ...space.coordinates.map(({ position }, c) => ({
      heading: headingOf(position),
      values: joined(({ positions }) => component(positions, c)),
    })),
    ...(momenta === "positions"
      ? []
      : space.coordinates.map(({ position, momentum }, c) =>
          momenta === "given"
            ? { heading: headingOf(momentum), values: joined((motion) => component(motion.momenta, c)) }
            : {
                heading: headingOf({ name: `d${position.name}/dt`, unit: rate(position.unit, time.unit) }),
                values: joined((motion) => component(motion.velocities, c)),
              },
        )),
  ];
}

const rate = (unit: string, time: string) => (unit === "" || time === "" ? "" : `${unit}/${time}`);
