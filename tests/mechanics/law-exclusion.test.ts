// No random law is a named system with other constants, in other units, turned or shifted: over twice the reach of its motions, the
// potential H(q, p = 0) of a named system is a combination of a few functions, and that of a law is no such combination.
import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { add, cos, mul, square, sub, type Tensor } from "../../src/graph/index.js";
import { allSystems, defineSystem, randomLaw, type System } from "../../src/mechanics/index.js";
import { leastSquares } from "../../src/numerics/index.js";

type Form = (q: readonly number[]) => number[];

/** Products of powers of the coordinates up to a degree. */
function monomials(degree: number): Form {
  return (q) => {
    let all = [{ value: 1, degree: 0 }];
    for (const x of q)
      all = all.flatMap((one) =>
        Array.from({ length: degree - one.degree + 1 }, (_, k) => ({
          value: one.value * x ** k,
          degree: one.degree + k,
        })),
      );
    return all.map(({ value }) => value);
  };
}

const waves =
  (frequency: number): Form =>
  (q) => [1, ...q.flatMap((x) => [Math.cos(frequency * x), Math.sin(frequency * x)])];
const mirror: Form = ([a = 0, b = 0]) => [1, a ** 2, (a * b) ** 2, a ** 2 * b ** 4, a ** 4, a ** 4 * b ** 2, a ** 6];
/** 1 / r of every pair of bodies in the plane; of a single one from the origin. */
const gravity: Form = (q) => {
  const at = q.length === 2 ? [...q, 0, 0] : q;
  const terms = [1];
  for (let i = 0; i < at.length; i += 2)
    for (let j = 0; j < i; j += 2)
      terms.push(1 / Math.hypot((at[i] as number) - (at[j] as number), (at[i + 1] as number) - (at[j + 1] as number)));
  return terms;
};

/** What named systems with such bodies and coordinates have for potentials, beside cosines. */
function formsFor({ bodies, dimension }: System): Form[] {
  if (dimension === bodies) return [monomials(bodies === 1 ? 4 : 2)];
  return bodies > 1 ? [gravity] : [monomials(3), gravity, mirror, ([a = 0, b = 0]) => mirror([b, a])];
}

/** The share of a potential's variation over the states that a form leaves unexplained. */
function rest(form: Form, positions: readonly number[][], potential: readonly number[]): number {
  const mean = potential.reduce((a, b) => a + b) / potential.length;
  const rows = positions.map(form);
  const columns = (rows[0] as number[]).map((_, j) => rows.map((row) => row[j] as number));
  const found = leastSquares(columns, potential);
  const errors = rows.map((row, i) =>
    row.reduce((sum, x, j) => sum + x * (found[j] as number), -(potential[i] as number)),
  );
  return Math.hypot(...errors) / Math.hypot(...potential.map((value) => value - mean));
}

/** The smallest rest that one of the forms leaves; the frequency of cosines is searched for, from coarse to fine. */
function unexplained(system: System): number {
  const random = randomStream(1, system.name);
  const { dimension: d, bodies } = system;
  const draw = (_: unknown, i: number) => (i < d ? random.between(-1, 1) * (system.box[i] as number) : 0);
  const states = Array.from({ length: 80 }, () => Float64Array.from({ length: 2 * d }, draw));
  const positions = states.map((state) => [...state.subarray(0, d)]);
  const potential = states.map((state) => system.energy(state));
  let smallest = Math.min(...formsFor(system).map((form) => rest(form, positions, potential)));
  if (d > bodies || bodies > 2) return smallest;
  let [octave, step] = [0, 1 / 8];
  for (let depth = 0; depth < 4; depth++) {
    const tried = Array.from({ length: 49 }, (_, i) => octave + (i - 24) * step);
    const rests = tried.map((at) => rest(waves(2 ** at), positions, potential));
    smallest = Math.min(smallest, ...rests);
    octave = tried[rests.indexOf(Math.min(...rests))] as number;
    step /= 12;
  }
  return smallest;
}

describe("the forms of named systems", () => {
  test.each(allSystems.map(({ name }) => name))("explain %s", (name) => {
    const system = allSystems.find((one) => one.name === name) as System;
    expect(unexplained(system)).toBeLessThan(1e-6);
  });

  test("explain a pendulum in other units", () => {
    const swing = defineSystem({
      name: "swing",
      coordinates: [{ name: "x", reach: 3, momentum: { reach: 3 } }],
      hamiltonian: ([x], [p]) => sub(square(p as Tensor), mul(0.3, cos(add(mul(1.37, x as Tensor), 0.4)))),
      initialState: { x: [-1, 1], p_x: [-0.1, 0.1] },
    });
    expect(unexplained(swing)).toBeLessThan(5e-5);
  });

  test.each([
    [1, 60],
    [2, 40],
    [3, 15],
    [4, 5],
    [5, 3],
  ])("explain none of the random laws of %i bodies", (bodies, count) => {
    for (let number = 1; number <= count; number++) {
      const law = randomLaw(bodies, number);
      expect(unexplained(law), law.name).toBeGreaterThan(5e-4);
    }
  });
});
