import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { orderOf } from "../../../src/learning/gaussian/rows.js";
import { structureData } from "../../../src/learning/structure/given.js";
import { StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import { linearize } from "../../../src/learning/structure/linearize.js";
import { drawNoise, NOISES, NoiseCovariance } from "../../../src/learning/structure/noise.js";
import { structureTerms } from "../../../src/learning/structure/term.js";
import { doublePendulum, massSpring } from "../../../src/mechanics/index.js";
import { drawnLikelihood, sampledPoints } from "./fixture.js";

describe("noise of states and derivatives", () => {
  const { data, likelihood, random } = drawnLikelihood(doublePendulum, 3, "noise");
  const { rows } = likelihood;
  const order = orderOf(rows);
  // Slopes of dH/dx too, as after a law has been found.
  const model = { ...data.noise, slopes: data.noise.slopes.map(() => random.normal()) };
  const noise = [-1, -2, -1.5];
  const covariance = new NoiseCovariance(model, rows);
  const lower = (at: ArrayLike<number>) => {
    const matrix = new Float64Array(order * order);
    covariance.addTo(matrix, at);
    return matrix;
  };

  it("has the covariance of its draws", () => {
    const draws = 20_000;
    const expected = lower(noise);
    const found = new Float64Array(order * order);
    for (let k = 0; k < draws; k++) {
      const drawn = drawNoise(noise, model, rows, random);
      for (let i = 0; i < order; i++)
        for (let j = 0; j <= i; j++)
          found[i * order + j] =
            (found[i * order + j] as number) + ((drawn[i] as number) * (drawn[j] as number)) / draws;
    }
    for (let i = 0; i < order; i++)
      for (let j = 0; j <= i; j++) {
        const scale = Math.sqrt((expected[i * (order + 1)] as number) * (expected[j * (order + 1)] as number));
        const error = (found[i * order + j] as number) - (expected[i * order + j] as number);
        // Five standard deviations of an estimate from so many draws.
        expect(Math.abs(error)).toBeLessThan(5 * Math.sqrt(2 / draws) * scale);
      }
  });

  it("has the derivatives that finite differences give", () => {
    const weights = Float64Array.from({ length: order * order }, () => random.normal());
    for (let i = 0; i < order; i++)
      for (let j = 0; j < i; j++) weights[j * order + i] = weights[i * order + j] as number;
    const total = (at: ArrayLike<number>) => {
      const matrix = lower(at);
      let sum = 0;
      for (let i = 0; i < order; i++)
        for (let j = 0; j <= i; j++)
          sum += (i === j ? 1 : 2) * (weights[i * order + j] as number) * (matrix[i * order + j] as number);
      return sum;
    };
    const gradient = new Float64Array(NOISES);
    covariance.contract(weights, noise, gradient);
    for (let k = 0; k < NOISES; k++) {
      const moved = (by: number) => noise.map((value, i) => (i === k ? value + by : value));
      const expected = (total(moved(1e-5)) - total(moved(-1e-5))) / 2e-5;
      expect(Math.abs((gradient[k] as number) - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
    }
  });
});

describe("states seen through a law", () => {
  it("lie nearer to the true ones than the observed, which were noisy", () => {
    const random = randomStream(1, "better states");
    const { space, given } = sampledPoints(massSpring, 40, random);
    const LEVEL = 0.03;
    const scales = structureData(given).noise;
    const spoil = (values: Float64Array, scale: Float64Array) =>
      values.map((value, k) => value + LEVEL * (scale[k % 2] as number) * random.normal());
    const noisy = {
      ...given,
      states: spoil(given.states, scales.stateScale),
      gradients: spoil(given.gradients, scales.gradientScale),
    };
    const terms = structureTerms(space);
    let likelihood = new StructureLikelihood(terms, structureData(noisy));
    const theta = new Float64Array(likelihood.layout.size);
    theta.fill(Math.log(LEVEL), likelihood.layout.noise);
    const distance = (states: Float64Array) =>
      Math.sqrt(states.reduce((sum, value, k) => sum + (value - (given.states[k] as number)) ** 2, 0));
    const distances = [distance(noisy.states)];
    for (let round = 0; round < 2; round++) {
      const conditioned = likelihood.condition(theta);
      if (conditioned === undefined) throw new Error("not factorised");
      const data = linearize(noisy, { likelihood, theta, conditioned });
      distances.push(distance(data.states));
      likelihood = new StructureLikelihood(terms, data, { spreads: likelihood.spreads });
    }
    // Derivatives tell each state once more, equal energies a third time: about 1 / sqrt(2.5) of the noise is left.
    expect(distances[2] as number).toBeLessThan(0.75 * (distances[0] as number));
  });

  it("are the observed ones, with their own derivatives, where there is no noise", () => {
    const { likelihood, theta, given, data } = drawnLikelihood(doublePendulum, 6, "no noise");
    const quiet = theta.slice();
    quiet.fill(-30, likelihood.layout.noise);
    const conditioned = likelihood.condition(quiet);
    if (conditioned === undefined) throw new Error("not factorised");
    const seen = linearize(given, { likelihood, theta: quiet, conditioned });
    seen.states.forEach((value, k) => {
      expect(value).toBeCloseTo(data.states[k] as number, 10);
    });
    seen.gradients.forEach((value, k) => {
      expect(value).toBeCloseTo(data.gradients[k] as number, 9);
    });
  });
});
