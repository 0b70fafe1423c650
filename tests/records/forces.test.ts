import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import { type Adaptation, recordResults } from "../../src/records/index.js";
import { adaptLaw } from "../../src/records/law/adapt-law.js";
import { htmlRecordReport } from "../../src/report/record/page.js";
import { verdictSentence } from "../../src/report/record/wording.js";
import { readText } from "./harness.js";
import { csv, simulated } from "./simulated-records.js";

interface Motion {
  readonly heading: string;
  readonly start: readonly number[];
  readonly rates: (x: Float64Array, t: number) => readonly number[];
  readonly rows: number;
  readonly duration: number;
}

/** A record of a motion with noise of 0.5 % of every column's root mean square, and what is learned of it. */
async function learned({ heading, start, rates, rows, duration }: Motion) {
  const n = start.length;
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  const { states } = dop853(
    (x, out) => out.set([...rates(x, x[n] as number), 1]),
    Float64Array.from([...start, 0]),
    times,
    { tolerance: 1e-11 },
  );
  const random = randomStream(1, "forces");
  const columns = start.map((_, c) => Float64Array.from(times, (_, i) => states[i * (n + 1) + c] as number));
  const sizes = columns.map((own) => Math.sqrt(own.reduce((sum, x) => sum + (x * x) / rows, 0)));
  const lines = Array.from(times, (t, i) =>
    [t, ...columns.map((own, c) => (own[i] as number) + 0.005 * (sizes[c] as number) * random.normal())].join(),
  );
  const record = await readText([heading, ...lines].join("\n"));
  const found = adaptLaw(record, { draws: 4, formula: false });
  if (found === undefined) throw new Error("no law was found");
  return { record, found, columns, times };
}

const SPRING = "t [s],x [m],v [m/s]";
const curve = (record: Awaited<ReturnType<typeof learned>>, kind: "damping" | "drive") => {
  const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
  const results = recordResults(record.record, record.found, facts);
  const own = results.curves.find((one) => one.kind === kind);
  if (own === undefined) throw new Error(`no curve of ${kind}`);
  return { results, own };
};
const kinds = ({ forces }: Adaptation) => forces.map(({ kind }) => kind);

describe("friction that is not the same everywhere", () => {
  it("a coefficient that depends on place, as the simulation has it", async () => {
    const made = await learned({
      heading: SPRING,
      start: [0.5, 0],
      rates: ([x = 0, v = 0]) => [v, -6 * x - (0.05 + 0.6 * x * x) * v],
      rows: 150,
      duration: 25,
    });
    const { found } = made;
    expect(found.check.verdict).toBe("dissipative");
    expect(kinds(found)).toEqual(["viscous", "place-dependent"]);
    const { own, results } = curve(made, "damping");
    own.x.forEach((x, i) => {
      if (Math.abs(x) > 0.4) return;
      expect(Math.abs((own.y[i] as number) - (0.05 + 0.6 * x * x))).toBeLessThan(
        4 * (own.deviation[i] as number) + 1e-3,
      );
    });
    expect(verdictSentence(results)).toMatch(/a coefficient that changes from place to place/);
    expect(htmlRecordReport(results)).toContain("Friction coefficient against");
  });

  it("of a pendulum is not taken for a drive, which does much the same", async () => {
    const { found } = await learned({
      heading: "t [s],theta [rad],omega [rad/s]",
      start: [1.6, 0],
      rates: ([theta = 0, omega = 0]) => [omega, -Math.sin(theta) - (0.03 + 0.1 * theta * theta) * omega],
      rows: 120,
      duration: 40,
    });
    expect(found.check.verdict).toBe("dissipative");
    expect(kinds(found)).toEqual(["viscous", "place-dependent"]);
    // The angle does not turn: what stands for itself is the coefficient below.
    const [own] = found.forces;
    expect(Math.abs((own?.value ?? 0) - 0.03)).toBeLessThan(4 * (own?.deviation ?? 0));
  });

  it("a self-excited oscillation is driven by friction that feeds it", async () => {
    const { found } = await learned({
      heading: SPRING,
      start: [0.5, 0],
      rates: ([x = 0, v = 0]) => [v, -x + 0.3 * (1 - x * x) * v],
      rows: 150,
      duration: 25,
    });
    expect(kinds(found)).toEqual(["viscous", "place-dependent"]);
    expect(found.forces[0]?.value).toBeLessThan(0);
    expect(found.check.verdict).toBe("driven");
    expect(found.heldOut.relative).toBeLessThan(0.02);
  });

  it("a coefficient for each direction of the plane, and one where it is the same", async () => {
    const plane = (gx: number, gy: number): Motion => ({
      heading: "t [s],x [m],y [m],vx [m/s],vy [m/s]",
      start: [0.3, 0.1, 0, 0.4],
      rates: ([x = 0, y = 0, u = 0, w = 0]) => [u, w, -4 * x - gx * u, -4 * y - gy * w],
      rows: 110,
      duration: 10,
    });
    const { found } = await learned(plane(0.03, 0.15));
    expect(found.forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([
      ["viscous", "x"],
      ["viscous", "y"],
    ]);
    found.forces.forEach(({ value, deviation }, c) => {
      expect(Math.abs(value - (c === 0 ? 0.03 : 0.15))).toBeLessThan(3 * deviation);
    });
    expect(kinds((await learned(plane(0.08, 0.08))).found)).toEqual(["viscous"]);
  });
});

describe("a smooth force of time", () => {
  it("a push that is over is found, drawn and named; what comes after the record is not known", async () => {
    const push = (t: number) => 0.3 * Math.exp(-((t - 8) ** 2) / 8);
    const made = await learned({
      heading: "t [s],theta [rad],omega [rad/s]",
      start: [1, 0],
      rates: ([q = 0, v = 0], t) => [v, -2 * Math.sin(q) - 0.05 * v + push(t)],
      rows: 160,
      duration: 24,
    });
    const { found } = made;
    expect(found.check.verdict).toBe("dissipative and driven");
    expect(kinds(found)).toEqual(["viscous", "smooth"]);
    const { own, results } = curve(made, "drive");
    own.x.forEach((t, i) => {
      if (t < 1 || t > 22) return;
      expect(Math.abs((own.y[i] as number) - push(t))).toBeLessThan(0.03);
    });
    expect(verdictSentence(results)).toMatch(/a force on theta that changes smoothly with time/);
    // The held-out end is predicted with the uncertainty of a force that nobody knows.
    expect(found.heldOut.expected).toBeGreaterThan(0.02);
  });
});

it("friction in the joint between two arms, from their angles alone", async () => {
  // In the hinge above 0.05, in the joint 0.012: no other friction is the same along this motion.
  const [hinge, joint] = [0.05, 0.012];
  const { times, truth } = simulated({
    rates: ([a = 0, b = 0, u = 0, w = 0]) => {
      const [c, s] = [0.26 * Math.cos(a - b), 0.26 * Math.sin(a - b)];
      const first = -s * w * w - 32 * Math.sin(a) - hinge * u - joint * (u - w);
      const second = s * u * u - 11 * Math.sin(b) - joint * (w - u);
      const determinant = 0.31 - c * c;
      return [u, w, (0.31 * first - c * second) / determinant, (second - c * first) / determinant];
    },
    start: [1.3, -0.6, 0, 0],
    points: 260,
    duration: 8,
  });
  const random = randomStream(2, "joint");
  const noisy = (c: number) => (truth[c] as number[]).map((value) => value + 0.006 * random.normal());
  const record = await readText(csv("t [s],theta1 [rad],theta2 [rad]", times, noisy(0), noisy(1)));
  const found = adaptLaw(record, { draws: 4, formula: false });
  expect(found?.forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([
    ["viscous", "theta1"],
    ["viscous", "theta2"],
    ["viscous", "theta1 - theta2"],
  ]);
  [hinge, 0, joint].forEach((value, k) => {
    const own = found?.forces[k];
    expect(Math.abs((own?.value ?? Number.NaN) - value)).toBeLessThan(3 * (own?.deviation ?? 0));
  });
});
