import { expect, test } from "vitest";
import type { FittedCandidate } from "../../src/identification/index.js";
import type { LearnedForce } from "../../src/records/law/force-kinds.js";
import { growSteadily } from "../../src/records/law/forces.js";
import { lockedIn } from "../../src/records/law/verdict/locked.js";
import { verdictOf } from "../../src/records/law/verdict/verdict.js";
import { readText } from "./harness.js";

/** Two coordinates over about 19 periods of 3.1 rad/s and 7 of the other, at uneven times. */
const times = Array.from({ length: 700 }, (_, i) => i * 0.057 + 0.01 * Math.sin(i * i));
const record = await readText(
  ["t,x,y", ...times.map((t) => [t, Math.sin(3.1 * t) + 0.3 * Math.sin(4.4 * t), Math.cos(1.13 * t)].join())].join(
    "\n",
  ),
);

const harmonic = (frequency: number, kind: LearnedForce["kind"] = "harmonic") =>
  ({ kind, frequency: { value: frequency, deviation: 0.001 } }) as LearnedForce;

test("forces with a multiple of a coordinate's own frequency are told from others", () => {
  expect(lockedIn(record, [harmonic(6.2)])).toMatch(/has 2 times the frequency of x/);
  expect(lockedIn(record, [harmonic(-9.3)])).toMatch(/has 3 times the frequency of x/);
  expect(lockedIn(record, [harmonic(2.26), harmonic(3.39)])).toMatch(/has 2 times the frequency of y/);
  // Its own frequency, none at all, one of two, one that oscillates with a place: all may act from outside.
  expect(lockedIn(record, [harmonic(3.1)])).toBeUndefined();
  expect(lockedIn(record, [harmonic(5.3)])).toBeUndefined();
  expect(lockedIn(record, [harmonic(6.2), harmonic(5.3)])).toBeUndefined();
  expect(lockedIn(record, [harmonic(6.2, "parametric")])).toBeUndefined();
  expect(lockedIn(record, [])).toBeUndefined();
});

test("no verdict rests on such a force", () => {
  const facts = {
    ...{ frictions: [], friction: [], drives: 1, feeds: false, guessed: 1 },
    ...{ heldOut: 0.01, expected: 0.01, unexplained: 0, noise: 0.01, leaves: false },
  };
  expect(verdictOf(facts).verdict).toBe("driven");
  const { verdict, reasons } = verdictOf({ ...facts, locked: "an overtone" });
  expect(verdict).toBe("undetermined");
  expect(reasons).toContain("an overtone");
});

test("nor on a guess that does not help to predict, unless it is known as only the drive of a chaotic motion is", () => {
  const facts = {
    ...{ frictions: [], friction: ["viscous"], drives: 1, feeds: false, guessed: 1 },
    ...{ heldOut: 0.8, expected: 0.7, unexplained: 0, noise: 0.01, leaves: false },
  };
  expect(verdictOf(facts).verdict).toBe("undetermined");
  expect(verdictOf({ ...facts, sharp: true }).verdict).toBe("dissipative and driven");
  expect(verdictOf({ ...facts, sharp: true, leaves: true }).verdict).toBe("undetermined");
  expect(verdictOf({ ...facts, sharp: true, expected: 0.1 }).verdict).toBe("undetermined");
});

test("friction of which nothing is sure, in a law that wanders, is no loss of energy", () => {
  const facts = {
    frictions: [],
    friction: ["viscous", "place-dependent"],
    drives: 0,
    feeds: false,
    guessed: 0,
    heldOut: 0.08,
    expected: 0.05,
    unexplained: 0.43,
    noise: 0.01,
    leaves: false,
  };
  expect(verdictOf(facts).verdict).toBe("dissipative");
  expect(verdictOf({ ...facts, faint: true }).verdict).toBe("undetermined");
  expect(verdictOf({ ...facts, faint: true, unexplained: 0 }).verdict).toBe("dissipative");
  // As two real carts on a track do, which rub and wander a little.
  expect(verdictOf({ ...facts, faint: true, unexplained: 0.083, heldOut: 0.047 }).verdict).toBe("dissipative");
});

test("a smooth force that grows steadily while its coordinate swings is rather a place of rest that drifts", () => {
  const even = Float64Array.from({ length: 200 }, (_, i) => i / 10);
  const knots = Float64Array.from({ length: 11 }, (_, k) => 2 * k);
  /** What a law has of which the smooth force is `course` at its knots, beside x = cos(w t). */
  const fitted = (course: (t: number) => number, w: number) =>
    ({
      candidate: { name: "", terms: [{ spec: { kind: "time", direction: [1], knots } }] },
      law: { offsets: [1] },
      fit: { theta: Float64Array.of(7, ...Array.from(knots, course)) },
      seen: {
        dimension: 1,
        motions: [{ times: even }],
        states: [
          Float64Array.from({ length: 400 }, (_, k) => (k % 2 === 0 ? Math.cos(w * (even[k / 2] as number)) : 0)),
        ],
      },
    }) as unknown as FittedCandidate;
  const line = (t: number) => 0.3 * t - 1;
  expect(growSteadily(fitted(line, 3))).toBe(true);
  // What moves no faster than the force may be pushed by it; a push that is over is no drift.
  expect(growSteadily(fitted(line, 0.4))).toBe(false);
  expect(growSteadily(fitted((t) => Math.exp(-((t - 8) ** 2) / 8), 3))).toBe(false);
});
