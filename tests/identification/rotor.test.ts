import { expect, it } from "vitest";
import { identify } from "../../src/identification/index.js";
import { measured } from "./simulated.js";

it("a rotor out of balance is driven in both directions at one frequency", () => {
  // Jeffcott's rotor after a tap: x'' + 2 c x' + w^2 x = a cos W t, y likewise with the sine.
  const [w, c, W, a] = [2 * Math.PI * 2.5, 0.5, 2 * Math.PI * 3.8, 140];
  const motion = measured(
    {
      kinds: ["length", "length"],
      accelerate: ([x = 0, y = 0], [u = 0, v = 0], t) => [
        -w * w * x - 2 * c * u + a * Math.cos(W * t),
        -w * w * y - 2 * c * v + a * Math.sin(W * t),
      ],
      start: [0.6, 0.1, 0, 0],
      duration: 3,
      rows: 90,
    },
    0.01,
    2,
  );
  // Probes give positions alone.
  const values = motion.values.map((value, k) => (k % 4 < 2 ? value : Number.NaN));
  const found = identify([{ ...motion, values }], { kinds: ["length", "length"], bodies: [0, 0] });
  expect(found?.choice.friction).toEqual(["viscous"]);
  const drives = (found?.choice.drives ?? []).map(({ spec, means }) => ({ spec, frequency: (means as number[])[2] }));
  expect(drives.map(({ spec }) => spec.kind === "harmonic" && spec.direction)).toEqual([
    [1, 0],
    [0, 1],
  ]);
  for (const { frequency } of drives) expect(Math.abs((frequency ?? 0) / W - 1)).toBeLessThan(1e-3);
});
