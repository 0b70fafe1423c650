import { assemble, formOf } from "./choice/assemble.js";
import { refineCentre } from "./choice/centre.js";
import { chooseLaw } from "./choice/choose.js";
import type { ChoiceOptions, Chosen } from "./choice/chosen.js";
import { chooseFriction } from "./choice/chosen-friction.js";
import { type Candidate, jumpsOf } from "./choice/fitting/candidate.js";
import { fitCandidate } from "./choice/fitting/fit-candidate.js";
import type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
import { type Coordinates, TURNS } from "./choice/form-builder.js";
import { judgeInputs } from "./choice/judge-inputs.js";
import { positionsAlone } from "./choice/judge-velocities.js";
import { readingOf } from "./choice/kinds/readings.js";
import type { ChoiceTask } from "./choice/task.js";
import { compress } from "./prepare/compress.js";
import { roughTick } from "./prepare/rough-tick.js";
import { type SmoothedRecord, smoothRecord } from "./prepare/smoothed.js";
import type { MeasuredMotion } from "./shooting/record.js";

/** A law chosen for and fitted to motions. */
export interface Identified extends Chosen {
  /** As they were given, or as the record shows them where nothing was known of them. */
  readonly coordinates: Coordinates;
}

function prepared(
  motions: readonly MeasuredMotion[],
  { kinds }: Coordinates,
  { momenta, integrated, stopped, inputs }: Pick<ChoiceOptions, "momenta" | "integrated" | "stopped" | "inputs">,
): SmoothedRecord {
  const dimension = kinds.length;
  const angles = kinds.map((kind) => kind === "angle");
  const jumps = inputs === undefined ? [] : jumpsOf(inputs);
  const dense = compress(motions, dimension, roughTick(motions, dimension, angles), jumps);
  return { ...smoothRecord(dense, dimension, motions, momenta, angles), integrated, stopped };
}

/**
 * Finds the law of measured motions: its form, its coefficients and what the velocity columns are. Undefined where no form can be followed.
 *
 * @param motions in any units; angles in radians
 */
export function identify(
  motions: readonly MeasuredMotion[],
  told: Coordinates,
  given: ChoiceOptions = {},
): Identified | undefined {
  const seen = prepared(motions, told, given);
  const part = beginning(seen, MOST_JUDGING / rowsOf(seen));
  const { inputs, form } = judgeInputs(part, told, given);
  const options = { ...given, inputs };
  const same = inputs === given.inputs || form !== undefined;
  const record = same ? seen : prepared(motions, told, options);
  const rows = rowsOf(record);
  // A long record chooses its form on a part, and whether weak friction is there on the whole.
  const choosing = beginning(record, MOST_CHOOSING / rows);
  const reading = readingOf(choosing, told, options, choosing === part ? form : undefined);
  const { coordinates } = reading;
  // What turns was prepared as if it went far away; how inputs go on was judged by the law of something else.
  const judged = form !== undefined || inputs !== given.inputs;
  if (coordinates !== told && (judged || turns(record, coordinates))) return identify(motions, coordinates, given);
  const chosen = chooseLaw(choosing, coordinates, options, reading.form);
  if (chosen === undefined) return undefined;
  if (rows <= MOST_CHOOSING) return { ...chosen, coordinates };
  const whole = chooseFriction(record, coordinates, chosen.choice, options);
  return whole === undefined ? undefined : { ...chosen, ...whole, coordinates };
}

const turns = ({ ranges }: SmoothedRecord, { kinds }: Coordinates): boolean =>
  ranges.some(([low, high], i) => kinds[i] === "angle" && high - low > TURNS);

/** Rows, after compression, by which a form is chosen at most, and by which inputs are judged. */
const [MOST_CHOOSING, MOST_JUDGING] = [2000, 1000];

const rowsOf = ({ motions }: SmoothedRecord): number => motions.reduce((sum, { times }) => sum + times.length, 0);

/** The first share of every motion; all of it from a share of 1 on. */
function beginning(record: SmoothedRecord, share: number): SmoothedRecord {
  if (share >= 1) return record;
  const { motions, measured, dimension, momenta, integrated, stopped, angles } = record;
  const cut = (all: readonly MeasuredMotion[]) =>
    all.map(({ times, values, repeats }) => {
      const rows = Math.max(FEWEST_ROWS, Math.ceil(share * times.length));
      return {
        times: times.subarray(0, rows),
        values: values.subarray(0, rows * 2 * dimension),
        repeats: repeats?.subarray(0, rows),
      };
    });
  return { ...smoothRecord(cut(motions), dimension, cut(measured), momenta, angles), integrated, stopped };
}

const FEWEST_ROWS = 16;

/** Fits the law that was chosen for a part of a record to more of it. */
export function fitMore(
  motions: readonly MeasuredMotion[],
  { choice, coordinates, inputs }: Identified,
  { integrated, stopped }: ChoiceOptions = {},
): { record: SmoothedRecord; fitted: FittedCandidate } | undefined {
  const d = coordinates.kinds.length;
  const derived = choice.velocities.kind === "derived";
  const used = derived ? motions.map((motion) => positionsAlone(motion, d)) : motions;
  const record = prepared(used, coordinates, {
    momenta: choice.velocities.model.momenta,
    integrated,
    stopped,
    inputs,
  });
  const task: ChoiceTask = { record, coordinates, inputs, velocities: choice.velocities.model };
  const form = formOf(record, coordinates, choice);
  const whole = (own: Candidate) => assemble(task, own, choice.friction, choice.drives);
  const fitted = fitCandidate(whole(form), record, task);
  if (fitted === undefined) return undefined;
  return { record, fitted: choice.centre === undefined ? fitted : refineCentre(task, { form, fitted }, whole).fitted };
}
