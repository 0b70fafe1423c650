import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { spikes } from "../../src/records/motions/spikes.js";

const times = Float64Array.from({ length: 400 }, (_, i) => i / 30);
const random = randomStream(5, "spikes");
const swing = times.map((t) => 29 * Math.exp(-0.03 * t) * Math.cos(4.1 * t) + 0.15 * random.normal());

it("rows in succession that a tracker or an echo lost are off together", () => {
  for (const [rows, value] of [
    [[200, 201], 71],
    [[100, 101, 102], -80],
    [[150, 151, 152, 153, 154], 71],
    [[60, 61, 62, 250, 300, 301], 71],
  ] as const) {
    const x = swing.map((own, i) => ((rows as readonly number[]).includes(i) ? value : own));
    const lost = (rows as readonly number[]).filter((i) => x[i] === value);
    expect([...spikes(times, x)].sort((a, b) => a - b)).toEqual(lost);
  }
});

it.each([
  ["a swing", swing],
  ["pulses that come again", times.map((t) => (Math.abs((t % 1.5) - 0.7) < 0.05 ? 5 : 0.1 * Math.cos(4 * t)))],
  ["what sticks and slips", times.map((t) => Math.floor(t / 0.1) % 2)],
  ["a jump that stays", times.map((t) => (t > 6 ? 30 : 0) + Math.cos(3 * t))],
  ["a coarse fast oscillation", times.map((t) => Math.cos(31 * t))],
])("%s has none", (_, x) => {
  expect(spikes(times, x)).toEqual([]);
});
