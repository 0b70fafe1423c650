import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { measureHeldOut } from "../../src/records/held-out.js";
import { expectedError } from "../../src/records/law/held-out.js";
import { verdictOf } from "../../src/records/law/verdict/verdict.js";
import { errorText, unpredictable } from "../../src/records/prediction/unpredictable.js";
import type { RecordResults } from "../../src/records/results.js";
import { heldOutSentence } from "../../src/report/record/held-out.js";
import { readText } from "./harness.js";
import { csv, learned, pendulum, read, simulated } from "./simulated-records.js";

const rows = Array.from({ length: 10 }, (_, i) => `${i},${Math.sin(i)},5`);
const record = () => readText(["t,x,y", ...rows].join("\n"));
const nothing = (_m: number, times: Float64Array) => new Float64Array(4 * times.length);

test("an error is relative to the spread of what moves; what stands still takes no part", async () => {
  const own = await record();
  const { relative, components, predicted } = measureHeldOut(own, 0.2, [0.01, 0.01, null, null], nothing);
  const sines = Array.from({ length: 10 }, (_, i) => Math.sin(i));
  const mean = sines.reduce((sum, x) => sum + x / 10, 0);
  const spread = Math.sqrt(sines.reduce((sum, x) => sum + (x - mean) ** 2 / 10, 0));
  const error = Math.sqrt((Math.sin(8) ** 2 + Math.sin(9) ** 2) / 2);
  expect(relative).toBeCloseTo(error / spread, 12);
  expect(components[0]).toBeCloseTo(error, 12);
  expect(components[2]).toBeNull();
  expect(predicted?.[0]).toHaveLength(8);
});

test("velocities computed from positions that do not move take no part either", async () => {
  const noise = (i: number) => 0.1 * Math.sin(7 * i * i);
  const text = Array.from(
    { length: 40 },
    (_, i) => `${i},${i * i},${noise(i)},${2 * i},${(noise(i + 1) - noise(i - 1)) / 2}`,
  );
  const own = await readText(["t,x,y,vx,vy", ...text].join("\n"));
  const exact = (_m: number, at: Float64Array) => Float64Array.from([...at].flatMap((t) => [t * t, 0, 2 * t, 0]));
  expect(measureHeldOut(own, 0.2, [0.1, 0.1, null, null], exact).relative).toBe(0);
  // Velocities that were measured have a noise that says whether they move.
  expect(measureHeldOut(own, 0.2, [0.1, 0.1, 0.1, 0.001], exact).relative).toBeGreaterThan(0.1);
});

test("a noise above every spread does not make a bad prediction a perfect one", async () => {
  const { relative } = measureHeldOut(await record(), 0.2, [1000, 1000, null, null], nothing);
  expect(relative).toBeGreaterThan(0.5);
});

test("what is to be expected is the drawn laws' error and the noise; one that runs away is off by the whole motion", () => {
  expect(expectedError([0.3, 0.4], 0.1)).toBeCloseTo(Math.sqrt((0.09 + 0.16) / 2 + 0.01), 12);
  expect(expectedError([0.3, Number.NaN, Number.POSITIVE_INFINITY], 0)).toBeCloseTo(Math.sqrt((0.09 + 1 + 1) / 3), 12);
});

test("an error beyond the motion itself is told in words, with the reason", () => {
  const known = { expected: 0.9, wanders: true, unknownForce: true };
  expect(unpredictable(known)).toBeUndefined();
  expect(unpredictable({ ...known, expected: 5.8e81 })).toContain("a force of time");
  expect(unpredictable({ expected: 5.8e81, wanders: true, unknownForce: false })).toContain("wanders");
  const why = unpredictable({ expected: 5.8e81, wanders: false, unknownForce: false });
  expect(why).toContain("unstable");
  expect([0.0123, 1, 5.8e81].map(errorText)).toEqual(["1.2 %", "100 %", "more than 100 %"]);
  const heldOut = { share: 0.2, samples: 40, relative: 3e81, components: [1e81], unpredictable: why };
  const components = [{ name: "x", unit: "m", description: "x" }] as unknown as RecordResults["components"];
  const told = heldOutSentence({ heldOut, components, noise: [0.1] });
  expect(told).toContain("cannot be predicted from what comes before: it is unstable");
  expect(told).not.toMatch(/e\+?\d|\d{4}/);
  const { reasons } = verdictOf({
    ...{ frictions: [], friction: [], drives: 0, feeds: false, guessed: 0 },
    ...{ heldOut: 5.8e85, expected: 5.8e81, unexplained: 0, noise: 0.01, leaves: false },
  });
  expect(reasons.join()).not.toMatch(/e\+?\d/);
});

test.each([
  [{ feeds: true }, 0.04, "driven"],
  [{ feeds: true }, 0.48, "undetermined"],
  [{ fed: true }, 0.04, "dissipative"],
  [{ fed: true }, 0.14, "undetermined"],
  [{}, 0.14, "dissipative"],
] as const)("friction that feeds (%o) is believed where the law predicts: %d is %s", (facts, heldOut, verdict) => {
  const { verdict: found } = verdictOf({
    ...{ frictions: [], friction: ["viscous"], drives: 0, feeds: false, guessed: 0 },
    ...{ heldOut, expected: heldOut, unexplained: 0, noise: 0.01, leaves: false },
    ...facts,
  });
  expect(found).toBe(verdict);
});

test("a law that explains its record to the noise is one, however far its unstable end is off, unless that is further than expected or something is left", () => {
  const facts = {
    ...{ frictions: [], friction: ["viscous"], drives: 1, feeds: false, guessed: 0 },
    ...{ heldOut: 34, expected: 30, unexplained: 0, noise: 0.005, leaves: false },
  };
  expect(verdictOf(facts)).toMatchObject({ verdict: "dissipative and driven", reasons: [] });
  for (const less of [{ expected: 5 }, { leaves: true }, { unexplained: 0.2 }, { noise: 0.2 }])
    expect(verdictOf({ ...facts, ...less }).verdict).toBe("undetermined");
});

test("a force that oscillates in proportion to the motion and is not sure is none, and that is said", () => {
  const facts = {
    ...{ frictions: [], friction: ["dry"], drives: 2, feeds: false, guessed: 2, sharp: false },
    ...{ heldOut: 0.05, expected: 0.05, unexplained: 0, noise: 0.01, leaves: false },
  };
  expect(verdictOf(facts).verdict).toBe("dissipative and driven");
  const { verdict, reasons } = verdictOf({ ...facts, vague: true });
  expect(verdict).toBe("undetermined");
  expect(reasons.join()).toMatch(/may only stand for what a form of the law lacks/);
});

test("of a velocity that was computed from dense noisy positions, its own noise is to be expected", async () => {
  const [step, noise, n] = [0.02, 0.01, 700];
  const { times, columns } = simulated({ rates: pendulum, start: [0.6, 0], points: n, duration: step * (n - 1) });
  const random = randomStream(8, "dense");
  const theta = Array.from(columns[0] as ArrayLike<number>, (angle) => angle + noise * random.normal());
  // Central differences: a hundredth of a radian becomes a third of one a second.
  const omega = theta.map((_, i) => {
    const [before, after] = [Math.max(0, i - 1), Math.min(n - 1, i + 1)];
    return ((theta[after] as number) - (theta[before] as number)) / ((after - before) * step);
  });
  const { heldOut, check, law } = learned(await read(csv("t,theta,omega", times, theta, omega)));
  expect([check.verdict, law.velocities.kind]).toEqual(["conservative", "derived"]);
  const spread = 0.6 * Math.sqrt(9.81 / 2);
  const own = Math.sqrt(((noise / 0.42) ** 2 + (noise / (Math.SQRT2 * step) / Math.hypot(spread, 0.35)) ** 2) / 2);
  // Of positions alone 0.02 were to be expected.
  expect(Math.abs(heldOut.relative / own - 1)).toBeLessThan(0.15);
  expect(Math.abs((heldOut.expected as number) / heldOut.relative - 1)).toBeLessThan(0.15);
});
