import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { fixedStepMethodNamed, fixedStepMethods } from "../../mechanics/index.js";
import {
  type FutureInput,
  MAX_PREDICTED_POINTS,
  predictedColumns,
  predictSaved,
  readFutureInput,
  type SavedModel,
  stateNames,
} from "../../records/index.js";
import { restSentence } from "../../report/index.js";
import { print, printJson, say } from "../output.js";
import { finiteNumberOf, integer, namedNumbers, positiveNumber } from "../parse.js";
import { withProgress } from "../progress.js";
import { readSavedModel } from "../record/saved-model.js";
import { withRecord } from "../record/source.js";
import { refuseExistingFile, TABLE_ENDINGS, tableFile, writeColumns } from "../record/tables.js";
import { formatColumns, predictionJson } from "../tables/prediction.js";

const examples = `
Without --from the prediction goes on where the record ended. Columns ending in _sd are standard deviations over the laws that
the record leaves possible. A start that lies beyond the record's range by more than a quarter of it, or at which the learned forces are uncertain by more than
30 %, is refused unless --force is given. A law with measured inputs needs their future values: a file with columns of time and of each input by its name. Between its rows they go on as in
the record: held, or in straight lines.

Examples:
  metahamilton predict runs/pendulum --duration 20
  metahamilton predict runs/pendulum --from 0.5,0 --duration 20 --points 401 --out prediction.csv
  metahamilton predict runs/motor --duration 5 --input planned.csv
  metahamilton predict runs/orbit --duration 365 --integrator gauss-legendre-4 --out prediction.parquet`;

interface PredictOptions {
  readonly from?: string;
  readonly at?: number;
  readonly motion?: string;
  readonly input?: string;
  readonly duration?: number;
  readonly points: number;
  readonly integrator?: string;
  readonly force?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** `metahamilton predict`: the motion of a learned law. */
export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("predict a motion from what adapt has learned")
    .argument("<run>", "folder that adapt has made")
    .option(
      "--from <q1,...,v1,...>",
      "initial positions, then velocities, or momenta where the record has them (default: the end of the record)",
    )
    .option("--motion <id>", "which motion of the record to go on with (default: the first)")
    .option("--at <time>", "time of the start that --from gives (default: 0)", finiteNumberOf("--at"))
    .option("--input <file>", "what will act from outside, where the record has inputs")
    .option("--duration <time>", "how far, in the record's unit of time", positiveNumber("--duration"))
    .option("--points <number>", "points, both ends included", integer("--points", 2, MAX_PREDICTED_POINTS), 101)
    .addOption(
      new Option(
        "--integrator <name>",
        "method of integration (default: DOP853's solution of order 8, fixed steps)",
      ).choices(fixedStepMethods.map(({ name }) => name)),
    )
    .option("--force", "go on where the start is far from everything in the record")
    .option("--out <file>", `write ${TABLE_ENDINGS} instead of printing a table`, tableFile)
    .option("--json", "print JSON: {names, t, states, deviations, energy, rest, warnings}")
    .addHelpText("after", examples)
    .action(predict);
}

/** A prediction over so many times what the motion takes to change says how far it is. */
const LONG = 2000;

async function predict(directory: string, options: PredictOptions): Promise<void> {
  const { duration, points, out, json = false } = options;
  const saved = await readSavedModel(directory);
  if (duration === undefined) throw new UserError("predict needs --duration with how far to predict");
  if (out !== undefined) await refuseExistingFile(out);
  const method = options.integrator === undefined ? undefined : fixedStepMethodNamed(options.integrator);
  const { from, at, motion, input, force } = options;
  const names = stateNames(saved);
  const wanted = {
    duration,
    points,
    ...(motion === undefined ? {} : { motion }),
    ...(from === undefined ? {} : { from: namedNumbers("--from", from, names) }),
    ...(at === undefined ? {} : { at }),
    ...(input === undefined ? {} : { input: await futureInput(input, saved) }),
    ...(method === undefined ? {} : { method }),
    ...(force === true ? { force } : {}),
  };
  const source = { source: input ?? "--input", how: "--input FILE" };
  const words = { duration: "--duration", from: "--from", input: source, force: "--force" };
  const prediction =
    duration < LONG * saved.tick
      ? predictSaved(saved, wanted, words)
      : await withProgress("predicting", (onProgress) => predictSaved(saved, { ...wanted, onProgress }, words));
  for (const warning of prediction.warnings) say(`warning: ${warning}`);
  if (prediction.rest !== undefined) say(restSentence(prediction.rest, saved.model.time.unit));
  const columns = predictedColumns(saved, prediction);
  if (out !== undefined) {
    await writeColumns(out, columns);
    await print(`${out}: ${points} points\n`);
  } else if (json) await printJson(predictionJson(prediction));
  else await print(formatColumns(columns));
}

async function futureInput(path: string, { model, inputs = [] }: SavedModel): Promise<FutureInput> {
  if (inputs.length === 0) throw new UserError(`--input: the record had no inputs, so a future input means nothing`);
  const { input, unused } = await withRecord(path, undefined, (table) => readFutureInput(table, model.time, inputs));
  if (unused.length > 0) say(`${path}: not used: ${unused.join(", ")}`);
  return input;
}
