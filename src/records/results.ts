import type { Quantity } from "../mechanics/index.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT } from "./adaptation.js";
import type { LawModel } from "./law/model.js";
import { energyOf } from "./model.js";
import { type Prediction, predictMotion } from "./predict.js";
import type { Recording } from "./recording.js";

/** What there is to say about an adaptation besides what it found. */
export interface RecordFacts {
  /** The command that repeats it. */
  readonly command: string;
  readonly options: AdaptRecordOptions;
  readonly versions: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Local date and time, for people. */
  readonly date: string;
}

/** A component of the state: its name and unit, and whether it was measured. */
export interface ResultComponent extends Quantity {
  readonly kind: "position" | "momentum" | "velocity";
  readonly measured: boolean;
}

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
  };
  readonly prediction: {
    readonly t: readonly number[];
    /** [component][time]. */
    readonly values: readonly (readonly number[])[];
    /** Standard deviations, [component][time]. */
    readonly deviations: readonly (readonly number[])[];
    readonly energy: readonly number[];
    /** From here on there are no measurements. */
    readonly recordEnd: number;
  };
}

/** What the velocity columns were found to be. */
export interface VelocityColumns {
  readonly kind: LawModel["velocities"]["kind"];
  /** By coordinate: the column over the velocity. */
  readonly factors: readonly { readonly value: number; readonly deviation: number }[];
  /** How much later than the row's time the velocity is that the column has. */
  readonly lag: { readonly value: number; readonly deviation: number };
  /** Of derived columns: rows on either side that enter each value. */
  readonly reach?: number | undefined;
}

function velocityColumnsOf({ velocities }: LawModel): VelocityColumns {
  const { kind, factors, lag, filters } = velocities;
  return {
    kind,
    factors,
    lag,
    ...(filters === undefined ? {} : { reach: Math.max(...filters.map(({ reach }) => reach)) }),
  };
}

/** Everything that the report of an adaptation shows: the content of its `results.json`. */
export interface RecordResults {
  readonly version: 1;
  readonly kind: "record";
  readonly source: string;
  readonly facts: RecordFacts;
  readonly understood: readonly string[];
  readonly time: Quantity;
  readonly components: readonly ResultComponent[];
  readonly method: string;
  /** All methods that were tried, with the relative error of their held-out prediction; the method is one of them. */
  readonly tried: readonly { readonly method: string; readonly relative: number }[];
  readonly structure: Adaptation["structure"];
  readonly forces: Adaptation["forces"];
  readonly velocities?: VelocityColumns | undefined;
  readonly check: Adaptation["check"];
  readonly heldOut: Adaptation["heldOut"];
  readonly noise: Adaptation["noise"];
  readonly residual: number;
  readonly reach: Adaptation["reach"];
  readonly tick: number;
  /** Samples that the model was fitted to. */
  readonly used: number;
  readonly rows: number;
  readonly motions: readonly ResultMotion[];
}

/** Samples of a motion that are shown at most. */
const MOST_SAMPLES = 4096;

/** At most `most` of the indices from 0 to N - 1, first and last among them. */
function evenly(N: number, most: number): number[] {
  const count = Math.min(N, most);
  return Array.from({ length: count }, (_, k) => Math.round((k * (N - 1)) / Math.max(1, count - 1)));
}

/** Points of a predicted curve. */
const CURVE_POINTS = 401;

/** The methods for people. */
export const RECORD_METHODS: Readonly<Record<Adaptation["learnedBy"], string>> = {
  law: "law of motion fitted to all rows by multiple shooting",
  process: "Hamiltonian Gaussian process conditioned on the motion",
  structured: "structured Hamiltonian process on states and their derivatives",
};

/** Collects an adaptation's results, with every motion predicted for twice the time of its record. */
export function recordResults(record: Recording, adaptation: Adaptation, facts: RecordFacts): RecordResults {
  const { momenta } = record;
  const { space } = adaptation.model;
  const components = [
    ...space.coordinates.map(({ position }) => ({ ...position, kind: "position" as const, measured: true })),
    ...space.coordinates.map(({ momentum }) => ({
      ...momentum,
      kind: adaptation.model.law !== undefined && momenta !== "given" ? ("velocity" as const) : ("momentum" as const),
      measured: momenta !== "positions",
    })),
  ];
  const holdOut = facts.options.holdOut ?? DEFAULT_HOLD_OUT;
  return {
    version: 1,
    kind: "record",
    source: record.source,
    facts,
    understood: record.understood,
    time: record.time,
    components,
    method: RECORD_METHODS[adaptation.learnedBy],
    tried: adaptation.tried.map(({ method, relative }) => ({ method: RECORD_METHODS[method], relative })),
    structure: adaptation.structure,
    forces: adaptation.forces,
    ...(adaptation.model.law === undefined ? {} : { velocities: velocityColumnsOf(adaptation.model.law) }),
    check: adaptation.check,
    heldOut: adaptation.heldOut,
    noise: adaptation.noise,
    residual: adaptation.residual,
    reach: adaptation.reach,
    tick: adaptation.tick,
    used: adaptation.used,
    rows: record.rows,
    motions: record.motions.map((_, m) => motionResult(record, adaptation, m, holdOut)),
  };
}

function motionResult(record: Recording, adaptation: Adaptation, m: number, holdOut: number): ResultMotion {
  const { model } = adaptation;
  const d = record.space.dimension;
  const motion = record.motions[m] as Recording["motions"][number];
  const N = motion.times.length;
  const second = model.law !== undefined && record.momenta !== "given" ? motion.velocities : motion.momenta;
  const rows = evenly(N, MOST_SAMPLES);
  const [first, end] = [motion.times[0] as number, motion.times[N - 1] as number];
  const prediction = predictRecord(adaptation, m, first, end);
  const { times, states, deviations = new Float64Array(states.length) } = prediction;
  const column = (values: Float64Array, a: number, width: number) =>
    Array.from({ length: values.length / width }, (_, i) => values[i * width + a] as number);
  const components = Array.from({ length: 2 * d }, (_, a) => a);
  const state = (i: number) =>
    Float64Array.from([
      ...motion.positions.subarray(i * d, (i + 1) * d),
      ...(second?.subarray(i * d, (i + 1) * d) ?? []),
    ]);
  const reference = energyOf(model, states.slice(0, 2 * d));
  const energy = (x: Float64Array) => energyOf(model, x) - reference;
  return {
    id: motion.id,
    samples: {
      t: rows.map((i) => motion.times[i] as number),
      of: N,
      values: components.map((a) => {
        const values = a < d ? motion.positions : second;
        return values === undefined ? null : rows.map((i) => values[i * d + (a % d)] as number);
      }),
      heldOutFrom: motion.times[N - Math.max(1, Math.round(holdOut * N))] as number,
      energy: second === undefined ? null : rows.map((i) => energy(state(i))),
    },
    prediction: {
      t: [...times],
      values: components.map((a) => column(states, a, 2 * d)),
      deviations: components.map((a) => column(deviations, a, 2 * d)),
      energy: Array.from(times, (_, i) => energy(states.slice(i * 2 * d, (i + 1) * 2 * d))),
      recordEnd: end,
    },
  };
}

/** A motion for twice the time of its record; where one state does not explain all of it, from the last one that does. */
function predictRecord(adaptation: Adaptation, m: number, first: number, end: number): Prediction {
  const { start, drawnStarts } = adaptation.motions[m] as Adaptation["motions"][number];
  const from = Math.max(first, start.time);
  const last = first + 2 * (end - first);
  const times = Float64Array.from({ length: CURVE_POINTS }, (_, i) => from + ((last - from) * i) / (CURVE_POINTS - 1));
  return predictMotion(adaptation.model, { ...start, drawn: drawnStarts }, times, adaptation);
}
