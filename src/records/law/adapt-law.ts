import { UserError } from "../../base/errors.js";
import { randomStream } from "../../base/random.js";
import {
  drawPossible,
  fitMore,
  forceShares,
  type Inputs,
  identify,
  lastStarts,
  learnedLaw,
  possibleLaws,
  type SmoothedRecord,
  withUnseen,
} from "../../identification/index.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT, FEWEST_SAMPLES } from "../adaptation.js";
import { returnsOf } from "../fit/returns.js";
import { samplesSeen } from "../held-out.js";
import type { Recording } from "../recording.js";
import {
  columnNoises,
  momentaCheck,
  momentumScaleOf,
  reachOf,
  relativeNoise,
  residualOf,
  velocitiesOf,
  withDerived,
} from "./estimates.js";
import { forcesOf } from "./forces.js";
import { formulaOf, withStanding } from "./formula.js";
import { heldOutOf } from "./held-out.js";
import { breaksIn } from "./impacts/breaks.js";
import { type MeasuredRecord, measuredRecord, rowsOf } from "./measured.js";
import type { LawModel } from "./model.js";
import { inputsWithRates, recordWithRates } from "./rates.js";
import { readAs } from "./read-as.js";
import { fitForWords, settled } from "./settled.js";
import { stateForm } from "./states.js";
import { slowsToRest, stopsAgainst } from "./stops.js";
import { lawUnits } from "./units.js";
import { judged } from "./verdict/judged.js";
import { explainsRecord } from "./verdict/unexplained.js";
import type { Verdict } from "./verdict/verdict.js";

/** Verdicts of a law under which nothing but an input could hold a body where it rests. */
const UNHELD: ReadonlySet<Verdict> = new Set(["conservative", "driven"]);

/** Laws drawn for bands. */
const DRAWS = 16;

/**
 * Learns the law of a record: energy, friction and drive together, by multiple shooting over all of its rows. An end of the record is kept back to choose the form and to measure
 * the prediction by; then the law is fitted to the whole. Undefined where no law can be followed. `breaks` looks for impacts.
 */
export function adaptLaw(
  told: Recording,
  options: AdaptRecordOptions = {},
  breaks = breaksIn(told),
): Adaptation | undefined {
  const {
    holdOut = DEFAULT_HOLD_OUT,
    draws = DRAWS,
    seed = 0,
    conservative = false,
    formula: wanted = true,
    onProgress,
  } = options;
  checkLengths(told);
  const seen = samplesSeen(told, holdOut);
  const asWritten = { whole: measuredRecord(told), part: measuredRecord(told, seen) };
  const asked = {
    conservative,
    inputs: asWritten.whole.inputs,
    momenta: told.momenta === "given",
    integrated: told.integrated === true,
    stopped: slowsToRest(told),
    withRates: (inputs: Inputs) => inputsWithRates(told, inputs),
    onProgress: (share: number, what: string) => onProgress?.(0.7 * share, 1, what),
  };
  const first = identify(asWritten.part.motions, asWritten.part.coordinates, asked);
  if (first === undefined) return undefined;
  const { inputs, coordinates } = first;
  const whole: MeasuredRecord = { ...asWritten.whole, coordinates };
  const part: MeasuredRecord = { ...asWritten.part, coordinates };
  const given = coordinates === asWritten.part.coordinates ? told : readAs(told, whole.active, coordinates);
  const choice = { ...asked, inputs, withRates: undefined };
  onProgress?.(0.7, 1, "held-out error");
  const { identified, heldOut, again } = settled(given, whole, part, first, choice, (own) =>
    heldOutOf(given, part, own, holdOut, seed),
  );
  const record = withHeld(given, inputs);
  onProgress?.(0.8, 1, "fit to the whole record");
  const more = fitMore(whole.motions, identified, choice);
  if (more === undefined) return undefined;
  const { fitted, record: smoothed } = more;
  const law = learnedLaw(fitted, smoothed, inputs?.count ?? 0);
  const velocities = withDerived(velocitiesOf(fitted, identified), fitted, whole, smoothed.tick);
  const momentumScale = momentumScaleOf(fitted);
  const energyScale = momentumScale?.value ?? (record.masses[0] as number);
  const possible = drawPossible(possibleLaws(more, identified, choice), draws, randomStream(seed, "laws"));
  const drawn = withUnseen(law.dimension, law.terms, possible, randomStream(seed, "unseen"));
  const model: LawModel = {
    law,
    active: whole.active,
    rest: whole.rest,
    ...(momentumScale === undefined ? {} : { momentumScale }),
    energyScale,
    velocities,
    draws: drawn,
  };
  const form = stateForm(model);
  const starts = lastStarts(fitted).map(({ time, state }, m) => ({
    time: time - (whole.offsets[m] as number),
    state: form.recordStates(state),
  }));
  const shares = forceShares(fitted, fitted.seen);
  const forces = forcesOf(
    record,
    whole.active,
    fitted,
    new Map(shares.map(({ term, share }) => [term, share])),
    massOf(record, energyScale),
  );
  const noise = columnNoises(record, whole, fitted);
  const found = judged(record, identified, fitted, forces, shares, heldOut, smoothed.tick, whole.active, breaks);
  const stopped = stopsAgainst(record, model, forces);
  const added = [again, stopped].filter((reason) => reason !== undefined);
  const verdict = {
    ...found,
    ...(stopped !== undefined && UNHELD.has(found.verdict) && record.inputs.length === 0
      ? { verdict: "undetermined" as const }
      : {}),
    reasons: [...found.reasons, ...added],
  };
  const momenta = momentaCheck(fitted, smoothed);
  const n = whole.active.length;
  onProgress?.(0.85, 1, "formula");
  const { active } = whole;
  // A smooth force of time has no formula, nor has a law that lacks one that was seen.
  const closable = wanted && identified.pumping === undefined && law.terms.every(({ kind }) => kind !== "time");
  const worded = closable ? fitForWords(whole.motions, more, identified, choice) : undefined;
  const formula =
    worded === undefined
      ? undefined
      : formulaOf({
          ...{ record, active, coordinates, inputs, energyScale },
          ...{ fitted: worded.fitted, smoothed: worded.fitted.seen },
          ...(worded === more ? {} : { all: fitted }),
          onProgress: (share) => onProgress?.(0.85 + 0.15 * share, 1, "formula"),
        });
  onProgress?.(1, 1, "law found");
  return {
    ...(record === told ? {} : { record }),
    learnedBy: "law",
    tried: [{ method: "law", relative: heldOut.error.relative }],
    model: { space: spaceOf(record), time: record.time, terms: [], draws: [], law: model },
    check: {
      ...verdict,
      returns: returnsIn(whole, smoothed),
      forms: identified.forms.map(({ what, evidence }) => ({ what, evidence })),
      frictions: identified.frictions.map(({ what, evidence }) => ({ what, evidence })),
    },
    ...(momenta === undefined ? {} : { momenta }),
    forces,
    heldOut: { ...heldOut.error, expected: heldOut.expected, unpredictable: heldOut.unpredictable },
    ...(formula === undefined
      ? {}
      : {
          law: withStanding(formula.words, explainsRecord({ check: verdict })),
          formulaLaw: formula.law,
        }),
    structure: {
      name: identified.choice.form,
      formula:
        formula?.words.closed === true && explainsRecord({ check: verdict })
          ? formula.words.formula
          : "energy as a curve",
    },
    used: rowsOf(record.motions).reduce((sum, rows) => sum + rows, 0),
    noise,
    tick: smoothed.tick,
    reach: reachOf(record, law, relativeNoise(fitted, smoothed.columnSpreads)),
    residual: residualOf(fitted),
    motions: record.motions.map(({ id }, m) => ({
      id,
      start: starts[m] as (typeof starts)[number],
      drawnStarts: Float64Array.from(
        drawn.flatMap((draw) => [
          ...stateForm(model, draw).recordStates(draw.states.subarray(m * 2 * n, (m + 1) * 2 * n)),
        ]),
      ),
    })),
  };
}

/** The record with what was found of how its inputs go on between rows, and with the rates that act. */
function withHeld(record: Recording, found: Inputs | undefined): Recording {
  if (found === undefined) return record;
  const whole = found.rates === undefined ? record : recordWithRates(record, found.rates);
  return { ...whole, inputs: whole.inputs.map((input, k) => ({ ...input, held: found.held[k] })) };
}

/** Share of the samples to which the motion comes back. */
function returnsIn({ motions, active }: MeasuredRecord, { spreads, tick }: SmoothedRecord): number {
  const n = active.length;
  const places = motions.map(({ times, values }) => ({
    times: times.map((t) => t / tick),
    positions: values.filter((_, k) => k % (2 * n) < n).map((value, k) => value / ((spreads[k % n] as number) || 1)),
  }));
  return returnsOf(places, n);
}

function checkLengths({ source, motions }: Recording): void {
  for (const { id, times } of motions)
    if (times.length < FEWEST_SAMPLES)
      throw new UserError(
        `${source}: ${id === "" ? "the motion" : `motion "${id}"`} has ${times.length} samples; at least ${FEWEST_SAMPLES} are needed`,
      );
}

/** The record's space, with velocities in the place of momenta that the record does not have. */
function spaceOf({ space, momenta, velocities, time, coordinateKinds }: Recording): Recording["space"] {
  if (momenta === "given") return space;
  return {
    ...space,
    coordinates: space.coordinates.map((coordinate, c) => {
      const { name, unit } = coordinate.position;
      const rate = unit === "" || time.unit === "" ? "" : `${unit}/${time.unit}`;
      const own = velocities?.[c] ?? {
        name: coordinateKinds?.[c] === "angle" ? `omega_${name}` : `v_${name}`,
        unit: rate,
      };
      return { ...coordinate, momentum: { name: own.name, unit: own.unit } };
    }),
  };
}

/** The mass that forces are given for: none, where energies have no scale. */
function massOf(record: Recording, energyScale: number): { value: number; unit: string } {
  if (record.momenta === "given") {
    const { mass } = lawUnits(record);
    // Of coordinates of different kinds, each has a mass in a unit of its own.
    const alike = new Set(record.space.coordinates.map(({ position }) => position.unit)).size === 1;
    return { value: energyScale, unit: alike && mass !== "1" ? mass : "" };
  }
  const unit = record.space.coordinates[0]?.momentum.unit.split(" ")[0] ?? "";
  return { value: energyScale, unit: energyScale === 1 || unit.includes("/") ? "" : unit };
}
