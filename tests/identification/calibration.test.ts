import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import type { Candidate } from "../../src/identification/choice/fitting/candidate.js";
import { fitCandidate } from "../../src/identification/choice/fitting/fit-candidate.js";
import { misfits } from "../../src/identification/choice/misfit.js";
import { drawLaws, followLaw, lastStarts, learnedLaw, SMALL_LOOSENESS } from "../../src/identification/index.js";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom, type TermSpec } from "../../src/identification/law/spec.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { plainVelocities } from "../../src/identification/shooting/record.js";
import { normalBelow, rankBand, rankCounts } from "../../src/measure/index.js";
import { dop853 } from "../../src/mechanics/index.js";

// Simulation-based calibration (Talts et al. 2018): laws drawn from a prior, a record of each, and its posterior. Where that is right the truth has any rank among what it leaves possible as often as any other.

const [RECORDS, ROWS, DURATION, NOISE, BINS] = [240, 40, 7, 0.02, 5];

const specs: readonly TermSpec[] = [
  { kind: "kinetic", pattern: [1], feature: { kind: "linear", coefficients: [1] }, constant: 1 },
  {
    kind: "potential",
    feature: { kind: "linear", coefficients: [1] },
    basis: { kind: "chebyshev", low: -1.5, high: 1.5, count: 4 },
  },
  { kind: "friction", directions: [[1]], law: "viscous", smoothing: 0 },
];
/** Of four coefficients of the potential and one of friction. */
const [MEANS, DEVIATIONS] = [
  [0, 1.5, 0, 0.2, 0.1],
  [0.2, 0.2, 0.15, 0.1, 0.05],
] as const;
const prior: Candidate = {
  name: "drawn from",
  terms: [
    { spec: specs[0] as TermSpec, deviation: 1 },
    { spec: specs[1] as TermSpec, means: MEANS.slice(0, 4), deviation: DEVIATIONS.slice(0, 4) },
    { spec: specs[2] as TermSpec, means: MEANS.slice(4), deviation: DEVIATIONS.slice(4) },
  ],
};

/** How far the truth is from what was learned, in its standard deviations, of several quantities, and whether the law wanders. `together`: the share of an error that is that of the row before. */
function oneRecord(seed: number, rows = ROWS, together = 0): Readonly<Record<string, number>> {
  const random = randomStream(seed, "prior");
  const truth = Float64Array.from(MEANS, (mean, k) => mean + (DEVIATIONS[k] as number) * random.normal());
  const evaluation = evaluationOf(lawFrom(1, specs));
  const times = Float64Array.from({ length: 2 * rows - 1 }, (_, i) => (i * DURATION) / (rows - 1));
  const { states } = dop853(
    (state, out) => {
      evaluation.accelerate(state, 0, truth);
      out.set([state[1] as number, evaluation.accelerations[0] as number]);
    },
    Float64Array.of(random.between(0.7, 1.1), random.between(-0.5, 0.5)),
    times,
    { tolerance: 1e-11 },
  );
  const errors = new Float64Array(2 * rows).map(() => NOISE * random.normal());
  for (let k = 2; k < errors.length; k++)
    errors[k] = together * (errors[k - 2] as number) + Math.sqrt(1 - together ** 2) * (errors[k] as number);
  const values = states.slice(0, 2 * rows).map((x, k) => x + (errors[k] as number));
  const motions = [{ times: times.slice(0, rows), values }];
  const record = smoothRecord(motions, 1, motions);
  const fitted = fitCandidate(prior, record, { velocities: plainVelocities(1) });
  if (fitted === undefined) throw new Error(`no fit to record ${seed}`);
  const law = learnedLaw(fitted, record, 0);
  const start = lastStarts(fitted)[0] as { time: number; state: Float64Array };
  const end = [times.at(-1) as number];
  const quantities = (theta: Float64Array, state: Float64Array) => {
    const potential = (q: number) => {
      evaluation.accelerate(Float64Array.of(q, 0), 0, theta);
      return evaluation.energy(theta);
    };
    evaluation.accelerate(Float64Array.of(0.5, 0.3), 0, theta);
    const [q = 0, v = 0] = followLaw(law, state, start.time, end, { coefficients: theta });
    return {
      energy: potential(0.6) - potential(-0.4),
      force: evaluation.accelerations[0] as number,
      friction: theta[4] as number,
      position: q,
      velocity: v,
    };
  };
  const mean = quantities(law.coefficients, start.state);
  const drawn = drawLaws(fitted, 16, random).map((draw) => quantities(draw.coefficients, draw.states));
  evaluation.accelerate(Float64Array.of(0.5, 0.3), 0, truth);
  const [q, v] = states.slice(-2) as unknown as [number, number];
  const expected = { ...quantities(truth, start.state), position: q, velocity: v };
  const missed = Object.entries(mean).map(([name, value]) => {
    const key = name as keyof typeof mean;
    const variance = drawn.reduce((sum, own) => sum + (own[key] - value) ** 2 / drawn.length, 0);
    return [name, (expected[key] - value) / Math.sqrt(variance)] as const;
  });
  // Of the noise's logarithm, found from so many numbers.
  const noise = fitted.fit.noise.map((found) => Math.log(NOISE / found) * Math.sqrt(2 * (rows - 3)));
  const wanders = fitted.fit.looseness > SMALL_LOOSENESS ? 1 : 0;
  return { ...Object.fromEntries(missed), noise: noise[0] as number, wanders, misfit: misfits(fitted) ? 1 : 0 };
}

const records = Array.from({ length: RECORDS }, (_, seed) => oneRecord(seed));
const [low, high] = rankBand(RECORDS, BINS);
/** Whether ranks are uniform, and the mean square of the errors is 1 within four of its own deviations. */
function holds(errors: readonly number[]): boolean {
  const square = errors.reduce((sum, z) => sum + (z * z) / RECORDS, 0);
  const even = rankCounts(errors.map(normalBelow), BINS).every((count) => count >= low && count <= high);
  return even && Math.abs(square - 1) < 4 * Math.sqrt(2 / RECORDS);
}

describe("laws drawn from what is believed of them", () => {
  for (const name of ["energy", "force", "friction", "position", "velocity", "noise"]) {
    const errors = records.map((record) => record[name] as number);

    it(`have uniform ranks in their posteriors: ${name}`, () => {
      expect(holds(errors)).toBe(true);
    });

    it(`would not, were its variance half or twice what it is: ${name}`, () => {
      expect(holds(errors.map((z) => z * Math.SQRT2))).toBe(false);
      expect(holds(errors.map((z) => z * Math.SQRT1_2))).toBe(false);
    });
  }
});

describe("of records whose errors hang together from row to row", () => {
  const together = Array.from({ length: 24 }, (_, seed) => oneRecord(seed, 120, 0.5));
  const meanOf = (name: string, of: (value: number) => number) =>
    together.reduce((sum, record) => sum + of(record[name] as number) / together.length, 0);

  it("laws form one motion, and miss nothing", () => {
    expect(meanOf("wanders", (value) => value)).toBeLessThan(0.1);
    expect(meanOf("misfit", (value) => value)).toBeLessThan(0.1);
  });

  for (const name of ["energy", "force", "friction", "position"])
    it(`are as far off as is believed: ${name}`, () => {
      expect(Math.abs(meanOf(name, (z) => z * z) - 1)).toBeLessThan(4 * Math.sqrt(2 / together.length));
    });
});
