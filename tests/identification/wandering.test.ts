import { expect, it } from "vitest";
import { compress } from "../../src/identification/prepare/compress.js";
import { roughTick } from "../../src/identification/prepare/rough-tick.js";
import { smoothRecord } from "../../src/identification/prepare/smoothed.js";
import { wanders } from "../../src/identification/prepare/turns.js";
import { measured } from "./simulated.js";

it("an angle that wanders over many turns changes over the same time however far it has come", () => {
  // A driven pendulum in chaos: theta'' = -4.84 sin theta - 0.3 theta' + 5.3 cos 1.47 t (Baker and Gollub 1996, scaled).
  const motion = measured(
    {
      kinds: ["angle"],
      accelerate: ([theta = 0], [omega = 0], t) => [-4.84 * Math.sin(theta) - 0.3 * omega + 5.3 * Math.cos(1.47 * t)],
      start: [0.2, 0],
      duration: 400,
      rows: 8000,
    },
    1e-6,
  );
  const { times, values } = motion;
  const angles = values.filter((_, k) => k % 2 === 0);
  expect(wanders(times, angles)).toBe(true);
  expect(wanders(times.subarray(0, 100), angles.subarray(0, 100))).toBe(false);
  // It turns this way and that about twice a period of the drive, of 4.3 s: a radian of that is some 0.3 s.
  const rough = roughTick([motion], 1, [true]);
  expect(rough).toBeGreaterThan(0.1);
  expect(rough).toBeLessThan(0.8);
  const { tick, spreads } = smoothRecord(compress([motion], 1, rough), 1, [motion], false, [true]);
  expect(tick).toBeGreaterThan(0.1);
  expect(tick).toBeLessThan(0.8);
  expect(spreads[0]).toBeCloseTo(Math.PI / Math.sqrt(3), 9);
});
