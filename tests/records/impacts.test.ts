import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { impactsOf } from "../../src/records/law/impacts.js";
import { readText } from "./harness.js";

/** Heights of a body that falls with the acceleration g(q) onto a floor at 0, and keeps a share of its energy there; 60 rows a second with noise. */
async function bouncing(g: (q: number) => number, share: number, noise: number, seed: number) {
  const random = randomStream(seed, "bouncing");
  const rows: string[] = [];
  let [q, v] = [0.8, 0];
  const h = 1 / 6000;
  for (let i = 0; i <= 2.2 / h; i++) {
    if (i % 100 === 0) rows.push(`${i * h},${q + noise * random.normal()}`);
    v += g(q) * h;
    q += v * h;
    if (q < 0) [q, v] = [-q, -v * Math.sqrt(share)];
  }
  return impactsOf(await readText(["t [s],y [m]", ...rows].join("\n")));
}

describe("impacts", () => {
  it.each([
    ["free fall", () => -9.81],
    ["a spring and a weight", (q: number) => -16 * q - 1],
  ] as const)("have the share of energy that is kept, under %s", async (_name, g) => {
    for (const share of [0.72, 0.45]) {
      const kept: number[] = [];
      for (let seed = 0; seed < 8; seed++) {
        const found = await bouncing(g, share, 0.003, seed);
        expect(found?.coordinate).toBe("y");
        kept.push(found?.kept ?? Number.NaN);
      }
      const mean = kept.reduce((sum, value) => sum + value / kept.length, 0);
      expect(Math.abs(mean - share)).toBeLessThan(0.02);
      for (const value of kept) expect(Math.abs(value - share)).toBeLessThan(0.1);
    }
  });
});
