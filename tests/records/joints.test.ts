import { expect, it } from "vitest";
import { adaptRecord } from "../../src/records/index.js";
import { adaptLaw } from "../../src/records/law/adapt-law.js";
import { csv, type Rates, read, simulated } from "./simulated-records.js";

/** Two arms by the angles of their joints, q2 from the first arm on: M(q2) q'' + c(q, q') + b q' + g(q) = 0 (Spong, Robot Modeling and Control, 6.4). */
const [a1, a2, a3] = [0.33, 0.08, 0.045];
const [g1, g2] = [8.2, 1.9];
const [b1, b2] = [0.06, 0.02];
const arms: Rates = ([q1 = 0, q2 = 0, u1 = 0, u2 = 0]) => {
  const [m11, m12, m22] = [a1 + 2 * a2 * Math.cos(q2), a3 + a2 * Math.cos(q2), a3];
  const h = a2 * Math.sin(q2);
  const weight = g2 * Math.sin(q1 + q2);
  const f1 = h * (2 * u1 * u2 + u2 * u2) - b1 * u1 - g1 * Math.sin(q1) - weight;
  const f2 = -h * u1 * u1 - b2 * u2 - weight;
  const determinant = m11 * m22 - m12 * m12;
  return [u1, u2, (m22 * f1 - m12 * f2) / determinant, (m11 * f2 - m12 * f1) / determinant];
};

// The energy is told up to a factor: for a first mass of 1, which is that of the first arm about its pivot less what moves with the second.
const scale = a1 - a3;

const heading = "time,q1,q2,qd1,qd2";

it("the angles of joints are a chain of arms, though no unit says that they are angles", async () => {
  const { times, columns } = simulated({
    rates: arms,
    start: [0.9, -0.5, 0, 0],
    points: 200,
    duration: 6,
    noise: 1e-3,
    seed: 4,
  });
  const { check, forces, law, heldOut } = adaptRecord(await read(csv(heading, times, ...columns)), { draws: 2 });
  expect(check.verdict).toBe("dissipative");
  expect(heldOut.relative).toBeLessThan(0.02);
  const [first, second] = forces;
  expect(forces.map(({ kind }) => kind)).toEqual(["viscous", "viscous"]);
  const near = (found: { value: number; deviation: number } | undefined, value: number) =>
    expect(Math.abs((found?.value ?? 0) - value)).toBeLessThan(4 * (found?.deviation ?? 0));
  near(first, b1 / scale);
  near(second, b2 / scale);
  const [one, other] = heading
    .split(",")
    .slice(1, 3)
    .map((name) => name.split(" ")[0]);
  const constant = (name: string) => law?.constants.find((own) => own.name === name);
  near(constant(`coupling of ${one} and ${one} + ${other}`), a2 / scale);
  near(constant(`coefficient of cos(${one} + ${other})`), g2 / scale);
  expect(law?.equation).toContain(`cos(${other})`);
});

it("small swings of two arms with friction in their joint are arms, not joints with overtones", async () => {
  const [m, c, g, h, pivot, joint] = [0.2232, 0.2728, 29.73, 8.11, 0.04, 0.02];
  const pendulums: Rates = ([p = 0, q = 0, u = 0, w = 0]) => {
    const [cos, sin] = [c * Math.cos(p - q), c * Math.sin(p - q)];
    const f1 = -sin * w * w - pivot * u - joint * (u - w) - g * Math.sin(p);
    const f2 = sin * u * u - joint * (w - u) - h * Math.sin(q);
    const determinant = m - cos * cos;
    return [u, w, (m * f1 - cos * f2) / determinant, (f2 - cos * f1) / determinant];
  };
  const { times, columns } = simulated({
    rates: pendulums,
    start: [0.15, 0.2, 0, 0],
    points: 260,
    duration: 8,
    noise: 4e-4,
    seed: 2,
  });
  const record = await read(csv("t [s],theta1 [rad],theta2 [rad]", times, ...columns.slice(0, 2)));
  const found = adaptLaw(record, { draws: 2, formula: false });
  expect(found?.structure.name).toBe("chain 1");
  const told = (coordinate: string) => found?.forces.find((force) => force.coordinate === coordinate);
  for (const [force, value] of [
    [told("theta1"), pivot],
    [told("theta1 - theta2"), joint],
  ] as const)
    expect(Math.abs((force?.value ?? 0) - value)).toBeLessThan(4 * (force?.deviation ?? 0));
});
