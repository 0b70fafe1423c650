import { expect, test } from "vitest";
import { findFrequencies } from "../../src/identification/choice/drives/drive-search.js";
import type { DriveFactor } from "../../src/identification/law/drive.js";
import { lawFrom } from "../../src/identification/law/spec.js";
import { dop853 } from "../../src/mechanics/index.js";
import { verdictOf } from "../../src/records/law/verdict/verdict.js";

// Mathieu's equation x'' = -(9 + 1.1 cos 6.1 t) x, against a law that knows of x'' = -theta x alone.
const law = lawFrom(1, [
  { kind: "kinetic", pattern: [1], feature: { kind: "linear", coefficients: [1] }, constant: 1 },
  {
    kind: "potential",
    feature: { kind: "linear", coefficients: [1] },
    basis: { kind: "powers", origin: 0, unit: 1, count: 2 },
  },
]);
const times = Float64Array.from({ length: 300 }, (_, i) => i / 12);

/** The best oscillation of a force, and of a spring, in what the law leaves of a motion. */
function found(acceleration: (x: number, t: number) => number) {
  const { states } = dop853(
    ([x = 0, v = 0, t = 0], out) => out.set([v, acceleration(x, t), 1]),
    Float64Array.of(0.3, 0, 0),
    times,
    { tolerance: 1e-11 },
  );
  const points = {
    times,
    states: Float64Array.from({ length: 600 }, (_, k) => states[3 * (k >> 1) + (k % 2)] as number),
    accelerations: times.map((t, i) => acceleration(states[3 * i] as number, t)),
  };
  const best = (factor?: DriveFactor) =>
    findFrequencies(law, Float64Array.of(0, 9), points, 1 / 3, 12.5, factor && { c: 0, factor })[0];
  return { force: best(), spring: best({ kind: "place", origin: 0 }) };
}

test("a spring that oscillates is told from a force that does", () => {
  const pumped = found((x, t) => -(9 + 1.1 * Math.cos(6.1 * t)) * x);
  expect(pumped.spring?.frequency).toBeCloseTo(6.1, 1);
  expect(pumped.spring?.share).toBeGreaterThan(0.98);
  expect(pumped.force?.share).toBeLessThan(0.8);
  const driven = found((x, t) => -9 * x + 0.5 * Math.cos(2 * t));
  expect(driven.force?.frequency).toBeCloseTo(2, 1);
  expect(driven.force?.share).toBeGreaterThan(0.98);
  expect(driven.spring?.share).toBeLessThan(0.8);
});

test("a pumped motion, and one of which the law leaves most, are no more than undetermined", () => {
  const facts = {
    ...{ frictions: [], friction: ["viscous"], drives: 1, guessed: 1, feeds: false, heldOut: 0.02, expected: 0.02 },
    ...{ unexplained: 0, noise: 0.02, leaves: false },
  };
  expect(verdictOf(facts).verdict).toBe("dissipative and driven");
  expect(verdictOf({ ...facts, pumped: "a spring is changed" })).toMatchObject({
    verdict: "undetermined",
    reasons: ["a spring is changed"],
  });
  // A drive beside which the record wanders is one only where it was measured.
  expect(verdictOf({ ...facts, unexplained: 0.2 }).verdict).toBe("undetermined");
  expect(verdictOf({ ...facts, unexplained: 0.2, guessed: 0 }).verdict).toBe("dissipative and driven");
  expect(verdictOf({ ...facts, heldOut: 0.6, expected: 0.5 }).verdict).toBe("undetermined");
  const passive = { ...facts, drives: 0, guessed: 0 };
  expect(verdictOf({ ...passive, noise: 0.3, leaves: true, heldOut: 0.26, expected: 0.3 }).verdict).toBe(
    "undetermined",
  );
  // What cannot be followed so far tells nothing.
  expect(verdictOf({ ...passive, heldOut: Number.NaN })).toMatchObject({
    verdict: "undetermined",
    reasons: ["the law cannot be followed through the held-out end"],
  });
  // What feeds a motion is said.
  expect(verdictOf({ ...passive, feeds: true }).reasons.join()).toContain("below zero");
});

test("a drive that is not told from what stands in its place, or is slower than the record, is no all-clear", () => {
  const facts = {
    ...{ frictions: [], friction: [], drives: 0, guessed: 0, feeds: false, heldOut: 0.02, expected: 0.02 },
    ...{ unexplained: 0, noise: 0.02, leaves: false },
  };
  const alike = (taken: boolean) => ({ reason: "both explain it", taken });
  expect(verdictOf(facts).verdict).toBe("conservative");
  expect(verdictOf({ ...facts, alike: alike(false) })).toMatchObject({
    verdict: "undetermined",
    reasons: ["both explain it"],
  });
  expect(verdictOf({ ...facts, drives: 1, guessed: 1, alike: alike(true) })).toMatchObject({
    verdict: "driven",
    reasons: ["both explain it"],
  });
  const slow = { ...facts, drives: 1, guessed: 1, drifts: "the zero drifts" };
  expect(verdictOf(slow)).toMatchObject({ verdict: "undetermined", reasons: ["the zero drifts"] });
  expect(verdictOf({ ...slow, friction: ["viscous"] }).verdict).toBe("dissipative");
  // Beside an input that was measured there is a drive.
  expect(verdictOf({ ...slow, drives: 2 }).verdict).toBe("driven");
});
