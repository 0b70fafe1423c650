import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { fixedStepMethodNamed, fixedStepMethods } from "../../mechanics/index.js";
import {
  energyOf,
  fieldScale,
  fieldUncertainty,
  type Prediction,
  predictMotion,
  type SavedModel,
} from "../../records/index.js";
import { print, printJson, say } from "../output.js";
import { integer, namedNumbers, positiveNumber } from "../parse.js";
import { headingOf, type NumberColumns, writeColumns } from "../record-tables.js";
import { readSavedModel, stateNames } from "../saved-model.js";
import { formatTable } from "../table.js";

/** Relative uncertainty of the learned forces from which a state counts as unknown. */
const UNKNOWN = 0.3;
/** So does one that is beyond the record's range by more than this share of it. */
const MARGIN = 0.25;

const examples = `
Without --from the prediction goes on where the record ended. Columns ending in _sd are standard deviations over the energies that
the record leaves possible. A start that lies beyond the record's range by more than a quarter of it, or at which the learned forces are uncertain by more than
30 %, is refused unless --force is given.

Examples:
  metahamilton predict runs/pendulum --duration 20
  metahamilton predict runs/pendulum --from 0.5,0 --duration 20 --points 401 --out prediction.csv
  metahamilton predict runs/orbit --duration 365 --integrator gauss-legendre-4 --out prediction.parquet`;

interface PredictOptions {
  readonly from?: string;
  readonly motion?: string;
  readonly duration?: number;
  readonly points: number;
  readonly integrator?: string;
  readonly force?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** `metahamilton predict`: the motion of a learned energy. */
export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("predict a motion from what adapt has learned")
    .argument("<run>", "folder that adapt has made")
    .option("--from <q1,...,p1,...>", "initial positions, then momenta (default: the end of the record)")
    .option("--motion <id>", "which motion of the record to go on with (default: the first)")
    .option("--duration <time>", "how far, in the record's unit of time", positiveNumber("--duration"))
    .option("--points <number>", "points, both ends included", integer("--points", 2, 1_000_000), 101)
    .addOption(
      new Option(
        "--integrator <name>",
        "method of integration (default: DOP853's solution of order 8, fixed steps)",
      ).choices(fixedStepMethods.map(({ name }) => name)),
    )
    .option("--force", "go on where the start is far from everything in the record")
    .option("--out <file>", "write .csv or .parquet instead of printing a table")
    .option("--json", "print JSON: {names, t, states, deviations, energy}")
    .addHelpText("after", examples)
    .action(predict);
}

async function predict(directory: string, options: PredictOptions): Promise<void> {
  const { duration, points, out, json = false } = options;
  if (duration === undefined) throw new UserError("predict needs --duration with how far to predict");
  if (out !== undefined && !/\.(csv|parquet)$/.test(out))
    throw new UserError(`--out must end in .csv or .parquet, got ${JSON.stringify(out)}`);
  const method = options.integrator === undefined ? undefined : fixedStepMethodNamed(options.integrator);
  const saved = await readSavedModel(directory);
  const { model, tick } = saved;
  const dimension = model.space.dimension;
  const separable =
    model.structured === undefined && !model.terms.some(({ components }) => mixed(components, dimension));
  if (method?.separable === true && !separable)
    throw new UserError(
      `${method.name} needs an energy T(p) + V(q), and the learned one is not; choose another --integrator`,
    );
  const start = startOf(saved, options);
  checkKnown(saved, start.state, options.force === true);
  const times = Float64Array.from({ length: points }, (_, i) => start.time + (duration * i) / (points - 1));
  const prediction = predictMotion(model, start, times, { tick, method });
  if (!prediction.states.every(Number.isFinite))
    throw new UserError(
      `${directory}: the predicted motion runs away to infinity; the record does not show the energy there`,
    );
  warnBeyond(saved, prediction);
  const columns = columnsOf(saved, prediction);
  if (out !== undefined) {
    await writeColumns(out, columns);
    await print(`${out}: ${points} points\n`);
  } else if (json) await printJson(toJson(saved, prediction));
  else await print(toTable(columns));
}

const mixed = (components: readonly number[], d: number) =>
  components.some((c) => c < d) && components.some((c) => c >= d);

function startOf(saved: SavedModel, { from, motion }: PredictOptions) {
  const { ends, model } = saved;
  const index = motion === undefined ? 0 : ends.findIndex(({ id }) => id === motion);
  const end = ends[index];
  if (end === undefined)
    throw new UserError(`there is no motion "${motion}" in the record; it has ${ends.map(({ id }) => id).join(", ")}`);
  if (from !== undefined) return { time: 0, state: namedNumbers("--from", from, stateNames(saved)) };
  const size = 2 * model.space.dimension;
  const drawn = model.draws.flatMap(({ states }) => [...states.subarray(index * size, (index + 1) * size)]);
  return { ...end, drawn: Float64Array.from(drawn) };
}

function checkKnown(saved: SavedModel, state: Float64Array, force: boolean): void {
  const problem = unknownStates(saved, state)(0);
  if (problem === undefined) return;
  const message = `the start is far from everything in the record: ${problem}`;
  if (!force) throw new UserError(`${message}; --force predicts all the same`);
  say(`warning: ${message}`);
}

function warnBeyond(saved: SavedModel, { times, states }: Prediction): void {
  const problemAt = unknownStates(saved, states);
  const first = times.findIndex((_, i) => i > 0 && problemAt(i) !== undefined);
  if (first > 0) say(`warning: from ${times[first]} on the prediction is a guess: ${problemAt(first)}`);
}

/** Says of the i-th of some states [n][2d] why it is not known, undefined where it is. */
function unknownStates(saved: SavedModel, states: Float64Array): (i: number) => string | undefined {
  const { model, visited } = saved;
  const names = stateNames(saved);
  const size = names.length;
  const uncertainty = fieldUncertainty(model, states, fieldScale(model, visited));
  const ranges = names.map((_, a) => {
    const values = Array.from({ length: visited.length / size }, (_, j) => visited[j * size + a] as number);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  return (i) => {
    const beyond = ranges.findIndex(([low, high], a) => {
      const value = states[i * size + a] as number;
      return value < low - MARGIN * (high - low) || value > high + MARGIN * (high - low);
    });
    const [low = 0, high = 0] = ranges[beyond] ?? [];
    if (beyond >= 0) return `${names[beyond]} was only seen from ${short(low)} to ${short(high)}`;
    const value = uncertainty[i] as number;
    return value > UNKNOWN ? `the learned forces there are uncertain by ${Math.round(100 * value)} %` : undefined;
  };
}

const short = (value: number) => String(Number(value.toPrecision(3)));

function columnsOf(saved: SavedModel, { times, states, deviations }: Prediction): NumberColumns {
  const { model } = saved;
  const { coordinates } = model.space;
  const size = 2 * coordinates.length;
  const quantities = [...coordinates.map(({ position }) => position), ...coordinates.map(({ momentum }) => momentum)];
  const column = (values: Float64Array, a: number) => Array.from(times, (_, i) => values[i * size + a] as number);
  return [
    { heading: headingOf(model.time), values: times },
    ...quantities.map((quantity, a) => ({ heading: headingOf(quantity), values: column(states, a) })),
    ...(deviations === undefined
      ? []
      : quantities.map(({ name, unit }, a) => ({
          heading: headingOf({ name: `${name}_sd`, unit }),
          values: column(deviations, a),
        }))),
    { heading: "energy", values: energies(saved, states) },
  ];
}

function energies({ model }: SavedModel, states: Float64Array): number[] {
  const size = 2 * model.space.dimension;
  const all = Array.from({ length: states.length / size }, (_, i) =>
    energyOf(model, states.slice(i * size, (i + 1) * size)),
  );
  return all.map((value) => value - (all[0] as number));
}

function toTable(columns: NumberColumns): string {
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, i) =>
    columns.map(({ values }) => String(Number((values[i] as number).toPrecision(7)))),
  );
  const heads = columns.map(({ heading }) => ({ title: heading, align: "right" as const }));
  return `${formatTable(heads, rows).join("\n")}\n`;
}

function toJson(saved: SavedModel, { times, states, deviations }: Prediction) {
  const size = 2 * saved.model.space.dimension;
  const rows = (values: Float64Array) => Array.from(times, (_, i) => [...values.subarray(i * size, (i + 1) * size)]);
  return {
    names: stateNames(saved),
    t: [...times],
    states: rows(states),
    ...(deviations === undefined ? {} : { deviations: rows(deviations) }),
    energy: energies(saved, states),
  };
}
