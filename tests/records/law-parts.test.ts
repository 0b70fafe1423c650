import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import type { TermSpec } from "../../src/identification/index.js";
import { dop853 } from "../../src/mechanics/index.js";
import { energyBalance } from "../../src/records/law/balance.js";
import { lawConstants } from "../../src/records/law/constants.js";
import { lawCurves } from "../../src/records/law/curves/curves.js";
import { lawPath } from "../../src/records/law/curves/path.js";
import type { LearnedForce } from "../../src/records/law/force-kinds.js";
import { lawUnits, unitProduct } from "../../src/records/law/units.js";
import { readText } from "./harness.js";
import { lawModel, linear } from "./laws.js";

const mass: TermSpec = { kind: "kinetic", pattern: [1], feature: linear(1), constant: 1 };
const fourier: TermSpec = { kind: "potential", feature: linear(1), basis: { kind: "fourier", orders: 1 } };
const viscous: TermSpec = { kind: "friction", directions: [[1]], law: "viscous", smoothing: 0 };
const harmonic: TermSpec = { kind: "harmonic", direction: [1], origin: 0 };

/** theta'' = -g sin theta - gamma omega + A cos(w t), on the given times. */
const [g, gamma, A, w] = [2, 0.15, 0.4, 1.1];
function pendulum(times: Float64Array, drive = A): Float64Array {
  const { states } = dop853(
    ([q = 0, v = 0, t = 0], out) => out.set([v, -g * Math.sin(q) - gamma * v + drive * Math.cos(w * t), 1]),
    Float64Array.of(1.2, 0, 0),
    times,
    { tolerance: 1e-12 },
  );
  return Float64Array.from({ length: 2 * times.length }, (_, k) => states[3 * Math.floor(k / 2) + (k % 2)] as number);
}
const spaced = (count: number, end: number) => Float64Array.from({ length: count }, (_, i) => (i * end) / (count - 1));

test("energy changes by what friction takes and the drive gives: dE/dt = -v D v + F v", () => {
  const scale = 1.7;
  const { law } = lawModel(1, [mass, fourier, viscous, harmonic], {
    coefficients: [g, 0, gamma, A, 0, w],
    energyScale: scale,
  });
  const times = spaced(4001, 20);
  const states = pendulum(times);
  const { energy, friction, drive } = energyBalance(law, times, states);
  for (let i = 0; i < energy.length; i += 100) {
    const [q, v] = [states[4 * i] as number, states[4 * i + 1] as number];
    expect(energy[i]).toBeCloseTo(scale * (v ** 2 / 2 - g * Math.cos(q)), 10);
    const change = (energy[i] as number) - (energy[0] as number);
    expect(Math.abs((friction?.[i] as number) + (drive?.[i] as number) - change)).toBeLessThan(1e-8);
    expect(friction?.[i]).toBeLessThanOrEqual(0);
  }
});

test("works of terms that are not there are left out", () => {
  const { law } = lawModel(1, [mass, fourier], { coefficients: [g, 0] });
  const times = spaced(5, 1);
  const { friction, drive } = energyBalance(law, times, pendulum(times, 0));
  expect([friction, drive]).toEqual([undefined, undefined]);
});

test("a path stays with a noisy record nearer than its noise, back to its beginning", () => {
  const random = randomStream(1, "path");
  const noise = 0.02;
  const times = spaced(401, 40);
  const truth = pendulum(times, 0);
  const { law } = lawModel(1, [mass, fourier, viscous], { coefficients: [g, 0, gamma], tick: 0.7 });
  const positions = Float64Array.from(times, (_, i) => (truth[2 * i] as number) + noise * random.normal());
  const end = { time: times[380] as number, state: truth.slice(760, 762) };
  const path = lawPath(law, { times, positions, noise: [noise, null] }, end);
  const between = spaced(777, 40);
  const found = path?.at(between) as Float64Array;
  const exact = pendulum(between, 0);
  let squares = 0;
  for (let k = 0; k < exact.length; k += 2)
    squares += ((found[k] as number) - (exact[k] as number)) ** 2 / between.length;
  expect(Math.sqrt(squares)).toBeLessThan(noise / 3);
  const deviation = path?.deviations[2 * 200] as number;
  expect(deviation).toBeGreaterThan(0);
  expect(deviation).toBeLessThan(noise);
});

describe("curves", () => {
  test("a potential with its band, zero at its lowest place", async () => {
    const record = await readText(
      ["t [s],theta [rad],omega [rad/s]", ...[0, 1, 2, 3].map((t) => `${t},${t - 1},0`)].join("\n"),
    );
    const { law } = lawModel(1, [mass, fourier, viscous], {
      coefficients: [g, 0, gamma],
      covariance: [0.01, 0, 0, 0, 0, 0, 0, 0, 0.0004],
    });
    const [potential, friction] = lawCurves(record, law).curves;
    expect(potential?.quantity).toEqual({ name: "V", unit: "1/s^2" });
    potential?.x.forEach((q, i) => {
      expect(potential.y[i]).toBeCloseTo(g * (1 - Math.cos(q)), 2);
      expect(potential.deviation[i]).toBeCloseTo(0.1 * (1 - Math.cos(q)), 3);
    });
    expect(potential?.visited).toEqual([-1, 0, 1, 2]);
    friction?.x.forEach((v, i) => {
      expect(friction.y[i]).toBeCloseTo(-gamma * v, 12);
      expect(friction.deviation[i]).toBeCloseTo(0.02 * Math.abs(v), 12);
    });
  });

  test("a mass that depends on place, and the map of two coordinates", async () => {
    const rows = [0, 1, 2, 3].map((t) => `${t},${t / 2},${1 - t / 3},0,0`);
    const record = await readText(["t,theta1,theta2,omega1,omega2", ...rows].join("\n"));
    const pattern = (...E: number[]): TermSpec => ({ kind: "kinetic", pattern: E, feature: linear(1, 0), constant: 1 });
    const coupling: TermSpec = {
      kind: "kinetic",
      pattern: [0, 1, 1, 0],
      feature: linear(1, -1),
      basis: { kind: "fourier", orders: 1 },
      constant: 0,
    };
    const weight: TermSpec = { kind: "potential", feature: linear(0, 1), basis: { kind: "fourier", orders: 1 } };
    const { law } = lawModel(2, [pattern(1, 0, 0, 1), coupling, weight], { coefficients: [-0.4, 0, 3, 0] });
    const { curves, map } = lawCurves(record, law);
    const own = curves.find(({ kind }) => kind === "mass");
    expect(own?.variable.name).toBe("theta1 − theta2");
    own?.x.forEach((z, i) => {
      expect(own.y[i]).toBeCloseTo(0.4 * Math.cos(z), 12);
    });
    const lowest = Math.min(...(map?.y ?? []).map((b) => -3 * Math.cos(b)));
    map?.y.forEach((b, k) => {
      expect(map.values[k]?.[7]).toBeCloseTo(-3 * Math.cos(b) - lowest, 12);
    });
  });

  test("a force along a distance is minus the slope of the potential", async () => {
    const rows = [0, 1, 2, 3].map((t) => `${t},${1 + t / 4},${t / 5}`);
    const record = await readText(["t [d],x [au],y [au]", ...rows].join("\n"));
    const central: TermSpec = {
      kind: "potential",
      feature: {
        kind: "distance",
        components: [
          [1, 0],
          [0, 1],
        ],
        origin: [0, 0],
      },
      basis: { kind: "powers", origin: 0, unit: 1, count: 2 },
    };
    const both: TermSpec = { kind: "kinetic", pattern: [1, 0, 0, 1], feature: linear(1, 0), constant: 1 };
    const { law } = lawModel(2, [both, central], { coefficients: [0.5, 2] });
    const [force] = lawCurves(record, law).curves;
    expect(force).toMatchObject({ kind: "force", quantity: { unit: "au/d^2" }, variable: { name: "r", unit: "au" } });
    force?.x.forEach((r, i) => {
      expect(force.y[i]).toBeCloseTo(-0.5 - 2 * r, 12);
    });
  });
});

test("constants of a damped swing: frequency, period, quality factor, decay times", async () => {
  const record = await readText(["t [s],theta [rad]", ...[0, 1, 2, 3].map((t) => `${t},${t - 1.4}`)].join("\n"));
  const { law } = lawModel(1, [mass, fourier, viscous], {
    coefficients: [g, 0, gamma],
    covariance: [0.01, 0, 0, 0, 0, 0, 0, 0, 0.0004],
  });
  const force: LearnedForce = {
    kind: "viscous",
    coordinate: "theta",
    value: gamma,
    deviation: 0.02,
    unit: "1/s",
    share: 0.1,
  };
  const found = new Map(lawConstants(record, law, [force]).map((constant) => [constant.name, constant]));
  const omega = Math.sqrt(g);
  expect(found.get("theta_0")?.value).toBeCloseTo(0, 9);
  expect(found.get("omega_0")).toMatchObject({ unit: "rad/s" });
  expect(found.get("omega_0")?.value).toBeCloseTo(omega, 9);
  expect(found.get("omega_0")?.deviation).toBeCloseTo(0.1 / (2 * omega), 9);
  expect(found.get("T_0")?.value).toBeCloseTo((2 * Math.PI) / omega, 9);
  expect(found.get("Q")?.value).toBeCloseTo(omega / gamma, 9);
  expect(found.get("tau")?.value).toBeCloseTo(2 / gamma, 9);
  expect(found.get("tau_E")?.value).toBeCloseTo(1 / gamma, 9);
  expect(found.get("gamma")).toMatchObject({ value: gamma, deviation: 0.02, unit: "1/s" });
});

describe("units", () => {
  test.each([
    [
      [
        ["kg m^2/s", 1],
        ["s", -1],
      ],
      "J",
    ],
    [
      [
        ["kg", 1],
        ["m", 1],
        ["s", -2],
      ],
      "N",
    ],
    [
      [
        ["1/(s m)", 1],
        ["m", 1],
      ],
      "1/s",
    ],
    [
      [
        ["au", 2],
        ["d", -2],
      ],
      "au^2/d^2",
    ],
    [
      [
        ["kg", 1],
        ["m/s²", 1],
        ["cm", 1],
      ],
      "kg m cm/s^2",
    ],
    [
      [
        ["J", 1],
        ["m", -1],
      ],
      "N",
    ],
    [
      [
        ["rad", 2],
        ["s", -2],
      ],
      "1/s^2",
    ],
    [
      [
        ["", 1],
        ["s", -2],
      ],
      "",
    ],
    [
      [
        ["s", 1],
        ["s", -1],
      ],
      "1",
    ],
  ] as [[string, number][], string][])("%j is %s", (factors, expected) => {
    expect(unitProduct(...factors)).toBe(expected);
  });

  test("of a record: with masses, with momenta, without either", async () => {
    const rows = [0, 1, 2].map((t) => `${t},1,2`);
    const units = async (heading: string, mass?: { value: number; unit: string }) =>
      lawUnits(await readText([heading, ...rows].join("\n"), mass === undefined ? {} : { masses: mass })).energy;
    expect(await units("t [s],x [m],v [m/s]")).toBe("m^2/s^2");
    expect(await units("t [s],x [m],v [m/s]", { value: 2, unit: "kg" })).toBe("J");
    expect(await units("t [s],x [m],p [kg m/s]")).toBe("J");
    expect(await units("t,x,v")).toBe("");
  });
});
