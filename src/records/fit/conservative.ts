import { choleskySolve, dot } from "../../numerics/index.js";
import type { Verdict } from "../law/verdict/verdict.js";
import { type ChosenProcess, chooseScales, type LinearProblem } from "./fit.js";
import { frictionColumn } from "./motion-process.js";
import { returnsOf } from "./returns.js";
import type { ScaledRecord } from "./scaled.js";
import { startingScales } from "./structure.js";

/** What the record says of forces that no energy gives. */
export interface ConservativeCheck {
  readonly verdict: Verdict;
  /** What cannot be told, in plain words. */
  readonly reasons: readonly string[];
  /** What may help to tell more, things to do; where the verdict is undetermined. */
  readonly advice?: readonly string[];
  /** Log marginal likelihoods of the forms and kinds of friction that were compared. */
  readonly forms?: readonly { readonly what: string; readonly evidence: number }[];
  readonly frictions?: readonly { readonly what: string; readonly evidence: number }[];
  /** Log Bayes factors of a model with that force against the conservative one. */
  readonly evidence: { readonly friction: number; readonly drive: number };
  /** Friction coefficient gamma of a force -gamma p and its standard deviation, per unit of time of the record. */
  readonly friction: { readonly value: number; readonly deviation: number };
  /** Share of the samples to which the motion comes back: only there a force of time differs from one of place. */
  readonly returns: number;
  /** Root mean square of the extra force, relative to that of dp/dt. */
  readonly share: { readonly friction: number; readonly drive: number };
}

/** Log Bayes factor from which a force is believed: about 150 to 1. */
const BELIEVED = 5;
/** A force below this share of the whole is not told from errors of the fit. */
const LEAST_SHARE = 3e-3;
const FRICTION_VARIANCE = 1;
/** Friction, the simpler of the two, wins where the evidence is about as high. */
const TIE = 1;

/** A drive is believed where the motion comes back to at least this share of its samples. */
const FEWEST_RETURNS = 0.2;

/**
 * Tells a conservative record from one with friction or with a drive: the same process is fitted with a force -gamma p and with
 * a force that depends smoothly on time, and the marginal likelihoods are compared (Kass and Raftery 1995). The form of H is that
 * of `chosen`; hyperparameters are found anew for every model.
 */
export function checkConservative(
  record: ScaledRecord,
  chosen: ChosenProcess,
  problem: LinearProblem,
): ConservativeCheck {
  const { structure } = chosen;
  const variables = (...extra: number[]) => Float64Array.from([...startingScales(structure), ...extra]);
  const search = { evaluations: 100 };
  const friction = chooseScales(record, structure, problem, {
    ...search,
    extra: () => ({ friction: FRICTION_VARIANCE }),
  });
  const drive = chooseScales(record, structure, problem, {
    ...search,
    extra: ([variance = 0, length = 0]) => ({
      drive: { variance: Math.exp(variance), length: Math.max(0.3, Math.exp(length)) },
    }),
    start: variables(-2, 0),
  });
  // Where a force seems called for, the conservative model gets its hyperparameters as a start too: a search cut short must not
  // speak against it.
  const rivals = [friction, drive].filter(
    (found) => found !== undefined && found.evidence > chosen.evidence + BELIEVED,
  );
  const conservative = Math.max(
    chosen.evidence,
    ...rivals.map((rival) => {
      const start = rival?.theta.subarray(0, variables().length) ?? variables();
      return chooseScales(record, structure, problem, { ...search, start })?.evidence ?? Number.NEGATIVE_INFINITY;
    }),
  );
  const evidence = {
    friction: (friction?.evidence ?? Number.NEGATIVE_INFINITY) - conservative,
    drive: (drive?.evidence ?? Number.NEGATIVE_INFINITY) - conservative,
  };
  const { p, rate } = sizes(record, problem);
  const gamma = friction === undefined ? { value: 0, deviation: 0 } : frictionOf(record, problem, friction);
  const share = {
    friction: (Math.abs(gamma.value) * p) / rate,
    drive: Math.sqrt(drive?.scales.extra?.drive?.variance ?? 0) / rate,
  };
  const rubbed = evidence.friction > BELIEVED && share.friction > LEAST_SHARE;
  const d = record.noise.length / 2;
  const returns = returnsOf(
    record.motions.map(({ times, observed }) => ({
      times,
      positions: observed.filter((_, k) => k % (2 * d) < d),
    })),
    d,
  );
  const driven = evidence.drive > BELIEVED && share.drive > LEAST_SHARE && returns >= FEWEST_RETURNS;
  const { tick } = record.units;
  return {
    verdict: rubbed && evidence.friction >= evidence.drive - TIE ? "dissipative" : driven ? "driven" : "conservative",
    reasons: [],
    evidence,
    friction: { value: gamma.value / tick, deviation: gamma.deviation / tick },
    returns,
    share,
  };
}

/** Posterior mean and deviation of gamma, per tick. */
function frictionOf(record: ScaledRecord, { design }: LinearProblem, { conditioned }: ChosenProcess) {
  const column = frictionColumn(record, design);
  const n = column.length;
  const value = FRICTION_VARIANCE * dot(column, 0, conditioned.weights, 0, n);
  const explained = FRICTION_VARIANCE ** 2 * dot(column, 0, choleskySolve(conditioned.factor, column), 0, n);
  return { value, deviation: Math.sqrt(Math.max(0, FRICTION_VARIANCE - explained)) };
}

/** Root mean squares of the momenta and of their rates along the smoothed motion, in the units of the fit. */
function sizes({ units, noise }: ScaledRecord, { design }: LinearProblem): { p: number; rate: number } {
  const size = noise.length;
  const d = size / 2;
  const { nodes, nodeTimes } = design;
  let [p, rate, rates] = [0, 0, 0];
  for (let j = 0; j < nodeTimes.length; j++)
    for (let a = d; a < size; a++) {
      p += ((nodes[j * size + a] as number) + (units.centre[a] as number) / (units.spread[a] as number)) ** 2;
      const h = (nodeTimes[j] as number) - (nodeTimes[j - 1] ?? Number.NaN);
      // Between stretches time jumps or stands still.
      if (!(h > 0 && h < 1)) continue;
      rate += (((nodes[j * size + a] as number) - (nodes[(j - 1) * size + a] as number)) / h) ** 2;
      rates++;
    }
  return { p: Math.sqrt(p / (nodeTimes.length * d)), rate: Math.sqrt(rate / Math.max(1, rates)) || 1 };
}
