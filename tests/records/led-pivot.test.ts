import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

/** A pendulum of 0.55 m whose pivot is led to and fro by 0.04 m, with 3.1 rad/s. */
const [l, A, W] = [0.55, 0.04, 3.1];
const { times, columns } = simulated({
  rates: ([q = 0, w = 0], t) => [w, (-9.81 * Math.sin(q) + A * W * W * Math.cos(W * t) * Math.cos(q)) / l - 0.05 * w],
  start: [0.3, 0],
  points: 360,
  duration: 7.2,
  noise: 0.01,
});
const random = randomStream(3, "pivot");
const pivot = times.map((t) => A * Math.cos(W * t) + 2e-4 * random.normal());
const text = csv("t [s],pivot x [m],angle [rad]", times, pivot, columns[0] as number[]);

test("a pivot that is led is named as such, where the mass of the pendulum on it is not told", async () => {
  const { check } = learned(await read(text));
  expect(check.verdict).toBe("undetermined");
  expect(check.reasons.join()).toMatch(/pivot x goes on as one even oscillation .* option inputs "pivot x"/);
});

test("and as an input it drives the pendulum", async () => {
  const { check, forces } = learned(await read(text, { inputs: ["pivot x"] }));
  expect(check.verdict).toBe("dissipative and driven");
  const effect = forces.find(({ kind }) => kind === "input");
  expect(Math.abs((effect?.value ?? 0) - W ** 2 / l)).toBeLessThan(4 * (effect?.deviation ?? 0));
});
