import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { normalBelow, rankBand, rankCounts } from "../../src/measure/index.js";
import { dop853 } from "../../src/mechanics/index.js";
import { drawFit } from "../../src/records/fit/draw.js";
import { addTerm, addWaves, type WaveTerm, type WeightedTerm } from "../../src/records/fit/energy-model.js";
import { firstDesign, fitMotion } from "../../src/records/fit/fit.js";
import { condition } from "../../src/records/fit/motion-process.js";
import { scaleRecord } from "../../src/records/fit/scaled.js";
import { structuresOf } from "../../src/records/fit/structure.js";
import { csv, read } from "./simulated-records.js";

// Simulation-based calibration (Talts et al. 2018) of the process: H = p^2/2 + V(q) with V drawn from the process itself, whose scales are known to the fit; a record of a motion in it, and the posterior.

const [RECORDS, ROWS, DURATION, NOISE, DRAWS, BINS] = [200, 25, 3, 0.02, 40, 5];
const [VARIANCE, LENGTH, WAVES] = [4, 1.5, 256];

/** A potential drawn from the process, as a sum of random waves. */
function drawnPotential(random: ReturnType<typeof randomStream>): WaveTerm {
  return {
    components: [0],
    centre: new Float64Array(1),
    frequencies: Float64Array.from({ length: WAVES }, () => random.normal() / LENGTH),
    phases: Float64Array.from({ length: WAVES }, () => random.between(0, 2 * Math.PI)),
    amplitudes: Float64Array.from({ length: WAVES }, () => Math.sqrt((2 * VARIANCE) / WAVES) * random.normal()),
  };
}

/** Energy and its slope at a place, of terms and waves. */
function at(z: number, terms: readonly WeightedTerm[], waves: readonly WaveTerm[]): { energy: number; slope: number } {
  const state = Float64Array.of(z, 0);
  const slope = new Float64Array(2);
  let energy = 0;
  for (const term of terms) energy += addTerm(term, state, slope);
  for (const wave of waves) energy += addWaves(wave, state, slope);
  return { energy, slope: slope[0] as number };
}

/** How far the truth is from what was learned, in its standard deviations. */
async function oneRecord(seed: number) {
  const random = randomStream(seed, "process prior");
  const truth = [drawnPotential(random)];
  const times = Float64Array.from({ length: ROWS }, (_, i) => (i * DURATION) / (ROWS - 1));
  const { states } = dop853(
    ([q = 0, p = 0], out) => out.set([p, -at(q, [], truth).slope]),
    Float64Array.of(random.between(-0.5, 0.5), random.between(-0.7, 0.7)),
    times,
    { tolerance: 1e-11 },
  );
  const column = (c: number) => Array.from(times, (_, i) => (states[2 * i + c] as number) + NOISE * random.normal());
  const recording = await read(csv("t,x,v", [...times], column(0), column(1)));
  const rows = recording.motions[0]?.times.length ?? 0;
  const plain = scaleRecord(recording, [Array.from({ length: rows }, (_, i) => i)]);
  const { spread, centre, energy } = plain.units;
  const record = { ...plain, noise: spread.map((size) => NOISE / size) };
  const [structure] = structuresOf(1, true);
  if (structure === undefined) throw new Error("no structure");
  const scales = {
    noise: 1,
    terms: [
      {
        components: [0],
        variance: VARIANCE / energy ** 2,
        lengths: Float64Array.of(LENGTH / (spread[0] as number)),
      },
    ],
  };
  const design = firstDesign(record, structure);
  const conditioned = condition(record, design.design, design.rowsOfTerms, scales);
  if (conditioned === undefined) throw new Error(`no process for record ${seed}`);
  const fit = fitMotion(record, {
    ...{ structure, scales, conditioned, ...design },
    ...{ theta: new Float64Array(3), evidence: conditioned.evidence },
  });
  const [first, second] = [0.3, 0.7].map((share) => states[2 * Math.floor(share * ROWS)] as number) as [number, number];
  const quantities = (
    terms: readonly WeightedTerm[],
    waves: readonly WaveTerm[],
    units: readonly [number, number, number],
  ) => {
    const [size, shift, unit] = units;
    const [one, two] = [at((first - shift) / size, terms, waves), at((second - shift) / size, terms, waves)];
    return { energy: unit * (two.energy - one.energy), force: (-unit * one.slope) / size };
  };
  const own = (terms: readonly WeightedTerm[], waves: readonly WaveTerm[]) =>
    quantities(terms, waves, [spread[0] as number, centre[0] as number, energy]);
  const expected = quantities([], truth, [1, 0, 1]);
  const mean = own(fit.mean.terms, []);
  const drawn = Array.from({ length: DRAWS }, () => {
    const { terms, waves } = drawFit(fit, random);
    return own(terms, waves);
  });
  const error = (key: "energy" | "force") => {
    const variance = drawn.reduce((sum, draw) => sum + (draw[key] - mean[key]) ** 2 / DRAWS, 0);
    return (expected[key] - mean[key]) / Math.sqrt(variance);
  };
  return { energy: error("energy"), force: error("force") };
}

const records = await Promise.all(Array.from({ length: RECORDS }, (_, seed) => oneRecord(seed)));
const [low, high] = rankBand(RECORDS, BINS);

/** Whether ranks are uniform, and the mean square of the errors is 1 within four of its own deviations. */
function holds(errors: readonly number[]): boolean {
  const square = errors.reduce((sum, z) => sum + (z * z) / RECORDS, 0);
  const even = rankCounts(errors.map(normalBelow), BINS).every((count) => count >= low && count <= high);
  return even && Math.abs(square - 1) < 4 * Math.sqrt(2 / RECORDS);
}

describe("energies drawn from the process", () => {
  for (const name of ["energy", "force"] as const) {
    const errors = records.map((record) => record[name]);

    it(`have uniform ranks in their posteriors: ${name}`, () => {
      expect(holds(errors)).toBe(true);
    });

    it(`would not, were its variance half or twice what it is: ${name}`, () => {
      expect(holds(errors.map((z) => z * Math.SQRT2))).toBe(false);
      expect(holds(errors.map((z) => z * Math.SQRT1_2))).toBe(false);
    });
  }
});
