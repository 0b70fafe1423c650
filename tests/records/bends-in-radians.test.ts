import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { bendsInRadians } from "../../src/records/columns/units/bends-in-radians.js";

const random = randomStream(4, "goes round");

/** A driven pendulum, as it is told in radians or degrees: a leapfrog of small steps. */
function pendulum(start: number, drive: number, unit: number): Float64Array {
  let [q, v, t] = [start, 0, 0];
  return Float64Array.from({ length: 1500 }, () => {
    for (let k = 0; k < 40; k++, t += 1e-3) {
      v += 1e-3 * (-Math.sin(q) - 0.25 * v + drive * Math.cos((2 / 3) * t));
      q += 1e-3 * v;
    }
    return q * unit + 0.002 * unit * random.normal();
  });
}

it("what goes over the top there and back bends as sines of radians", () => {
  const tumbling = pendulum(0.2, 1.35, 1);
  expect(Math.max(...tumbling.map(Math.abs))).toBeGreaterThan(2.2 * Math.PI);
  expect(bendsInRadians([tumbling])).toBe(true);
});

it.each([
  ["a swing of 25 degrees", [pendulum(0.44, 0, 180 / Math.PI)]],
  [
    "a driven swing of 40 degrees beside a small one",
    [pendulum(0.7, 0.1, 180 / Math.PI), pendulum(0.08, 0, 180 / Math.PI)],
  ],
  ["noise", [Float64Array.from({ length: 500 }, () => 12 * random.normal())]],
])("%s does not", (_, angles) => {
  expect(bendsInRadians(angles)).toBe(false);
});
