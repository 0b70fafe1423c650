import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { adapt, adaptRecord, predict } from "../../src/records/index.js";
import { impactsOf } from "../../src/records/law/impacts/impacts.js";
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

it("a long swing that a camera misses by a few pixels at some of its turns is no row of impacts", async () => {
  const random = randomStream(1, "long swing");
  const rows = Array.from({ length: 3500 }, (_, i) => {
    const [t, period] = [i / 60, (2 * Math.PI) / 6.9];
    const turns = t / period;
    const missed =
      turns < 12 && Math.floor(turns + 0.5) % 4 === 1 && Math.abs(turns - Math.round(turns)) * period < 1 / 120;
    const y = 0.14 + 0.1 * Math.exp(-0.01 * t) * Math.cos(6.9 * t) + 5e-4 * random.normal() + (missed ? 0.006 : 0);
    return `${t},${y.toFixed(4)}`;
  });
  expect(impactsOf(await readText(["t [s],y [m]", ...rows].join("\n")))).toBeUndefined();
});

describe("between impacts", () => {
  it("a ball under a detector falls with g, and nothing else is found", async () => {
    // The distance from above: bounces are its largest values.
    const random = randomStream(3, "detector");
    const rows: string[] = [];
    let [q, v] = [0.9, 0];
    const h = 5e-5;
    for (let i = 0; i <= 2.6 / h; i++) {
      if (i % 200 === 0) rows.push(`${i * h},${1.6 - q + 0.002 * random.normal()}`);
      v -= 9.81 * h;
      q += v * h;
      if (q < 0) [q, v] = [-q, -0.78 * v];
    }
    const content = ["t [s],distance [m]", ...rows].join("\n");
    const adapted = await adapt({ name: "detector.csv", content }, { draws: 2 });
    expect(adapted.check.verdict).toBe("impacts");
    expect(adapted.check.reasons[0]).toMatch(/^distance is thrown back \d times/);
    expect(adapted.forces).toEqual([]);
    expect(adapted.record.motions.length).toBeGreaterThan(3);
    expect(adapted.heldOut.relative).toBeLessThan(0.03);
    // On from the last flight, as it falls.
    const { t, states } = predict(adapted, { duration: 0.2, points: 3, force: true });
    const [a, b, c] = [0, 1, 2].map((i) => states[2 * i] as number) as [number, number, number];
    const step = (t[1] as number) - (t[0] as number);
    expect(Math.abs((a - 2 * b + c) / step ** 2 - 9.81)).toBeLessThan(0.15);
  });

  it("two carts that collide once go straight; masses and restitution are told", async () => {
    // Masses 1 and 2, 80 % of the relative speed is left.
    const [m, e] = [2, 0.8];
    const random = randomStream(4, "collision");
    const rows: string[] = [];
    const [u, w, apart] = [0.5, -0.1, 0.9];
    const t0 = apart / (u - w);
    const centre = (u + m * w) / (1 + m);
    const [u2, w2] = [centre - (m / (1 + m)) * e * (u - w), centre + (e * (u - w)) / (1 + m)];
    for (let i = 0; i < 160; i++) {
      const t = 0.02 * i;
      const [x1, x2] = t < t0 ? [u * t, apart + w * t] : [u * t0 + u2 * (t - t0), u * t0 + w2 * (t - t0)];
      rows.push(`${t},${x1 + 0.0008 * random.normal()},${x2 + 0.1 + 0.0008 * random.normal()}`);
    }
    const { check, record, forces } = adaptRecord(await readText(["t [s],x1 [m],x2 [m]", ...rows].join("\n")), {
      draws: 2,
    });
    expect(check.verdict).toBe("impacts");
    const [reason = ""] = check.reasons;
    const told = /^x1 and x2 collide \(at (.+) s\): the mass of x2 is (.+) times that of x1 .* about (\d+) % of/.exec(
      reason,
    );
    const [, time, mass, left] = (told ?? []).map(Number);
    expect(Math.abs((time ?? 0) - t0)).toBeLessThan(0.03);
    expect(Math.abs((mass ?? 0) - m)).toBeLessThan(0.1);
    expect(Math.abs((left ?? 0) - 100 * e)).toBeLessThan(4);
    expect(record?.motions.length).toBe(2);
    expect(forces).toEqual([]);
  });
});
