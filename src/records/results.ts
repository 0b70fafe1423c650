import type { Quantity } from "../mechanics/index.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT } from "./adaptation.js";
import { type LawConstant, lawConstants } from "./law/constants.js";
import { type EnergyMap, type LawCurve, lawCurves } from "./law/curves/curves.js";
import type { LawModel } from "./law/model.js";
import { lawUnits, massKnown } from "./law/units.js";
import type { Recording } from "./recording.js";
import { fileUnitsFor, inFileUnits } from "./results/file-units.js";
import { motionResult, type ResultMotion } from "./results/motion.js";

export type { LawConstant } from "./law/constants.js";
export type { EnergyMap, LawCurve } from "./law/curves/curves.js";
export type { ResultMotion } from "./results/motion.js";

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

/** A measured input. */
export interface InputColumn extends Quantity {
  readonly held: boolean;
  /** Of the rate of change of another input, the number of that. */
  readonly rateOf?: number | undefined;
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
  /** The law in words, where it was learned as one. */
  readonly law?: Adaptation["law"];
  /** Of motions that no one law explains, the law of each. */
  readonly apart?: Adaptation["apart"];
  /** Whether momenta that were given are masses times velocities of a law. */
  readonly momenta?: Adaptation["momenta"];
  readonly forces: Adaptation["forces"];
  readonly velocities?: VelocityColumns | undefined;
  /** Measured inputs, and whether each was taken to keep its value until the next row; absent where there are none. */
  readonly inputs?: readonly InputColumn[] | undefined;
  /** Constants that have a name, with standard errors; empty where nothing but an energy is known. */
  readonly constants: readonly LawConstant[];
  /** The law's parts against one variable each, and the energy over two coordinates. */
  readonly curves: readonly LawCurve[];
  readonly map?: EnergyMap | undefined;
  /** Unit of energies; "" where the record does not say. */
  readonly energyUnit: string;
  /** Whether momenta tell the masses, or somebody gave them; absent in results of older versions. */
  readonly massKnown?: boolean | undefined;
  readonly check: Adaptation["check"];
  readonly heldOut: Omit<Adaptation["heldOut"], "predicted">;
  readonly noise: Adaptation["noise"];
  readonly residual: number;
  readonly reach: Adaptation["reach"];
  readonly tick: number;
  /** Samples that the model was fitted to. */
  readonly used: number;
  readonly rows: number;
  readonly motions: readonly ResultMotion[];
}

/** The methods for people. */
export const RECORD_METHODS: Readonly<Record<Adaptation["learnedBy"], string>> = {
  law: "law of motion fitted to all rows by multiple shooting",
  process: "Hamiltonian Gaussian process conditioned on the motion",
  structured: "structured Hamiltonian process on states and their derivatives",
};

/** Collects an adaptation's results, states in the units of the file, with every motion predicted for twice the time of its record. */
export function recordResults(given: Recording, adaptation: Adaptation, facts: RecordFacts): RecordResults {
  const { record = given } = adaptation;
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
  const results: RecordResults = {
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
    ...(adaptation.law === undefined ? {} : { law: adaptation.law }),
    ...(adaptation.apart === undefined ? {} : { apart: adaptation.apart }),
    ...(adaptation.momenta === undefined ? {} : { momenta: adaptation.momenta }),
    forces: adaptation.forces,
    ...(adaptation.model.law === undefined ? {} : { velocities: velocityColumnsOf(adaptation.model.law) }),
    ...inputColumns(record, adaptation),
    ...lawParts(record, adaptation),
    energyUnit: lawUnits(record).energy,
    massKnown: massKnown(record),
    check: adaptation.check,
    heldOut: withoutPredicted(adaptation.heldOut),
    noise: adaptation.noise,
    residual: adaptation.residual,
    reach: adaptation.reach,
    tick: adaptation.tick,
    used: adaptation.used,
    rows: record.rows,
    motions: record.motions.map((_, m) => motionResult(record, adaptation, m, holdOut)),
  };
  return { ...results, ...inFileUnits(results, fileUnitsFor(record, adaptation.model)) };
}

function inputColumns({ inputs }: Recording, { model }: Adaptation): Pick<RecordResults, "inputs"> {
  if (model.law === undefined || inputs.length === 0) return {};
  return {
    inputs: inputs.map(({ name, unit, held = false, rateOf }) => ({
      name,
      unit,
      held,
      ...(rateOf === undefined ? {} : { rateOf }),
    })),
  };
}

function lawParts(
  record: Recording,
  { model: { law }, law: formula, forces, formulaLaw, apart }: Adaptation,
): Pick<RecordResults, "constants" | "curves" | "map"> {
  // Curves of a mere description beside the motions' own laws would be taken for theirs.
  if (law === undefined || apart !== undefined) return { constants: [], curves: [] };
  return {
    constants: lawConstants(record, law, forces),
    ...lawCurves(record, law, formula?.closed === true && formula.explains ? formulaLaw : undefined),
  };
}

/** Without what was predicted, and without an expected error that is more than the motion: words say so instead. */
const withoutPredicted = ({ predicted: _, expected, unpredictable, ...error }: Adaptation["heldOut"]) => ({
  ...error,
  ...(unpredictable === undefined ? { expected } : { unpredictable }),
});
