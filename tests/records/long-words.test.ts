import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adaptRecord } from "../../src/records/index.js";
import { readText } from "./harness.js";
import { pendulumMotion } from "./pendulum.js";

/** Many swings of one pendulum from different heights, theta'' = -sin theta, with noise of 0.05. */
function swings(count: number): string {
  const random = randomStream(6, "swings");
  const rows = Array.from({ length: count }, (_, m) => {
    const { times, states } = pendulumMotion({ amplitude: 0.5 + 1.2 * random.uniform(), points: 96, duration: 24 });
    const noisy = (k: number) => (states[k] as number) + 0.05 * random.normal();
    return Array.from(times, (t, i) => `${m},${t},${noisy(2 * i)},${noisy(2 * i + 1)}`);
  });
  return ["run,t [s],theta [rad],omega [rad/s]", ...rows.flat()].join("\n");
}

test("the formula of a long record is looked for by some of its motions, and its constants are fitted to all", async () => {
  const deviation = async (count: number) => {
    const { law } = adaptRecord(await readText(swings(count)), { draws: 0 });
    expect(law?.equation).toMatch(/^theta'' = -[\d.]+ sin\(theta\)$/);
    const [strength] = law?.constants ?? [];
    expect(Math.abs((strength?.value ?? 0) - 1) / (strength?.deviation ?? 0)).toBeLessThan(4);
    return strength?.deviation ?? 0;
  };
  // Four times as many motions, beyond what formulas are looked for by: half the deviation.
  const ratio = (await deviation(16)) / (await deviation(4));
  expect(ratio).toBeGreaterThan(0.35);
  expect(ratio).toBeLessThan(0.65);
});
