import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import {
  derivativeOf,
  drawnLaw,
  drawPossible,
  fitMore,
  identify,
  learnedLaw,
  possibleLaws,
  withUnseen,
} from "../../src/identification/index.js";
import { measured, type SimulatedLaw } from "./simulated.js";

const coordinates = { kinds: ["length"], bodies: [0] } as const;

function found(law: SimulatedLaw, noise: number, seed: number) {
  const motions = [measured(law, noise, seed)];
  const identified = identify(motions, coordinates);
  const more = identified && fitMore(motions, identified);
  if (identified === undefined || more === undefined) throw new Error("no law was found");
  return { more, laws: possibleLaws(more, identified, {}) };
}

const swing = (duration: number, rows: number): SimulatedLaw => ({
  kinds: ["length"],
  accelerate: ([x = 0], [v = 0]) => [-4 * x - 0.2 * v],
  start: [1, 0],
  duration,
  rows,
});

describe("laws that a record leaves possible", () => {
  it("are several where few rows do not tell frictions apart, each with its share of the draws", () => {
    const { laws } = found(swing(4, 30), 0.05, 1);
    expect(laws.length).toBeGreaterThan(1);
    expect(laws.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const draws = drawPossible(laws, 64, randomStream(0, "draws"));
    expect(draws.length).toBe(64);
    laws.forEach(({ fitted, weight }, k) => {
      const specs = JSON.stringify(fitted.candidate.terms.map(({ spec }) => spec));
      const own = draws.filter(({ terms }) => (k === 0 ? terms === undefined : JSON.stringify(terms) === specs));
      expect(Math.abs(own.length - 64 * weight)).toBeLessThanOrEqual(1);
    });
  });

  it("is one where a long record tells them apart", () => {
    expect(found(swing(40, 300), 0.01, 1).laws.map(({ weight }) => weight)).toEqual([1]);
  });
});

describe("what a law does not know beyond its record", () => {
  const { more } = found(
    { kinds: ["length"], accelerate: ([x = 0]) => [-x - x ** 3], start: [1, 0], duration: 15, rows: 60 },
    0.01,
    2,
  );
  const law = learnedLaw(more.fitted, more.record, 0);
  const basis = law.terms.flatMap((spec) => (spec.kind === "potential" ? [spec.basis] : []))[0];
  if (basis?.kind !== "chebyshev") throw new Error("the potential is no polynomial");
  const draws = drawPossible([{ fitted: more.fitted, weight: 1 }], 16, randomStream(0, "draws"));
  const wide = withUnseen(1, law.terms, draws, randomStream(0, "unseen"));
  const differences = (x: number) =>
    wide.map((draw, k) => {
      const force = (own: typeof law) => derivativeOf(own)(Float64Array.of(x, 0))[1] as number;
      return force(drawnLaw(law, draw)) - force(drawnLaw(law, draws[k] as (typeof draws)[number]));
    });

  it("changes nothing along the record", () => {
    for (const x of [-1, -0.3, 0.7, 1]) expect(Math.max(...differences(x).map(Math.abs))).toBe(0);
  });

  it("grows beyond it as the potential's third derivative lets expect", () => {
    const beyond = 0.4;
    const spread = Math.sqrt(differences(basis.high + beyond).reduce((sum, x) => sum + (x * x) / 16, 0));
    // V''' = 6 x of the true law is largest at the end of the range.
    const expected = (6 * basis.high * beyond ** 2) / 2;
    expect(spread / expected).toBeGreaterThan(0.7);
    expect(spread / expected).toBeLessThan(1.3);
  });
});
