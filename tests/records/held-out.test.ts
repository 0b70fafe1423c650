import { expect, test } from "vitest";
import { measureHeldOut } from "../../src/records/held-out.js";
import { adapt } from "../../src/records/index.js";
import { readText } from "./harness.js";

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

test("a noise above every spread does not make a bad prediction a perfect one", async () => {
  const { relative } = measureHeldOut(await record(), 0.2, [1000, 1000, null, null], nothing);
  expect(relative).toBeGreaterThan(0.5);
});

test("what is expected is a number also where laws that are drawn run away", async () => {
  // A throw with drag in proportion to the velocity, in closed form, as exact as seven digits.
  const [drag, g] = [0.4, 9.81];
  const thrown = Array.from({ length: 40 }, (_, i) => {
    const t = 0.06 * i;
    const left = Math.exp(-drag * t);
    const fall = g / drag;
    const [x, y] = [(6 * (1 - left)) / drag, 1.5 + ((7 + fall) * (1 - left)) / drag - fall * t];
    return [t, x, y, 6 * left, (7 + fall) * left - fall].map((value) => Number(value.toPrecision(7))).join(",");
  });
  const content = ["t [s],x [m],y [m],vx [m/s],vy [m/s]", ...thrown].join("\n");
  const { heldOut, check } = await adapt({ name: "throw.csv", content }, { draws: 0 });
  expect(heldOut.expected).toBeGreaterThan(0);
  expect(check.verdict).toBe("dissipative");
});
