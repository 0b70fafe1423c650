import type { Random } from "../../base/random.js";
import { choleskySolve } from "../../numerics/index.js";
import { rowOf } from "../gaussian/rows.js";
import type { TermScales } from "./covariance.js";
import { PieceJet } from "./jet.js";
import type { FittedStructure } from "./likelihood.js";
import { activeTerms, addJet, StructureMean } from "./mean.js";
import { drawNoise } from "./noise.js";
import type { StructureTerm } from "./term.js";

/** Random Fourier features of each term's function. */
const WAVES = 64;

/** A function drawn from a squared-exponential prior: sum of cosines (Rahimi and Recht 2007). */
interface DrawnFunction {
  readonly size: number;
  /** [wave][r] */
  readonly frequencies: Float64Array;
  readonly phases: Float64Array;
  readonly amplitude: number;
}

/**
 * Draws H from the posterior and returns its dH/dx, in units: a draw from the prior, corrected by what it gets wrong at the
 * data (pathwise conditioning, Wilson et al. 2020).
 */
export function sampleStructure(
  fitted: FittedStructure,
  random: Random,
): (state: Float64Array, gradient: Float64Array) => void {
  const { likelihood, theta, conditioned } = fitted;
  const { data, terms, spreads } = likelihood;
  const { stateSize, gradients, energies, states } = data;
  const scales = terms.map((_, t) => likelihood.scalesOf(theta, t));
  const active = activeTerms(scales);
  const learned = active.flatMap((t) => {
    const functions = terms[t]?.learned;
    if (functions === undefined) return [];
    const { deviation } = scales[t] as TermScales;
    return [functions.combine(Float64Array.from({ length: functions.size }, () => deviation * random.normal()))];
  });
  const slopes = new Float64Array(stateSize);
  const drawn = active
    .filter((t) => terms[t]?.learned === undefined)
    .map((t) => ({
      drawnFunction: drawFunction(
        (likelihood.jets[t] as readonly PieceJet[])[0] as PieceJet,
        scales[t] as TermScales,
        random,
      ),
      jets: (terms[t] as StructureTerm).pieces.map((piece) => new PieceJet(piece, stateSize, spreads[t] as number, 1)),
    }));
  const prior = (state: Float64Array, gradient: Float64Array) => {
    let energy = 0;
    for (const { drawnFunction, jets } of drawn)
      for (const jet of jets) {
        const [value, slope] = evaluateDrawn(drawnFunction, jet.moveTo(state).z);
        energy += addJet(jet, 1, value, slope, gradient);
      }
    for (const combination of learned) {
      energy += combination(state, slopes);
      for (let a = 0; a < stateSize; a++) gradient[a] = (gradient[a] as number) + (slopes[a] as number);
    }
    return energy;
  };
  const at = new Float64Array(stateSize);
  const residual = Float64Array.of(...gradients, ...energies);
  const subtract = (row: number, value: number) => {
    residual[row] = (residual[row] as number) - value;
  };
  for (let i = 0; i < data.count; i++) {
    at.fill(0);
    const energy = prior(states.slice(i * stateSize, (i + 1) * stateSize), at);
    at.forEach((value, a) => {
      subtract(rowOf(likelihood.rows, i, a), value);
    });
    subtract(rowOf(likelihood.rows, i, stateSize), energy);
  }
  drawNoise(likelihood.noiseOf(theta), data.noise, likelihood.rows, random).forEach((value, row) => {
    subtract(row, value);
  });
  const weights = choleskySolve(conditioned.factor, likelihood.compare(residual));
  const correction = new StructureMean(fitted, weights);
  return (state, gradient) => {
    correction.evaluate(state, gradient);
    prior(state, gradient);
  };
}

function drawFunction({ size }: PieceJet, { deviation, length }: TermScales, random: Random): DrawnFunction {
  // A constant is one number; the cosine of a phase alone would not be normal.
  if (size === 0)
    return {
      size,
      frequencies: new Float64Array(0),
      phases: new Float64Array(0),
      amplitude: deviation * random.normal(),
    };
  return {
    size,
    frequencies: Float64Array.from({ length: WAVES * size }, () => random.normal() / length),
    phases: Float64Array.from({ length: WAVES }, () => random.between(0, 2 * Math.PI)),
    amplitude: deviation * Math.sqrt(2 / WAVES),
  };
}

function evaluateDrawn(
  { size, frequencies, phases, amplitude }: DrawnFunction,
  z: Float64Array,
): [number, Float64Array] {
  const slope = new Float64Array(size);
  if (size === 0) return [amplitude, slope];
  let value = 0;
  for (let wave = 0; wave < phases.length; wave++) {
    let angle = phases[wave] as number;
    for (let k = 0; k < size; k++) angle += (frequencies[wave * size + k] as number) * (z[k] as number);
    value += amplitude * Math.cos(angle);
    const sine = -amplitude * Math.sin(angle);
    for (let k = 0; k < size; k++) slope[k] = (slope[k] as number) + sine * (frequencies[wave * size + k] as number);
  }
  return [value, slope];
}
