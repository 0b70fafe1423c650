import { type Random, randomStream } from "../../base/random.js";
import {
  drawLaws,
  followLaw,
  type Identified,
  judgedSpreads,
  type LawDraw,
  type LearnedVelocities,
  lastStarts,
  learnedLaw,
} from "../../identification/index.js";
import { componentVariances, usualStep } from "../../numerics/index.js";
import type { HeldOutError } from "../adaptation.js";
import { measureHeldOut } from "../held-out.js";
import { unpredictable } from "../prediction/unpredictable.js";
import type { Recording } from "../recording.js";
import { columnNoises, momentumScaleOf, relativeNoise, velocitiesOf } from "./estimates.js";
import type { MeasuredRecord } from "./measured.js";
import { stateForm } from "./states.js";
import { velocityColumns } from "./velocity-columns.js";

/** Laws drawn to know what held-out error to expect. */
const EXPECTING_DRAWS = 8;

/** A held-out error, and what was to be expected in its place, relative to the motion's spread. */
export interface HeldOut {
  readonly error: HeldOutError;
  readonly expected: number;
  /** In words, why the end cannot be predicted, where that is so. */
  readonly unpredictable?: string | undefined;
}

/** How a motion is followed: by which law, with which chance, and whether velocity columns are made late, or computed from the positions, as those of the record are. */
interface Followed {
  readonly draw?: LawDraw;
  readonly random?: Random;
  readonly filtered?: boolean;
}

/** How a law fitted to the part predicts the rest, and what error was to be expected. */
export function heldOutOf(
  record: Recording,
  part: MeasuredRecord,
  identified: Identified,
  holdOut: number,
  seed: number,
): HeldOut {
  const { fitted, record: smoothed, inputs } = identified;
  const law = learnedLaw(fitted, smoothed, inputs?.count ?? 0);
  const velocities = velocitiesOf(fitted, identified);
  const { active, rest } = part;
  const momentumScale = momentumScaleOf(fitted);
  const starts = lastStarts(fitted);
  const n = part.active.length;
  const columnsFor =
    (start: (m: number) => Float64Array, { draw, random, filtered = random === undefined }: Followed = {}) =>
    (m: number, times: Float64Array): Float64Array => {
      const own = times.map((t) => t + (part.offsets[m] as number));
      const coefficients = draw?.coefficients;
      const path = (at: Float64Array) =>
        followLaw(law, start(m), starts[m]?.time as number, at, { coefficients, signal: inputs?.signal, random });
      const form = stateForm({ law, active, rest, momentumScale }, draw);
      const states = path(own);
      if (momentumScale !== undefined) {
        const found = form.recordStates(states);
        if (velocities.lag.value === 0 || !filtered) return found;
        const late = form.recordStates(path(own.map((t) => t + velocities.lag.value)));
        const d = rest.length;
        return found.map((value, k) => (k % (2 * d) < d ? value : (late[k] as number)));
      }
      if (record.momenta !== "positions") {
        const step = usualStep(record.motions[m]?.times as Float64Array);
        if (filtered || velocities.kind !== "derived") {
          const columns = velocityColumns(velocities, filtered ? path : () => states, own, n, step);
          for (let i = 0; i < own.length; i++)
            for (let k = 0; k < n; k++) states[i * 2 * n + n + k] = columns[i * n + k] as number;
        }
      }
      return form.recordStates(states);
    };
  const start = (m: number) => starts[m]?.state as Float64Array;
  const likeliest = columnsFor(start);
  const noise = columnNoises(record, part, fitted);
  const error = measureHeldOut(record, holdOut, noise, likeliest);
  const random = randomStream(seed, "held-out draws");
  // A lag would need a drawn motion at other times, where chance would have taken it elsewhere. Of columns that were computed from the positions, what that takes off the motion counts as uncertain: real ones
  // were computed in ways that a filter of some rows only comes near to.
  const seen = velocities.kind === "derived" ? likeliest : columnsFor(start, { filtered: false });
  const drawn = drawLaws(fitted, EXPECTING_DRAWS, random).map((draw) => {
    const columns = columnsFor((m) => draw.states.subarray(m * 2 * n, (m + 1) * 2 * n), { draw, random });
    return measureHeldOut(record, holdOut, noise, seen, columns).relative;
  });
  const fromPositions = derivedNoises(velocities, fitted, part);
  const own = relativeNoise(fitted, judgedSpreads(smoothed, part.coordinates.kinds));
  const all = [...Array.from({ length: n }, () => own), ...fromPositions];
  const expected = expectedError(drawn, Math.sqrt(all.reduce((sum, part) => sum + part ** 2 / all.length, 0)));
  const unknownForce = law.terms.some(({ kind }) => kind === "time");
  return { error, expected, unpredictable: unpredictable({ expected, wanders: law.looseness > 0, unknownForce }) };
}

/** Noise of velocity columns that were computed from the positions, by that of these and what the filter leaves, each relative to its spread. */
function derivedNoises(
  { kind, filters = [] }: LearnedVelocities,
  { fit }: Identified["fitted"],
  { motions }: MeasuredRecord,
): number[] {
  if (kind !== "derived") return [];
  const n = filters.length;
  return filters.map(({ weights, residual }, c) => {
    const noise = Math.hypot(Math.hypot(...weights) * (fit.noise[c] as number), residual);
    const column = motions.flatMap(({ values }) => [
      ...values.filter((v, k) => k % (2 * n) === n + c && !Number.isNaN(v)),
    ]);
    return noise / (Math.sqrt(componentVariances(Float64Array.from(column), 1)[0] as number) || 1);
  });
}

/**
 * The held-out error that is to be expected, relative to the motion's spread: that of laws drawn from the posterior, and the noise. A law
 * that runs away is off by the whole motion, if not by more.
 */
export function expectedError(drawn: readonly number[], noise: number): number {
  const squares = drawn.reduce((sum, error) => sum + (Number.isFinite(error) ? error : 1) ** 2, 0);
  return Math.sqrt(squares / drawn.length + noise ** 2);
}
