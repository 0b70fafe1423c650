import { describe, expect, it } from "vitest";
import { foundIn, measured, type SimulatedLaw } from "./simulated.js";

const [STIFFNESS, REST, G, DRAG] = [45, 0.4, 9.81, 0.05];

/** A pendulum on a spring: distance from the pivot in units of 1/`scale` m and angle, with the air's drag. */
const elastic = (scale: number): SimulatedLaw => ({
  kinds: ["length", "angle"],
  accelerate: ([r = 0, angle = 0], [u = 0, w = 0]) => [
    r * w * w - STIFFNESS * (r - REST * scale) + G * scale * Math.cos(angle) - DRAG * u,
    (-2 * u * w - G * scale * Math.sin(angle)) / r - DRAG * w,
  ],
  start: [0.7 * scale, 0.7, 0, 0],
  duration: 4,
  rows: 80,
});

const constant = ({ constants }: ReturnType<typeof foundIn>, name: string) =>
  constants.find((one) => one.name === name) as { readonly value: number; readonly deviation: number };

describe("a pendulum on a spring", () => {
  it("has its law from distance and angle, in a unit in which an angle's inertia is large", () => {
    const scale = 1000;
    const found = foundIn(elastic(scale), measured(elastic(scale), 0.003));
    expect(found.closed).toBe(true);
    for (const [name, truth] of [
      ["k of x over m of x", STIFFNESS],
      ["centre of x", REST * scale],
      ["coefficient of x cos(theta2)", -G * scale],
      ["gamma of x", DRAG],
      ["gamma of theta2, over x^2", DRAG],
    ] as const) {
      const { value, deviation } = constant(found, name);
      expect(Math.abs(value - truth), name).toBeLessThan(3.5 * deviation);
      expect(deviation, name).toBeLessThan(0.15 * Math.abs(truth));
    }
  });

  it("has its pivot, stiffness and rest length from x and y in the picture of a camera", () => {
    const [X, Y, SCALE] = [640, 40, 800];
    const law: SimulatedLaw = {
      kinds: ["length", "length"],
      together: true,
      accelerate: ([x = 0, y = 0]) => {
        const r = Math.hypot(x - X, y - Y);
        const pull = -STIFFNESS * (1 - (REST * SCALE) / r);
        return [pull * (x - X), pull * (y - Y) + G * SCALE];
      },
      start: [X + 240, Y + 460, 0, 0],
      duration: 3.5,
      rows: 90,
    };
    const found = foundIn(law, measured(law, 0.002));
    expect(found.closed).toBe(true);
    for (const [name, truth] of [
      ["k of r over m of x", STIFFNESS],
      ["coefficient of r", -STIFFNESS * REST * SCALE],
    ] as const) {
      const { value, deviation } = constant(found, name);
      expect(Math.abs(value - truth), name).toBeLessThan(3.5 * deviation);
      expect(deviation, name).toBeLessThan(0.01 * Math.abs(truth));
    }
  });
});

it("a swinging Atwood's machine has the masses of both bodies", () => {
  const MU = 3;
  const law: SimulatedLaw = {
    kinds: ["length", "angle"],
    accelerate: ([r = 0, angle = 0], [u = 0, w = 0]) => [
      (r * w * w + G * (Math.cos(angle) - MU)) / (1 + MU),
      (-2 * u * w - G * Math.sin(angle)) / r,
    ],
    start: [0.6, 1.5, 0, 0],
    duration: 1.5,
    rows: 70,
  };
  const found = foundIn(law, measured(law, 0.003));
  expect(found.closed).toBe(true);
  const { value, deviation } = constant(found, "mass of theta2, coefficient of x^2");
  expect(Math.abs(value - 1 / (1 + MU))).toBeLessThan(3.5 * deviation);
  expect(deviation).toBeLessThan(0.001);
});
