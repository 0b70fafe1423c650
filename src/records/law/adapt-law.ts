import { UserError } from "../../base/errors.js";
import { type Random, randomStream } from "../../base/random.js";
import {
  derivedMotion,
  drawLaws,
  type FittedCandidate,
  type ForceShare,
  fitMore,
  followLaw,
  forceShares,
  type Identified,
  identify,
  type LawDraw,
  type LearnedLaw,
  type LearnedVelocities,
  lastStarts,
  learnedLaw,
  SMALL_LOOSENESS,
} from "../../identification/index.js";
import { type Adaptation, type AdaptRecordOptions, DEFAULT_HOLD_OUT, FEWEST_SAMPLES } from "../adaptation.js";
import { measureHeldOut, samplesSeen } from "../held-out.js";
import type { Recording } from "../recording.js";
import { forcesOf, type LearnedForce } from "./forces.js";
import { formulaOf } from "./formula.js";
import { impactsOf } from "./impacts.js";
import { type MeasuredRecord, measuredRecord, rowsOf } from "./measured.js";
import type { LawModel } from "./model.js";
import { momentaCheck } from "./momenta.js";
import { type MomentumScale, stateForm } from "./states.js";
import { lawUnits } from "./units.js";
import { velocityColumns } from "./velocity-columns.js";
import { alternativesTo, verdictOf } from "./verdict.js";

/** Laws drawn for bands. */
const DRAWS = 16;
/** Laws drawn to know what held-out error to expect. */
const EXPECTING_DRAWS = 8;

/**
 * Learns the law of a record: energy, friction and drive together, by multiple shooting over all of its rows. An end of the record is kept back to choose the form and to measure
 * the prediction by; then the law is fitted to the whole. Undefined where no law can be followed.
 */
export function adaptLaw(record: Recording, options: AdaptRecordOptions = {}): Adaptation | undefined {
  const { holdOut = DEFAULT_HOLD_OUT, draws = DRAWS, seed = 0, conservative = false, onProgress } = options;
  checkLengths(record);
  const seen = samplesSeen(record, holdOut);
  const whole = measuredRecord(record);
  const part = measuredRecord(record, seen);
  const choice = {
    conservative,
    inputs: whole.inputs,
    momenta: record.momenta === "given",
    onProgress: (share: number, what: string) => onProgress?.(0.7 * share, 1, what),
  };
  const first = identify(part.motions, part.coordinates, choice);
  if (first === undefined) return undefined;
  onProgress?.(0.7, 1, "held-out error");
  const { identified, heldOut, again } = settled(record, whole, part, first, choice, (own) =>
    heldOutOf(record, part, own, holdOut, seed),
  );
  onProgress?.(0.8, 1, "fit to the whole record");
  const more = fitMore(whole.motions, identified, choice);
  if (more === undefined) return undefined;
  const { fitted, record: smoothed } = more;
  const law = learnedLaw(fitted, smoothed, whole.inputs?.count ?? 0);
  const fittedColumns = velocitiesOf(fitted, identified);
  const velocities = withDerived(fittedColumns, fitted, whole, smoothed.tick);
  const momentumScale = momentumScaleOf(fitted);
  const energyScale = momentumScale?.value ?? (record.masses[0] as number);
  const drawn = drawLaws(fitted, draws, randomStream(seed, "laws"));
  const model: LawModel = {
    law,
    active: whole.active,
    rest: whole.rest,
    ...(momentumScale === undefined ? {} : { momentumScale }),
    energyScale,
    velocities,
    draws: drawn,
    signal: whole.inputs?.signal,
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
  const noise = noiseOf(record, whole, fitted);
  const found = judged(record, identified, fitted, forces, shares, heldOut, smoothed.tick);
  const verdict = again ? { ...found, reasons: [...found.reasons, CHOSEN_AGAIN] } : found;
  const momenta = momentaCheck(fitted, smoothed);
  const n = whole.active.length;
  onProgress?.(0.85, 1, "formula");
  const { active, coordinates, inputs } = whole;
  const worded = fitForWords(whole.motions, more, identified, choice);
  const formula = formulaOf({
    ...{ record, active, coordinates, inputs, energyScale },
    ...{ fitted: worded.fitted, smoothed: worded.fitted.seen },
    onProgress: (share) => onProgress?.(0.85 + 0.15 * share, 1, "formula"),
  });
  onProgress?.(1, 1, "law found");
  return {
    learnedBy: "law",
    tried: [{ method: "law", relative: heldOut.error.relative }],
    model: { space: spaceOf(record), time: record.time, terms: [], draws: [], law: model },
    check: {
      ...verdict,
      returns: 1,
      forms: identified.forms.map(({ what, evidence }) => ({ what, evidence })),
      frictions: identified.frictions.map(({ what, evidence }) => ({ what, evidence })),
    },
    ...(momenta === undefined ? {} : { momenta }),
    forces,
    heldOut: { ...heldOut.error, expected: heldOut.expected },
    ...(formula === undefined ? {} : { law: formula }),
    structure: {
      name: identified.choice.form,
      formula: formula?.closed === true ? formula.formula : "energy as a curve",
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

type HeldOut = ReturnType<typeof heldOutOf>;

/** A prediction that misses its end by so many times what was to be expected makes one look again at the form. */
const LOOK_AGAIN = 3;

/**
 * The law that was chosen without the record's end; or, where it predicts that end badly, the form that the whole record speaks for, if fitted without the end it predicts it better.
 */
function settled(
  record: Recording,
  whole: MeasuredRecord,
  part: MeasuredRecord,
  first: Identified,
  choice: Parameters<typeof identify>[2],
  measure: (identified: Identified) => HeldOut,
): { identified: Identified; heldOut: HeldOut; again: boolean } {
  const heldOut = measure(first);
  const kept = { identified: first, heldOut, again: false };
  const rows = rowsOf(record.motions).reduce((sum, count) => sum + count, 0);
  if (!(heldOut.error.relative > LOOK_AGAIN * heldOut.expected) || rows > MOST_AGAIN) return kept;
  const second = identify(whole.motions, whole.coordinates, { ...choice, onProgress: undefined });
  if (second === undefined) return kept;
  const refitted = fitMore(part.motions, second, choice);
  if (refitted === undefined) return kept;
  const own = measure({ ...second, ...refitted });
  return own.error.relative < heldOut.error.relative ? { identified: second, heldOut: own, again: true } : kept;
}

const CHOSEN_AGAIN =
  "the form that was found without the record's end predicted it badly; this one was found with it, so that its held-out error flatters it";

/** Longer records are not looked at twice. */
const MOST_AGAIN = 20_000;

/** Rows, after compression, from which a formula is found at most: more say nothing new of its form. */
const MOST_WORDED = 1500;

/** The law's fit that formulas are held against: to all of the record, of a long one to its beginning. */
function fitForWords(
  motions: MeasuredRecord["motions"],
  whole: NonNullable<ReturnType<typeof fitMore>>,
  identified: Identified,
  choice: Parameters<typeof fitMore>[2],
): NonNullable<ReturnType<typeof fitMore>> {
  const rows = whole.record.motions.reduce((sum, { times }) => sum + times.length, 0);
  if (rows <= MOST_WORDED) return whole;
  const cut = motions.map(({ times, values }) => {
    const count = Math.max(FEWEST_SAMPLES, Math.ceil((times.length * MOST_WORDED) / rows));
    return { times: times.subarray(0, count), values: values.subarray(0, (count * values.length) / times.length) };
  });
  return fitMore(cut, identified, choice) ?? whole;
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

/** The mass that the law calls 1, where momenta tell it. */
function momentumScaleOf({ fit, law }: FittedCandidate): MomentumScale | undefined {
  if (fit.problem.velocities.momenta !== true) return undefined;
  const P = fit.theta.length;
  const row = fit.posterior.covariance().subarray(law.count * P, (law.count + 1) * P);
  return {
    value: fit.theta[law.count] as number,
    variance: Math.max(0, row[law.count] as number),
    covariances: row.slice(0, law.count),
  };
}

/** Factors, lag and smoothing as numbers. */
function velocitiesOf({ fit, law }: FittedCandidate, { choice }: Identified): LearnedVelocities {
  const { model } = choice.velocities;
  const P = fit.theta.length;
  const covariance = fit.posterior.covariance();
  const estimate = (k: number) => ({
    value: fit.theta[k] as number,
    deviation: Math.sqrt(Math.max(0, covariance[k * P + k] as number)),
  });
  const lagAt = law.count + model.count;
  const known = { value: 1, deviation: 0 };
  return {
    ...choice.velocities,
    factors: model.factors.map((which) => (which < 0 || model.momenta === true ? known : estimate(law.count + which))),
    lag: model.lag ? estimate(lagAt) : { value: 0, deviation: 0 },
    smoothed: model.smoothing === undefined ? { value: 0, deviation: 0 } : estimate(P - 1),
  };
}

/** With factors and lag of columns that were computed from the positions, which the fit did not take. */
function withDerived(
  velocities: LearnedVelocities,
  fitted: FittedCandidate,
  { motions }: MeasuredRecord,
  tick: number,
): LearnedVelocities {
  if (velocities.kind !== "derived" || velocities.filters === undefined) return velocities;
  return { ...velocities, ...derivedMotion(fitted, motions, velocities.filters, tick) };
}

/** How a law fitted to the part predicts the rest, and what error was to be expected. */
function heldOutOf(
  record: Recording,
  part: MeasuredRecord,
  identified: Identified,
  holdOut: number,
  seed: number,
): { error: Adaptation["heldOut"]; expected: number } {
  const { fitted, record: smoothed } = identified;
  const law = learnedLaw(fitted, smoothed, part.inputs?.count ?? 0);
  const velocities = velocitiesOf(fitted, identified);
  const { active, rest } = part;
  const momentumScale = momentumScaleOf(fitted);
  const starts = lastStarts(fitted);
  const n = part.active.length;
  const columnsFor =
    (start: (m: number) => Float64Array, draw?: LawDraw, random?: Random) =>
    (m: number, times: Float64Array): Float64Array => {
      const own = times.map((t) => t + (part.offsets[m] as number));
      const coefficients = draw?.coefficients;
      const path = (at: Float64Array) =>
        followLaw(law, start(m), starts[m]?.time as number, at, { coefficients, signal: part.inputs?.signal, random });
      const form = stateForm({ law, active, rest, momentumScale }, draw);
      const states = path(own);
      if (momentumScale !== undefined) {
        const found = form.recordStates(states);
        if (velocities.lag.value === 0 || random !== undefined) return found;
        const late = form.recordStates(path(own.map((t) => t + velocities.lag.value)));
        const d = rest.length;
        return found.map((value, k) => (k % (2 * d) < d ? value : (late[k] as number)));
      }
      if (record.momenta !== "positions") {
        const all = record.motions[m]?.times as Float64Array;
        const step = ((all.at(-1) as number) - (all[0] as number)) / (all.length - 1);
        const columns = velocityColumns(velocities, random === undefined ? path : () => states, own, n, step);
        if (random === undefined || velocities.kind !== "derived")
          for (let i = 0; i < own.length; i++)
            for (let k = 0; k < n; k++) states[i * 2 * n + n + k] = columns[i * n + k] as number;
      }
      return form.recordStates(states);
    };
  const likeliest = columnsFor((m) => starts[m]?.state as Float64Array);
  const noise = noiseOf(record, part, fitted);
  const error = measureHeldOut(record, holdOut, noise, likeliest);
  const random = randomStream(seed, "held-out draws");
  const expected = drawLaws(fitted, EXPECTING_DRAWS, random).map((draw) => {
    const drawn = columnsFor((m) => draw.states.subarray(m * 2 * n, (m + 1) * 2 * n), draw, random);
    return measureHeldOut(record, holdOut, noise, likeliest, drawn).relative;
  });
  const squares = expected.reduce((sum, value) => sum + value * value, 0) / EXPECTING_DRAWS;
  const noises = relativeNoise(fitted, smoothed.columnSpreads);
  return { error, expected: Math.sqrt(squares + noises ** 2) };
}

function relativeNoise({ fit }: FittedCandidate, spreads: Float64Array): number {
  const used = fit.problem.motions.flatMap(({ values }) =>
    Array.from(spreads.keys()).filter((c) => !Number.isNaN(values[c] as number)),
  );
  const own = [...new Set(used)];
  return Math.sqrt(
    own.reduce((sum, c) => sum + ((fit.noise[c] as number) / ((spreads[c] as number) || 1)) ** 2 / own.length, 0),
  );
}

/** Noise of every component in its own unit; null where it was not measured or says nothing of its own. */
function noiseOf(record: Recording, { active }: MeasuredRecord, { fit }: FittedCandidate): (number | null)[] {
  const d = record.space.dimension;
  const n = active.length;
  return Array.from({ length: 2 * d }, (_, a) => {
    const k = active.indexOf(a % d);
    if (k < 0 || (a >= d && record.momenta === "positions")) return null;
    const at = a < d ? k : n + k;
    const seen = fit.problem.motions.some(({ values }) => !Number.isNaN(values[at] as number));
    return seen ? (fit.noise[at] as number) : null;
  });
}

function judged(
  record: Recording,
  identified: Identified,
  { fit, candidate }: FittedCandidate,
  forces: readonly LearnedForce[],
  shares: readonly ForceShare[],
  heldOut: { readonly error: Adaptation["heldOut"]; readonly expected: number },
  tick: number,
): Pick<Adaptation["check"], "verdict" | "reasons" | "evidence" | "friction" | "share"> {
  const { frictions, choice, drives } = identified;
  const kinds = candidate.terms.map(({ spec }) => spec.kind);
  const chosen = choice.friction.join(" and ");
  const none = frictions.find(({ what }) => what === "none")?.evidence ?? Number.NaN;
  const most = Math.max(...frictions.filter(({ what }) => what !== "none").map(({ evidence }) => evidence));
  const viscous = forces.find(({ kind }) => kind === "viscous");
  const friction = forces.filter(({ kind }) => kind !== "harmonic" && kind !== "input");
  const spans = record.motions.map(({ times }) => (times.at(-1) as number) - (times[0] as number));
  const unexplained = fit.looseness > SMALL_LOOSENESS ? fit.looseness * Math.sqrt(Math.max(...spans) / tick) : 0;
  const frictionPower = shares.filter(({ term }) => kinds[term] === "friction");
  const feeds = frictionPower.reduce((sum, { power }) => sum + power, 0) > 0;
  const found = verdictOf({
    frictions,
    friction: choice.friction,
    drives: choice.drives.length + (record.inputs.length > 0 ? 1 : 0),
    feeds,
    heldOut: heldOut.error.relative,
    expected: heldOut.expected,
    unexplained,
    noise: relativeNoise(identified.fitted, identified.record.columnSpreads),
  });
  const impacts = found.broken ? impactsIn(record) : undefined;
  const others = chosen === "" ? [] : alternativesTo(chosen, frictions);
  return {
    verdict: impacts === undefined ? found.verdict : "impacts",
    reasons: [
      ...(impacts === undefined ? found.reasons : [impacts]),
      ...(others.length > 0 ? [`${chosen} friction and ${others.join(", ")} cannot be told apart on this record`] : []),
    ],
    evidence: { friction: most - none, drive: Math.max(0, ...drives.map(({ evidence }) => evidence)) },
    friction: { value: viscous?.value ?? 0, deviation: viscous?.deviation ?? 0 },
    share: {
      friction: Math.hypot(...friction.map(({ share }) => share)),
      drive: Math.hypot(...forces.filter(({ kind }) => kind === "harmonic").map(({ share }) => share)),
    },
  };
}

/** What impacts do to a record, in words; what is said of friction would otherwise only be theirs. */
function impactsIn(record: Recording): string | undefined {
  const impacts = impactsOf(record);
  if (impacts === undefined) return undefined;
  const { count, coordinate, kept, times } = impacts;
  const unit = record.time.unit === "" ? "" : ` ${record.time.unit}`;
  const when = times.slice(0, 5).map((t) => String(Number(t.toPrecision(3))));
  return (
    `${coordinate} is thrown back ${count === 1 ? "once" : `${count} times`} (at ${when.join(", ")}${count > 5 ? ", ..." : ""}${unit}), ` +
    `and keeps about ${Math.round(100 * kept)} % of its kinetic energy each time: an energy, friction and a drive describe only the motion between impacts`
  );
}

/** How many samples of the longest motion one motion of the law explains to within three times the noise. */
function reachOf(record: Recording, law: LearnedLaw, noise: number): Adaptation["reach"] {
  const of = Math.max(...rowsOf(record.motions));
  if (law.looseness <= SMALL_LOOSENESS) return { samples: of, of };
  const ticks = ((3 * noise) / law.looseness) ** 2;
  const { times } = record.motions.find((motion) => motion.times.length === of) as Recording["motions"][number];
  const span = (times.at(-1) as number) - (times[0] as number);
  return { samples: Math.min(of, Math.max(1, Math.round((of * ticks * law.tick) / span))), of };
}

function residualOf({ fit }: FittedCandidate): number {
  let [squares, count] = [0, 0];
  for (const residuals of fit.linearisation.residuals)
    for (const r of residuals)
      if (!Number.isNaN(r)) {
        squares += r * r;
        count++;
      }
  return Math.sqrt(squares / count);
}
