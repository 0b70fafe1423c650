import {
  adaptRecord,
  blobSource,
  encodeModel,
  modelToOnnx,
  openTable,
  predictedColumns,
  predictSaved,
  type ReadOptions,
  type Recording,
  type RecordResults,
  readRecord,
  recordResults,
  type SavedModel,
  savedModel,
  type TableColumn,
} from "../../src/records/index.js";
import type { LearningProgress, PredictionRequest, RecordChoices, RecordPrediction } from "./messages.js";

/** Reads a record of the visitor's. */
export function readFile(name: string, file: Blob, choices: RecordChoices): Promise<Recording> {
  return readRecord(blobSource(name, file), optionsOf(choices));
}

/** The columns of a file, for those whose roles were not recognised. */
export async function readColumns(name: string, file: Blob): Promise<readonly TableColumn[]> {
  return (await openTable(blobSource(name, file))).columns;
}

/** The law that was learned last, as `adapt` keeps it. */
let learned: SavedModel | undefined;

/** What `metahamilton adapt` finds of the same file with its usual settings, and what its report shows. */
export async function learnRecord(
  name: string,
  file: Blob,
  choices: RecordChoices,
  onProgress: (progress: LearningProgress) => void,
): Promise<RecordResults> {
  const began = performance.now();
  const record = await readFile(name, file, choices);
  const options = { seed: 0 };
  const adaptation = adaptRecord(record, {
    ...options,
    onProgress: (done, total, what) => onProgress({ share: done / total, what }),
  });
  learned = savedModel(record, adaptation);
  return recordResults(record, adaptation, {
    command: commandOf(name, record, choices),
    options,
    versions: {},
    seconds: (performance.now() - began) / 1000,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
  });
}

/** Where that law has the end of each motion: positions, then velocities or momenta, in the units of the file. */
export async function recordEnds(): Promise<readonly number[][]> {
  const { ends, fileUnits } = lastLearned();
  return ends.map(({ state }) => Array.from(state, (value, a) => value / (fileUnits?.[a]?.factor ?? 1)));
}

/** Points of a file, and those for each time in which a motion changes that a curve is drawn through, in whole multiples of the former. */
const [POINTS, DRAWN, MOST_DRAWN] = [101, 6, 4001];

/** A motion by that law, as `metahamilton predict` gives it. */
export async function predictRecord({ motion, duration, from, force }: PredictionRequest): Promise<RecordPrediction> {
  const saved = lastLearned();
  const predicted = (points: number) =>
    predictSaved(
      saved,
      { motion, duration, force, points, ...(from === undefined ? {} : { from }) },
      {
        duration: "the duration",
        from: "the initial state",
        input: { source: "the record", how: "a file of them to metahamilton predict --input" },
        force: "the box below the initial state",
      },
    );
  const prediction = predicted(POINTS);
  const { names, warnings, rest } = prediction;
  const columns = predictedColumns(saved, prediction);
  const wanted = Math.min(MOST_DRAWN, Math.ceil((DRAWN * duration) / saved.tick));
  const drawn = wanted > POINTS ? predictedColumns(saved, predicted(wanted)) : columns;
  return { columns, drawn, components: names.length, warnings, rest };
}

/** That law as a file. */
export async function recordModel(format: "safetensors" | "onnx"): Promise<Uint8Array> {
  const saved = lastLearned();
  return format === "onnx" ? modelToOnnx(saved.model) : encodeModel(saved);
}

function lastLearned(): SavedModel {
  if (learned === undefined) throw new Error("no law has been learned yet");
  return learned;
}

function optionsOf({ mass, rate, time, id, pairs }: RecordChoices): ReadOptions {
  const partners = (kind: "velocity" | "momentum") => {
    const list = pairs?.flatMap((pair) => numbered(pair[kind]) ?? []);
    return list?.length === pairs?.length ? list : undefined;
  };
  return {
    ...(mass === undefined ? {} : { masses: { value: mass, unit: "" } }),
    rate,
    time: numbered(time),
    id: numbered(id),
    coordinates: pairs?.map(({ position }) => numbered(position)),
    velocities: partners("velocity"),
    momenta: partners("momentum"),
  };
}

/** Columns are named by number, which no two share. */
function numbered(column: number): string;
function numbered(column: number | undefined): string | undefined;
function numbered(column: number | undefined): string | undefined {
  return column === undefined ? undefined : `#${column + 1}`;
}

function commandOf(name: string, record: Recording, choices: RecordChoices): string {
  const { time, id, coordinates, velocities, momenta, rate } = optionsOf(choices);
  const options = Object.entries({ time, rate, id, coordinates, velocities, momenta }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option} ${String(value).replaceAll("#", "")}`],
  );
  const mass = record.momenta === "given" || choices.mass === undefined ? [] : [`--mass ${choices.mass}`];
  return ["metahamilton adapt", name, ...options, ...mass].join(" ");
}
