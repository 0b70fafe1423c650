import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { heldAtStart } from "../../src/records/motions/held-start.js";
import { readText } from "./harness.js";

const times = Float64Array.from({ length: 400 }, (_, i) => i / 50);
const random = randomStream(2, "held");
const noise = (size: number) => times.map(() => size * random.normal());
const noisy = (of: (t: number) => number, size: number) => {
  const own = noise(size);
  return times.map((t, i) => of(t) + (own[i] as number));
};
/** A hand that trembles and sinks, and lets go after 1.6 s. */
const hand = (t: number) => 0.7 + 0.012 * Math.sin(9 * t) - 0.01 * t;
const released = times.map((t) =>
  t < 1.6 ? hand(t) : hand(1.6) * Math.exp(-0.1 * (t - 1.6)) * Math.cos(5 * (t - 1.6)),
);

it("what a trembling hand holds before it lets go is left out, and said", async () => {
  const rows = Array.from(released, (angle, i) => `${times[i]},${angle + 0.002 * random.normal()}`);
  const { motions, understood } = await readText(["t (s),theta (rad)", ...rows].join("\n"));
  // Let go in row 80; the first rows of the swing are within the trembling.
  const first = motions[0]?.times[0] as number;
  expect(first).toBeGreaterThan(1.5);
  expect(first).toBeLessThan(1.75);
  expect(understood.join("\n")).toMatch(
    /it is held, more or less still, from 0 to 1\.\d+ s: these \d\d rows are left out/,
  );
});

it("a gyroscope that is held, swings and is stopped by hand rests where its rate does, though the angle drifts on", async () => {
  const long = Float64Array.from({ length: 1000 }, (_, i) => i / 50);
  const rate = (t: number) => (t < 3 || t >= 16 ? 0 : -1.9 * Math.exp(-0.03 * (t - 3)) * Math.sin(3.7 * (t - 3)));
  const rows = Array.from(long, (t) => `${t},${rate(t) + 0.01 + 0.005 * random.normal()}`);
  const { motions, understood } = await readText(["t (s),Gyroscope x (rad/s)", ...rows].join("\n"));
  const own = motions[0]?.times as Float64Array;
  expect(Math.abs((own[0] as number) - 3)).toBeLessThan(0.1);
  expect(Math.abs((own.at(-1) as number) - 16)).toBeLessThan(0.1);
  expect(understood.join("\n")).toMatch(
    /from 0 to (2\.9|3)\S* s: these 1\d\d rows[\s\S]*nothing moves any more from 1[56]/,
  );
});

it.each([
  ["a swing from a turning point", noisy((t) => 0.7 * Math.cos(1.5 * t), 0.002)],
  ["a rod that falls from where it stood", noisy((t) => Math.min(3, 1e-3 * Math.cosh(1.6 * t)), 1e-4)],
  ["an oscillation that grows", noisy((t) => 1e-3 * Math.exp(0.9 * t) * Math.cos(6 * t), 1e-4)],
  ["a body that begins to slide", noisy((t) => 0.2 * t * t, 0.01)],
  ["a throw", noisy((t) => 9 * t - 1.2 * t * t, 0.02)],
])("%s is not held", (_, positions) => {
  expect(heldAtStart({ times, positions })).toBe(0);
});
