import type { Adaptation } from "../adaptation.js";
import { samplesSeen } from "../held-out.js";
import { type EnergyBalance, energyBalance } from "../law/balance.js";
import { inputsAlong } from "../law/measured.js";
import { energyOf } from "../model.js";
import { predictMotion, type RestTime } from "../predict.js";
import type { Recording } from "../recording.js";
import { fittedPath } from "./fitted-path.js";

/** One motion: what was measured, and the model's motion along it and beyond. */
export interface ResultMotion {
  readonly id: string;
  readonly samples: {
    /** Times of the samples shown: all, or an even selection of the `of` that were measured. */
    readonly t: readonly number[];
    readonly of: number;
    /** [component][time]; null where not measured. */
    readonly values: readonly (readonly number[] | null)[];
    /** First time that was held out. */
    readonly heldOutFrom: number;
    /** Learned energy of the measured states; null where momenta were not measured. */
    readonly energy: readonly number[] | null;
    /** Measurements less the model's motion, over the noise, [component][time]; null where there is none. */
    readonly residuals: readonly (readonly number[] | null)[];
  };
  /** The held-out end: what a model that had not seen it predicted, beside what was measured. */
  readonly heldOut: {
    readonly t: readonly number[];
    readonly measured: readonly (readonly number[] | null)[];
    readonly predicted: readonly (readonly number[])[];
  };
  readonly prediction: {
    readonly t: readonly number[];
    /** [component][time]. */
    readonly values: readonly (readonly number[])[];
    /** Standard deviations, [component][time]. */
    readonly deviations: readonly (readonly number[])[];
    /** Less that at the first time. */
    readonly energy: readonly number[];
    /** Kinetic energy; null of what is no law. */
    readonly kinetic: readonly number[] | null;
    /** Work of friction and of drives since the first time; null where there is none. */
    readonly friction: readonly number[] | null;
    readonly drive: readonly number[] | null;
    /** From here on there are no measurements. */
    readonly recordEnd: number;
    /** From when on the motion rests, held by dry friction, where it does at the last time, or later, where nothing acts on it from outside. */
    readonly rest?: RestTime | undefined;
  };
}

/** Samples of a motion that are shown at most. */
const MOST_SAMPLES = 4096;
/** Points of a curve: so many over the time in which the motion changes, but no more than the most, of all motions together, on either side of the record's end. */
const [POINTS_A_TICK, FEWEST_POINTS, MOST_POINTS] = [8, 200, 4000];

/** A motion of the record with the model's, for twice the time of the record; where it is very long, about its end. */
export function motionResult(record: Recording, adaptation: Adaptation, m: number, holdOut: number): ResultMotion {
  const { model } = adaptation;
  const size = 2 * record.space.dimension;
  const motion = record.motions[m] as Recording["motions"][number];
  const N = motion.times.length;
  const rows = evenly(N, MOST_SAMPLES);
  const signal = inputsAlong(record, m);
  const measured = measuredColumns(record, adaptation, m, rows);
  const path = fittedPath(record, adaptation, m, rows, signal);
  const grid = curveTimes(record, adaptation, m, path === undefined);
  const { start, drawnStarts } = adaptation.motions[m] as Adaptation["motions"][number];
  const seen = path === undefined ? new Float64Array(0) : grid.filter((t) => t <= grid.end);
  const beyond = grid.times.subarray(seen.length);
  const {
    states,
    deviations = new Float64Array(states.length),
    rest = restBeyond(adaptation, m, grid.end),
  } = predictMotion(model, { ...start, drawn: drawnStarts }, beyond, { ...adaptation, signal });
  const along = path?.at(seen);
  const whole = Float64Array.from([...(along?.states ?? []), ...states]);
  const spread = Float64Array.from([...(along?.deviations ?? []), ...deviations]);
  const balance = balanceOf(adaptation, grid.times, whole, signal);
  const shown = grid.times.filter((_, i) => i % 2 === 0);
  const column = (values: Float64Array, a: number) => Array.from(shown, (_, i) => values[2 * i * size + a] as number);
  const components = Array.from({ length: size }, (_, a) => a);
  const reference = balance.energy[0] as number;
  return {
    id: motion.id,
    samples: {
      t: rows.map((i) => motion.times[i] as number),
      of: N,
      values: measured,
      heldOutFrom: motion.times[N - Math.max(1, Math.round(holdOut * N))] as number,
      energy: measured.includes(null)
        ? null
        : rows.map(
            (_, i) =>
              energyOf(
                model,
                Float64Array.from(measured, (values) => values?.[i] as number),
              ) - reference,
          ),
      residuals: path?.residuals ?? components.map(() => null),
    },
    heldOut: heldOutPart(record, adaptation, m, holdOut),
    prediction: {
      t: [...shown],
      values: components.map((a) => column(whole, a)),
      deviations: components.map((a) => column(spread, a)),
      energy: Array.from(balance.energy, (value) => value - reference),
      kinetic: kineticAlong(adaptation, whole, balance.energy),
      friction: balance.friction === undefined ? null : [...balance.friction],
      drive: balance.drive === undefined ? null : [...balance.drive],
      recordEnd: grid.end,
      ...(rest === undefined ? {} : { rest }),
    },
  };
}

/** A motion that dry friction stops is followed so many ticks beyond the record to see when it rests. */
const REST_TICKS = 300;

/** When a motion comes to rest that is left to itself; undefined where it does not so soon. */
function restBeyond(adaptation: Adaptation, m: number, end: number): RestTime | undefined {
  const { model, tick, motions } = adaptation;
  const terms = model.law?.law.terms ?? [];
  const dry = terms.some((spec) => spec.kind === "friction" && spec.law === "dry");
  if (!dry || terms.some(({ kind }) => kind === "harmonic" || kind === "time" || kind === "input")) return undefined;
  const { start, drawnStarts } = motions[m] as Adaptation["motions"][number];
  const last = Float64Array.of(end + REST_TICKS * tick);
  return predictMotion(model, { ...start, drawn: drawnStarts }, last, adaptation).rest;
}

/** At most `most` of the indices from 0 to N - 1, first and last among them. */
function evenly(N: number, most: number): number[] {
  const count = Math.min(N, most);
  return Array.from({ length: count }, (_, k) => Math.round((k * (N - 1)) / Math.max(1, count - 1)));
}

/** The components that were measured at some rows, [component][row]. */
function measuredColumns(
  record: Recording,
  { model }: Pick<Adaptation, "model">,
  m: number,
  rows: readonly number[],
): (number[] | null)[] {
  const d = record.space.dimension;
  const { positions, velocities, momenta } = record.motions[m] as Recording["motions"][number];
  const second = model.law !== undefined && record.momenta !== "given" ? velocities : momenta;
  return Array.from({ length: 2 * d }, (_, a) => {
    const values = a < d ? positions : second;
    return values === undefined ? null : rows.map((i) => values[i * d + (a % d)] as number);
  });
}

/** Times of the curve with their middles: an odd number, the record's end among those that are shown. */
interface CurveTimes {
  readonly times: Float64Array;
  readonly end: number;
  filter(keep: (t: number) => boolean): Float64Array;
}

function curveTimes(record: Recording, adaptation: Adaptation, m: number, onlyStart: boolean): CurveTimes {
  const { times } = record.motions[m] as Recording["motions"][number];
  const { start } = adaptation.motions[m] as Adaptation["motions"][number];
  const [first, end] = [times[0] as number, times.at(-1) as number];
  // What will act from outside is not known.
  const last = record.inputs.length > 0 ? end : first + 2 * (end - first);
  const most = Math.max(FEWEST_POINTS, Math.floor(MOST_POINTS / record.motions.length / 2));
  const reach = (most * adaptation.tick) / POINTS_A_TICK;
  const from = Math.max(onlyStart ? Math.max(first, start.time) : first, end - reach);
  const to = Math.min(last, end + reach);
  const part = (a: number, b: number): number[] => {
    if (!(b > a)) return [];
    const count = Math.min(most, Math.max(FEWEST_POINTS, Math.ceil(((b - a) * POINTS_A_TICK) / adaptation.tick)));
    return Array.from({ length: 2 * count }, (_, i) => a + ((b - a) * i) / (2 * count));
  };
  const all = Float64Array.from([...part(from, end), ...part(end, to), Math.max(end, to)]);
  return { times: all, end, filter: (keep) => all.filter(keep) };
}

function balanceOf(
  { model }: Adaptation,
  times: Float64Array,
  states: Float64Array,
  signal: Parameters<typeof energyBalance>[3],
): EnergyBalance {
  if (model.law !== undefined) return energyBalance(model.law, times, states, signal);
  const size = states.length / times.length;
  return {
    energy: Float64Array.from({ length: (times.length + 1) / 2 }, (_, i) =>
      energyOf(model, states.slice(2 * i * size, (2 * i + 1) * size)),
    ),
  };
}

/** Energy less that at rest in the same place, at every second state. */
function kineticAlong({ model }: Adaptation, states: Float64Array, energy: Float64Array): number[] | null {
  const { law } = model;
  if (law === undefined) return null;
  const size = 2 * model.space.dimension;
  return Array.from(energy, (value, i) => {
    const resting = states.slice(2 * i * size, (2 * i + 1) * size).fill(0, size / 2);
    return value - energyOf(model, resting);
  });
}

/** Held-out samples that are shown: as close as curves are, and so many at most. */
const MOST_HELD_OUT = 1500;

function heldOutPart(record: Recording, adaptation: Adaptation, m: number, holdOut: number): ResultMotion["heldOut"] {
  const size = 2 * record.space.dimension;
  const { times } = record.motions[m] as Recording["motions"][number];
  const predicted = adaptation.heldOut.predicted?.[m];
  const from = samplesSeen(record, holdOut)[m] as number;
  const span = ((times.at(-1) as number) - (times[from] as number)) / (times.length - from);
  const stride = Math.max(1, Math.floor(adaptation.tick / POINTS_A_TICK / (span || 1)));
  const rows =
    predicted === undefined
      ? []
      : Array.from(
          { length: Math.min(MOST_HELD_OUT, Math.ceil((times.length - from) / stride)) },
          (_, k) => k * stride,
        );
  return {
    t: rows.map((k) => times[from + k] as number),
    measured: measuredColumns(
      record,
      adaptation,
      m,
      rows.map((k) => from + k),
    ),
    predicted: Array.from({ length: size }, (_, a) => rows.map((k) => predicted?.[k * size + a] as number)),
  };
}
