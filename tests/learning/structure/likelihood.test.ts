import { describe, expect, it } from "vitest";
import { structureData } from "../../../src/learning/structure/given.js";
import { StructureMean } from "../../../src/learning/structure/mean.js";
import { doublePendulum, kepler, massSpring, twoBody } from "../../../src/mechanics/index.js";
import { type Cholesky, cholesky, choleskySolve, logDeterminant } from "../../../src/numerics/index.js";
import { drawnLikelihood } from "./fixture.js";
import { slope } from "./naive.js";

const systems = [massSpring, doublePendulum, kepler, twoBody];

describe.each(systems.map((system) => [system.name, system] as const))("marginal likelihood for %s", (name, system) => {
  const { likelihood, theta, data } = drawnLikelihood(system, 4, name);

  it("has the gradient that finite differences give", () => {
    const gradient = new Float64Array(theta.length);
    likelihood.objective(theta, gradient);
    for (let i = 0; i < theta.length; i++) {
      const expected = slope((at) => likelihood.objective(at, new Float64Array(at.length)), theta, i, 1e-4);
      expect(Math.abs((gradient[i] as number) - expected), `hyperparameter ${i}`).toBeLessThan(
        1e-5 * (1 + Math.abs(expected)),
      );
    }
  });

  it("leaves a point out as a process without that point's derivatives would", () => {
    const { stateSize, count } = data;
    const left = likelihood.leaveOneOut(theta);
    const factor = left?.conditioned.factor;
    if (left === undefined || factor === undefined) throw new Error("not factorised");
    const order = factor.size;
    const full = productOf(factor.lower, order);
    const observed = likelihood.compare(Float64Array.of(...data.gradients, ...data.energies));
    let [density, square] = [0, 0];
    for (let point = 0; point < count; point++) {
      // All else first, the point's derivatives last: what the factor's last block and row say is their prediction.
      const own = Array.from({ length: stateSize }, (_, a) => point * stateSize + a);
      const kept = Array.from({ length: order }, (_, row) => row).filter((row) => !own.includes(row));
      const [joint, rest] = [[...kept, ...own], kept].map((rows) => logDensity(full, order, rows, observed));
      density += (joint?.value ?? Number.NaN) - (rest?.value ?? Number.NaN);
      const weights = choleskySolve(rest?.factor as Cholesky, rest?.values as Float64Array);
      for (const row of own) {
        const mean = kept.reduce((sum, k, i) => sum + (full[row * order + k] as number) * (weights[i] as number), 0);
        square += ((observed[row] as number) - mean) ** 2;
      }
    }
    expect(left.density).toBeCloseTo(density, 5);
    expect(Math.abs(left.square - square)).toBeLessThan(1e-6 * square);
  });

  it("predicts the derivatives that it was given, up to their noise", () => {
    const quiet = theta.slice();
    quiet.fill(-12, likelihood.layout.noise);
    const conditioned = likelihood.condition(quiet);
    if (conditioned === undefined) throw new Error("not factorised");
    const mean = new StructureMean({ likelihood, theta: quiet }, conditioned.weights);
    const { stateSize } = data;
    const gradient = new Float64Array(stateSize);
    for (let i = 0; i < data.count; i++) {
      mean.evaluate(data.states.slice(i * stateSize, (i + 1) * stateSize), gradient);
      for (let a = 0; a < stateSize; a++)
        expect(gradient[a]).toBeCloseTo(data.gradients[i * stateSize + a] as number, 4);
    }
  });

  it("has an energy whose finite differences are its derivatives", () => {
    const conditioned = likelihood.condition(theta);
    if (conditioned === undefined) throw new Error("not factorised");
    const mean = new StructureMean({ likelihood, theta }, conditioned.weights);
    const at = data.states.slice(0, data.stateSize).map((value) => value + 0.1);
    const gradient = new Float64Array(data.stateSize);
    mean.evaluate(at, gradient);
    for (let a = 0; a < data.stateSize; a++) {
      const expected = slope((moved) => mean.evaluate(moved, new Float64Array(data.stateSize)), at, a);
      expect(Math.abs((gradient[a] as number) - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
    }
  });
});

/** L L^T, both triangles. */
function productOf(lower: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k <= Math.min(i, j); k++)
        product[i * n + j] =
          (product[i * n + j] as number) + (lower[i * n + k] as number) * (lower[j * n + k] as number);
  return product;
}

/** Log density of some of the observations, without its constant. */
function logDensity(full: Float64Array, order: number, rows: readonly number[], observed: Float64Array) {
  const n = rows.length;
  const matrix = Float64Array.from(
    { length: n * n },
    (_, k) => full[(rows[Math.floor(k / n)] as number) * order + (rows[k % n] as number)] as number,
  );
  const factor = cholesky(matrix, n);
  if (factor === undefined) throw new Error("not factorised");
  const values = Float64Array.from(rows, (row) => observed[row] as number);
  const fit = choleskySolve(factor, values).reduce((sum, weight, i) => sum + weight * (values[i] as number), 0);
  return { factor, values, value: -(fit + logDeterminant(factor) + n * Math.log(2 * Math.PI)) / 2 };
}

describe("energies", () => {
  it("observed as equal are equal under the mean", () => {
    const { likelihood, theta, data } = drawnLikelihood(doublePendulum, 5, "equal energies");
    const quiet = theta.slice();
    quiet.fill(-14, likelihood.layout.noise);
    const conditioned = likelihood.condition(quiet);
    if (conditioned === undefined) throw new Error("not factorised");
    const mean = new StructureMean({ likelihood, theta: quiet }, conditioned.weights);
    const energies = Array.from({ length: data.count }, (_, i) =>
      mean.evaluate(data.states.slice(i * data.stateSize, (i + 1) * data.stateSize), new Float64Array(data.stateSize)),
    );
    for (const energy of energies) expect(energy - (energies[0] as number)).toBeCloseTo(0, 4);
  });

  it("of different motions are not compared", () => {
    const { given } = drawnLikelihood(doublePendulum, 4, "motions");
    expect([...structureData({ ...given, motions: [0, 1, 0, 1] }).pairs.points]).toEqual([2, 0, 3, 1]);
    expect(structureData({ ...given, motions: [0, 1, 2, 3] }).pairs.count).toBe(0);
  });
});
