import { expect, it } from "vitest";
import { foundIn, measured, printedAccelerations, type SimulatedLaw } from "./simulated.js";

/** An arm that turns, theta1, and a pendulum across its end, theta2 from where it hangs (Furuta et al. 1992), all over the arm's inertia. */
const [s, c, m, g, b1, b2] = [0.33, 0.29, 0.33, 15, 0.4, 0.03];

const rotary: SimulatedLaw = {
  kinds: ["angle", "angle"],
  accelerate: ([, alpha = 0], [w = 0, v = 0]) => {
    const [sine, cosine] = [Math.sin(alpha), Math.cos(alpha)];
    const [m11, m12] = [1 + s * sine * sine, c * cosine];
    const r1 = -b1 * w - 2 * s * sine * cosine * w * v + c * sine * v * v;
    const r2 = -b2 * v + s * sine * cosine * w * w - g * sine;
    const determinant = m11 * m - m12 * m12;
    return [(m * r1 - m12 * r2) / determinant, (m11 * r2 - m12 * r1) / determinant];
  },
  start: [0.2, 1.8, 2.5, 0],
  duration: 4,
  rows: 120,
};

it("a rotary pendulum has the squared sine of its pendulum in the arm's inertia, and friction of both", async () => {
  const { formula, javascript } = foundIn(rotary, measured(rotary, 1e-3));
  expect(formula).toContain("sin(theta2)^2) theta1'^2/2");
  const accelerations = await printedAccelerations(javascript);
  for (const [q, v] of [
    [
      [0.3, 1.2],
      [1, -2],
    ],
    [
      [-0.5, -0.7],
      [-2, 3],
    ],
  ] as const) {
    const found = accelerations(0, q, v);
    rotary.accelerate(q, v, 0).forEach((a, i) => {
      expect(Math.abs((found[i] as number) - a)).toBeLessThan(0.01 * g);
    });
  }
});
