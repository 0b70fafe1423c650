import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { generateTrajectories } from "../../../src/dataset/index.js";
import { observe, phaseSpaceOf, symbolic } from "../../../src/learning/index.js";
import { Equations } from "../../../src/learning/symbolic/rows.js";
import { backward, fitSupport, forward } from "../../../src/learning/symbolic/select.js";
import {
  couplings,
  distances,
  type FormTerm,
  masses,
  monomials,
  placesOf,
  waves,
} from "../../../src/learning/symbolic/terms.js";
import { systemNamed } from "../../../src/mechanics/index.js";

const random = randomStream(1, "symbolic");

/** Points of a motion with exact derivatives. */
function points(name: string, count: number) {
  const system = systemNamed(name);
  const set = generateTrajectories(system, { count: 1, seed: 3, split: "validation" });
  const indices = Array.from({ length: count }, (_, k) => Math.floor((k * set.times.length) / count));
  return { system, space: phaseSpaceOf(system), observations: observe(set, 0, indices) };
}

describe("terms of formulas", () => {
  it.each(["two-body", "double-pendulum", "three-body", "henon-heiles"])(
    "have the gradients that finite differences have: %s",
    (name) => {
      const places = placesOf(systemNamed(name));
      const d = places.dimension;
      const all = Array.from({ length: d }, (_, i) => i);
      const terms: FormTerm[] = [
        ...monomials(places, all, 3),
        ...waves(places, 2, true),
        ...distances(places, true),
        ...distances(places, false),
        ...couplings(places),
        ...masses(places, true),
      ];
      const q = Float64Array.from({ length: d }, () => random.between(-1, 1));
      const gradient = new Float64Array(d);
      const scratch = new Float64Array(d);
      for (const { of } of terms) {
        of.at(q, gradient);
        for (let i = 0; i < d; i++) {
          const [up, down] = [1e-6, -1e-6].map((h) =>
            of.at(
              q.map((x, k) => (k === i ? x + h : x)),
              scratch,
            ),
          ) as [number, number];
          const slope = (up - down) / 2e-6;
          expect(Math.abs((gradient[i] as number) - slope), of.label).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        }
      }
    },
  );

  it("satisfy the equations of a system with its constants", () => {
    const { space, observations } = points("double-pendulum", 12);
    const equations = new Equations(observations);
    const places = placesOf(space);
    const [first, second] = masses(places, true) as [FormTerm, FormTerm];
    const [coupling] = couplings(places) as [FormTerm];
    const [cos1, , cos2] = waves(places, 1, false) as [FormTerm, FormTerm, FormTerm];
    // M = [[2, c], [c, 1]], V = -2 cos q1 - cos q2.
    const weighed = [
      [first, 2],
      [second, 1],
      [coupling, 1],
      [cos1, -2],
      [cos2, -1],
    ] as const;
    const left = equations.target();
    for (const [term, constant] of weighed)
      equations.column(term).forEach((x, r) => {
        left[r] = (left[r] as number) - constant * x;
      });
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(1e-10);
  });
});

describe("selection of columns", () => {
  const columns = Array.from({ length: 8 }, () => Float64Array.from({ length: 30 }, () => random.normal()));
  const target = Float64Array.from(
    { length: 30 },
    (_, r) => 2 * (columns[1]?.[r] as number) - 3 * (columns[6]?.[r] as number),
  );
  const library = [...columns.keys()];

  it.each([
    ["forward", forward],
    ["backward", backward],
  ] as const)("%s finds those that the target is made of", (_name, select) => {
    const two = select(columns, library, [], target).find((support) => support.columns.length === 2);
    expect([...(two?.columns ?? [])].sort()).toEqual([1, 6]);
    expect(two?.squares).toBeLessThan(1e-24);
  });

  it("refuses columns that depend on one another", () => {
    const twice = [columns[0] as Float64Array, (columns[0] as Float64Array).map((x) => 2 * x)];
    expect(fitSupport(twice, [0, 1], target)).toBeUndefined();
  });
});

describe("closed forms from 50 clean points", () => {
  it.each(["magnetic-mirror", "double-pendulum", "three-body", "duffing"])("are the system's own: %s", async (name) => {
    const { system, space, observations } = points(name, 50);
    const { vectorField, energy } = await symbolic().adapt(space, observations, { random });
    const size = 2 * system.dimension;
    const [found, truth] = [new Float64Array(size), new Float64Array(size)];
    const [first, other] = [points(name, 50), points(name, 37)].map(({ observations: own }) =>
      own.states.slice(0, size),
    ) as [Float64Array, Float64Array];
    // Away from the motion too: the formula is the law's.
    const away = other.map((x) => x + 0.1 * random.uniform());
    vectorField(away, found);
    system.vectorField(away, truth);
    found.forEach((x, a) => {
      expect(Math.abs(x - (truth[a] as number))).toBeLessThan(1e-6 * (1 + Math.abs(truth[a] as number)));
    });
    const difference = (energy?.(away) ?? Number.NaN) - (energy?.(first) ?? Number.NaN);
    expect(Math.abs(difference - (system.energy(away) - system.energy(first)))).toBeLessThan(1e-6);
  });
});
