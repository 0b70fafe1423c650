import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromNodes, integrate, systems, toNodes } from "../../src/mechanics/index.js";

interface Run {
  t: number[];
  x: number[][][];
}
interface Reference {
  fields: Record<string, { states: number[][][]; hamiltonian: number[]; derivative: number[][][] }>;
  trajectories: Record<string, Run[]>;
}
const reference: Reference = JSON.parse(readFileSync(new URL("../fixtures/mechanics.json", import.meta.url), "utf8"));
const flat = (nodes: number[][][]) => Float64Array.from(nodes.flat(2));
const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))),
    a.length === b.length ? 0 : 1 / 0,
  );

describe.each(systems)("$name against independent values", (system) => {
  const fields = reference.fields[system.name] as Reference["fields"][string];
  const size = 2 * system.dimension;

  it("has the Hamiltonian", () => {
    const own = fromNodes(system, flat(fields.states));
    fields.hamiltonian.forEach((expected, i) => {
      expect(Math.abs(system.energy(own.subarray(i * size, (i + 1) * size)) - expected)).toBeLessThan(1e-12);
    });
  });

  it("has the vector field", () => {
    const own = fromNodes(system, flat(fields.states));
    const derivative = new Float64Array(own.length);
    for (let from = 0; from < own.length; from += size)
      system.vectorField(own.subarray(from, from + size), derivative.subarray(from, from + size));
    expect(largestDifference(toNodes(system, derivative), flat(fields.derivative))).toBeLessThan(1e-12);
  });

  it.each([0, 1])("has trajectory %i", (run) => {
    const { t, x } = (reference.trajectories[system.name] as Reference["trajectories"][string])[run] as Run;
    const own = fromNodes(system, flat(x));
    const states = integrate(system, own.slice(0, size), t);
    expect(largestDifference(states, own)).toBeLessThan(1e-10);
  });
});
