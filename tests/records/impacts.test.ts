import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import { type Adaptation, adapt, adaptRecord, predict, type Recording } from "../../src/records/index.js";
import { adaptLaw } from "../../src/records/law/adapt-law.js";
import { leadsAcross } from "../../src/records/law/impacts/across.js";
import { type Breaks, breaksOf, flightsOf, reasonBeside } from "../../src/records/law/impacts/breaks.js";
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
  return impactsOf(await readText(["t [s],y [m]", ...rows].join("\n")))[0];
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

  it("have the share that the strong ones keep, where the last touch a stop only just", async () => {
    const random = randomStream(3, "grazing");
    const rows: string[] = [];
    let [q, v] = [0.06, 0];
    const h = 1e-4;
    for (let i = 0; i <= 8 / h; i++) {
      if (i % 200 === 0) rows.push(`${i * h},${q + 2e-4 * random.normal()}`);
      v += (-30 * q - 0.1 * v) * h;
      q += v * h;
      if (q < -0.02 && v < 0) [q, v] = [-0.02, -0.7 * v];
    }
    const [found] = impactsOf(await readText(["t [s],x [m]", ...rows].join("\n")));
    expect(Math.abs((found?.kept ?? 1) - 0.49)).toBeLessThan(0.1);
  });

  it("are certain where a ball loses energy at them, and not where a comet turns around its sun", async () => {
    const thrown = await bouncing(() => -9.81, 0.72, 0.001, 0);
    expect(thrown?.certain).toBe(true);
    // Kepler's equation: sudden turns at one place, as of a wall.
    const [eccentricity, n] = [0.985, 400];
    const rows = Array.from({ length: n }, (_, i) => {
      const t = (i * 26) / n;
      let u = t;
      for (let k = 0; k < 200; k++) u += (t - u + eccentricity * Math.sin(u)) / (1 - eccentricity * Math.cos(u)) / 2;
      return `${t},${Math.cos(u) - eccentricity},${Math.sqrt(1 - eccentricity ** 2) * Math.sin(u)}`;
    });
    const comet = impactsOf(await readText(["t [yr],x [au],y [au]", ...rows].join("\n")));
    expect(comet.filter(({ certain }) => certain)).toEqual([]);
    // Without any loss only a law can tell: a stiff spring throws back as well.
    const elastic = await bouncing(() => -9.81, 1, 0.001, 0);
    expect(elastic?.certain).not.toBe(true);
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
  expect(impactsOf(await readText(["t [s],y [m]", ...rows].join("\n")))).toEqual([]);
});

/** A motion that is mirrored at walls with this share of its speed: rows at `step` and the instants of impacts. Small steps by the midpoint rule. */
function mirrored(
  acceleration: (q: readonly number[], v: readonly number[]) => readonly number[],
  walls: readonly (readonly [low: number, high: number])[],
  kept: number,
  start: { readonly q: readonly number[]; readonly v: readonly number[] },
  rows: number,
  step: number,
) {
  const fine = 40;
  const h = step / fine;
  const [q, v] = [[...start.q], [...start.v]];
  const hits: number[] = [];
  const motion: number[][] = [];
  for (let i = 0; i < rows * fine; i++) {
    if (i % fine === 0) motion.push([i * h, ...q]);
    const half = v.map((value, k) => value + (h / 2) * (acceleration(q, v)[k] as number));
    half.forEach((value, k) => {
      q[k] = (q[k] as number) + h * value;
    });
    acceleration(q, half).forEach((a, k) => {
      v[k] = (half[k] as number) + (h / 2) * a;
    });
    walls.forEach(([low, high], k) => {
      const [at, speed] = [q[k] as number, v[k] as number];
      const wall = at < low && speed < 0 ? low : at > high && speed > 0 ? high : undefined;
      if (wall === undefined) return;
      hits.push(i * h);
      q[k] = 2 * wall - at;
      v[k] = -kept * speed;
    });
  }
  return { motion, hits };
}

describe("impacts at a stop and between walls", () => {
  it("are seen down to the weak ones of a swing that dies away, through the steps of an encoder", async () => {
    const swing = ([q = 0]: readonly number[], [v = 0]: readonly number[]) => [-10.9 * Math.sin(q) - 0.015 * v];
    const stop = [[-0.05, 10]] as const;
    const { motion, hits } = mirrored(swing, stop, 0.82, { q: [0.6], v: [0] }, 1000, 0.01);
    const random = randomStream(5, "stop");
    const tick = Math.PI / 1000;
    const rows = motion.map(
      ([t, q = 0]) => `${t},${(Math.round((q + 8e-4 * random.normal()) / tick) * tick).toFixed(4)}`,
    );
    const [found, ...others] = impactsOf(await readText(["t [s],Angle [rad]", ...rows].join("\n")));
    expect(others).toEqual([]);
    expect(hits.length).toBe(9);
    expect(found?.certain).toBe(true);
    expect(found?.count).toBeGreaterThanOrEqual(8);
    for (const time of found?.times ?? [])
      expect(Math.min(...hits.map((hit) => Math.abs(hit - time)))).toBeLessThan(0.03);
    expect(Math.abs((found?.kept ?? 0) - 0.82 ** 2)).toBeLessThan(0.04);
  });

  it("of a puck on four walls leave what is between them: friction, found as if there were none", async () => {
    const gamma = 0.05;
    const slide = (_q: readonly number[], v: readonly number[]) => v.map((value) => -gamma * value);
    const walls = [
      [0.04, 1.2],
      [0.04, 0.91],
    ] as const;
    const { motion, hits } = mirrored(slide, walls, 0.9, { q: [0.3, 0.2], v: [1.1, 0.8] }, 240, 1 / 60);
    const random = randomStream(6, "puck");
    const rows = motion.map(([t, ...q]) => [t, ...q.map((value) => value + 6e-4 * random.normal())].join());
    const record = await readText(["t [s],x [m],y [m]", ...rows].join("\n"));
    const impacts = impactsOf(record);
    expect(impacts.map(({ coordinate }) => coordinate)).toEqual(["x", "y"]);
    expect(impacts.reduce((sum, { count }) => sum + count, 0)).toBe(hits.length);
    for (const { kept } of impacts) expect(Math.abs(kept - 0.81)).toBeLessThan(0.03);
    const breaks = breaksOf(record);
    expect(breaks?.certain).toBe(true);
    expect(breaks?.reason).toMatch(/^x is thrown back .* kinetic energy along it each time; y is thrown back/);
    const flights = flightsOf(record, breaks as Breaks) as Recording;
    expect(flights.motions.length).toBeGreaterThan(3);
    const forces = adaptLaw(flights, { draws: 2, formula: false })?.forces ?? [];
    expect(forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([["viscous", "x, y"]]);
    expect(Math.abs((forces[0]?.value ?? 0) - gamma)).toBeLessThan(4 * (forces[0]?.deviation ?? 0));
    expect(forces[0]?.deviation).toBeLessThan(0.2 * gamma);
  });
});

describe("between impacts", () => {
  it("the law of a swing leads across its turning points, where nothing was hit", async () => {
    const rows = Array.from({ length: 90 }, (_, i) => `${i / 15},${0.3 * Math.cos((Math.PI * i) / 15)}`);
    const record = await readText(["t [s],x [m]", ...rows].join("\n"));
    const flights = flightsOf(record, { reason: "", certain: true, rows: [[29, 59]], collide: false }) as Recording;
    expect(leadsAcross(flights, adaptLaw(flights, { draws: 1, formula: false }) as Adaptation)).toBe(true);
  });

  it("a steep wall leads across bounces, but they take energy", async () => {
    // A camera's rows, with velocities of central differences.
    const [random, rate, kept] = [randomStream(1, "ball"), 30, 0.93];
    let [height, speed] = [1.4, 0];
    const y = Array.from({ length: 150 }, () => {
      const seen = height + 0.003 * random.normal();
      for (let k = 0; k < 100; k++) {
        const dt = 1 / rate / 100;
        height += speed * dt - (9.81 * dt * dt) / 2;
        speed -= 9.81 * dt;
        if (height < 0 && speed < 0) [height, speed] = [-height, -kept * speed];
      }
      return seen;
    });
    const rows = y.map((q, i) => {
      const [before, after] = [Math.max(0, i - 1), Math.min(y.length - 1, i + 1)];
      return `${i / rate},${q},${(((y[after] as number) - (y[before] as number)) * rate) / (after - before)}`;
    });
    const { check } = await adapt(
      { name: "ball.csv", content: ["t [s],y [m],v [m/s]", ...rows].join("\n") },
      { formula: false },
    );
    expect(check.verdict).toBe("impacts");
  });

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
    const adapted = await adapt({ name: "detector.csv", content }, { draws: 2, formula: false });
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
    for (let i = 0; i < 130; i++) {
      const t = 0.025 * i;
      const [x1, x2] = t < t0 ? [u * t, apart + w * t] : [u * t0 + u2 * (t - t0), u * t0 + w2 * (t - t0)];
      rows.push(`${t},${x1 + 0.0008 * random.normal()},${x2 + 0.1 + 0.0008 * random.normal()}`);
    }
    const { check, record, forces } = adaptRecord(await readText(["t [s],x1 [m],x2 [m]", ...rows].join("\n")), {
      draws: 2,
      formula: false,
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

  it("two arms that hang from one another do not collide, though their speeds jump against one another", async () => {
    // Kinetic energy (u^2 + 0.31 w^2) / 2 + 0.39 cos(a - b) u w, weights 61.6 and 22.3: angles, which no heading tells.
    const { states } = dop853(
      ([a = 0, b = 0, u = 0, w = 0], out) => {
        const [c, s] = [0.39 * Math.cos(a - b), 0.39 * Math.sin(a - b)];
        const [f, g] = [-s * w * w - 61.6 * Math.sin(a), s * u * u - 22.3 * Math.sin(b)];
        const det = 0.31 - c * c;
        out.set([u, w, (0.31 * f - c * g) / det, (g - c * f) / det]);
      },
      Float64Array.of(1.1, -1.5, 0, 0),
      Float64Array.from({ length: 500 }, (_, i) => 0.01 * i),
      { tolerance: 1e-9 },
    );
    const rows = Array.from({ length: 500 }, (_, i) => `${0.01 * i},${states[4 * i]},${states[4 * i + 1]}`);
    const breaks = breaksOf(await readText(["t,q1,q2", ...rows].join("\n")));
    expect(breaks?.collide).toBe(true);
    const mass = (pattern: number[], basis?: { kind: "fourier"; orders: number }) =>
      ({
        spec: { kind: "kinetic", pattern, feature: { kind: "linear", coefficients: [1, -1] }, basis, constant: 1 },
      }) as const;
    const bodies = [mass([1, 0, 0, 0]), mass([0, 0, 0, 1])];
    expect(reasonBeside(breaks, bodies)).toMatch(/collide/);
    expect(reasonBeside(breaks, [...bodies, mass([0, 1, 1, 0], { kind: "fourier", orders: 1 })])).toBeUndefined();
  });
});
