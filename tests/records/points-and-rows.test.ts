import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

describe("rows that are no motion", () => {
  const { times, columns } = simulated({
    rates: ([x = 0, v = 0]) => [v, -6.4 * x],
    start: [0.12, 0],
    points: 240,
    duration: 8,
    noise: 0.004,
  });
  const [x, v] = columns as [number[], number[]];

  it("single samples far off are named and left out, rest before a release too", async () => {
    const spoilt = x.map((value, i) => (i === 30 || i === 101 ? -999 + value : value));
    const off = await read(
      csv(
        "t,x,v",
        times,
        x.map((value, i) => (i === 60 ? 0.9 : value)),
        v,
      ),
    );
    expect(off.motions[0]?.times).toHaveLength(239);
    expect(off.understood.join()).toMatch(/1 sample lies far off its neighbours \(x; at 2\.008\)/);
    expect(spoilt.length).toBe(240);
    const random = randomStream(5, "rest");
    const still = Array.from({ length: 60 }, (_, i) => [
      -2 + i / 30,
      0.12 + 5e-4 * random.normal(),
      2e-3 * random.normal(),
    ]);
    const released = await read(
      csv(
        "t,x,v",
        [...still.map(([t = 0]) => t), ...times],
        [...still.map(([, q = 0]) => q), ...x],
        [...still.map(([, , u = 0]) => u), ...v],
      ),
    );
    expect(released.motions[0]?.times[0]).toBeGreaterThan(-0.2);
    expect(released.understood.join()).toMatch(/nothing moves from -2/);
  });

  it("a clean record loses nothing", async () => {
    expect((await read(csv("t,x,v", times, x, v))).motions[0]?.times).toHaveLength(240);
  });

  it("impacts are named, not fitted", async () => {
    // A ball that keeps 72 % of its energy at each bounce.
    const rows: [number, number][] = [];
    let [height, speed] = [0.8, 0];
    const h = 1 / 3000;
    for (let i = 0; i <= 3000 * 3; i++) {
      if (i % 100 === 0) rows.push([i * h, height]);
      speed -= 9.81 * h;
      height += speed * h;
      if (height < 0) [height, speed] = [-height, -speed * Math.sqrt(0.72)];
    }
    const { check } = learned(
      await read(
        csv(
          "t [s],y [m]",
          rows.map(([t]) => t),
          rows.map(([, y]) => y),
        ),
      ),
    );
    expect(check.verdict).toBe("impacts");
    expect(check.reasons[0]).toMatch(/y is thrown back \d times/);
  });
});

describe("points that are arms", () => {
  it("a bob about a pivot that is not seen swings as its angle does", async () => {
    const { times, columns } = simulated({
      rates: ([theta = 0, omega = 0]) => [omega, -(9.81 / 0.6) * Math.sin(theta)],
      start: [0.8, 0],
      points: 150,
      duration: 5,
    });
    const random = randomStream(2, "bob");
    const theta = columns[0] as number[];
    const bob = theta.map((angle) => [
      0.3 + 0.6 * Math.sin(angle) + 5e-4 * random.normal(),
      1 - 0.6 * Math.cos(angle) + 5e-4 * random.normal(),
    ]);
    const [xs, ys] = [0, 1].map((c) => bob.map((point) => point[c] as number)) as [number[], number[]];
    const text = csv("t [s],x [m],y [m]", times, xs, ys);
    const record = await read(text);
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["theta"]);
    record.motions[0]?.positions.forEach((value, i) => {
      expect(Math.abs(value - (theta[i] as number))).toBeLessThan(6e-3);
    });
    expect((await read(text, { cartesian: true })).space.dimension).toBe(2);
  });

  it.each([
    ["the origin", 0, /keeps its distance 0\.(199|2|200|201)\d* ± \S+ from the origin/],
    ["another place", 0.5, /from a pivot at/],
  ])("a small noisy swing about %s has the length of its arm", async (_, up, sentence) => {
    const random = randomStream(4, "small swing");
    const times = Array.from({ length: 900 }, (__, i) => i / 30);
    const noisy = (values: readonly number[]) => values.map((value) => value + 1.5e-3 * random.normal());
    const theta = times.map((t) => 0.28 * Math.cos(7 * t));
    const xs = noisy(theta.map((angle) => 0.2 * Math.sin(angle)));
    const ys = noisy(theta.map((angle) => up - 0.2 * Math.cos(angle)));
    const record = await read(csv("t,x,y", times, xs, ys));
    expect(record.understood.join()).toMatch(sentence);
    // Kåsa's circle has 0.15.
    const length = Number(/distance (\S+)/.exec(record.understood.join())?.[1]);
    expect(Math.abs(length / 0.2 - 1)).toBeLessThan(0.06);
  });

  it("a bob that goes over the top is an arm; a planet on a nearly circular ellipse is none", async () => {
    const { times, columns } = simulated({
      rates: ([theta = 0, omega = 0]) => [omega, -4 * Math.sin(theta)],
      start: [0, 5],
      points: 150,
      duration: 5,
    });
    const random = randomStream(3, "rounds");
    const noisy = (values: readonly number[]) => values.map((value) => value + 4e-3 * random.normal());
    const theta = columns[0] as number[];
    const bob = csv("t,x,y", times, noisy(theta.map(Math.sin)), noisy(theta.map((angle) => -Math.cos(angle))));
    expect((await read(bob)).space.dimension).toBe(1);
    // Its perihelion is where x is largest; its distance from the ellipse's middle changes by 1.9 %.
    const planet = simulated({
      rates: ([x = 0, y = 0, vx = 0, vy = 0]) => {
        const pull = -1 / Math.hypot(x, y) ** 3;
        return [vx, vy, pull * x, pull * y];
      },
      start: [0.8, 0, 0, Math.sqrt(1.2 / 0.8)],
      points: 150,
      duration: 12,
    });
    const [x = [], y = []] = planet.columns;
    expect((await read(csv("t,x,y", planet.times, noisy(x), noisy(y)))).space.dimension).toBe(2);
  });

  it("two bobs side by side have an arm each, and a law; two planets have none", async () => {
    const lengths = [0.6, 0.45];
    const { times, columns } = simulated({
      rates: ([one = 0, other = 0, v = 0, w = 0]) => [v, w, -16.35 * Math.sin(one), -21.8 * Math.sin(other)],
      start: [0.8, -0.6, 0, 0],
      points: 200,
      duration: 7,
    });
    const random = randomStream(5, "side by side");
    const noisy = (values: readonly number[]) => values.map((value) => value + 5e-4 * random.normal());
    const ends = [0, 1].flatMap((k) => {
      const angles = columns[k] as number[];
      const length = lengths[k] as number;
      return [
        angles.map((angle) => k + length * Math.sin(angle)),
        angles.map((angle) => 1.2 - length * Math.cos(angle)),
      ];
    });
    const record = await read(csv("t [s],x1 [m],y1 [m],x2 [m],y2 [m]", times, ...ends.map(noisy)));
    expect(record.space.coordinates.map(({ position }) => position.name)).toEqual(["theta1", "theta2"]);
    const { check, adaptation } = learned(record, { formula: true });
    expect(check.verdict).toBe("conservative");
    const strengths = [...(adaptation.law?.formula ?? "").matchAll(/([\d.]+) \(1 - cos\(/g)].map(([, value]) =>
      Number(value),
    );
    expect(strengths).toHaveLength(2);
    for (const [k, strength] of strengths.entries())
      expect(Math.abs(strength / ([16.35, 21.8][k] as number) - 1)).toBeLessThan(2e-3);
    const circles = [1, 1.7].flatMap((r) => {
      const angles = Array.from(times, (t) => t / r ** 1.5);
      return [angles.map((angle) => r * Math.cos(angle)), angles.map((angle) => r * Math.sin(angle))];
    });
    expect((await read(csv("t,x1,y1,x2,y2", times, ...circles.map(noisy)))).space.dimension).toBe(4);
  });

  it("a bob on a spring is no arm, though its path lies within 2 % of an arc", async () => {
    const { times, columns } = simulated({
      rates: ([x = 0, y = 0, vx = 0, vy = 0]) => {
        const pull = -52 * (1 - 0.42 / Math.hypot(x, y));
        return [vx, vy, pull * x - 0.05 * vx, pull * y - 9.81 - 0.05 * vy];
      },
      start: [0.22, -0.62, 0, 0],
      points: 350,
      duration: 11.7,
    });
    const random = randomStream(4, "spring");
    const [x = [], y = []] = columns.map((own) => own.map((value) => value + 1.2e-3 * random.normal()));
    expect((await read(csv("t,x [m],y [m]", times, x, y))).space.dimension).toBe(2);
  });

  it("an ellipse is no arm, and markers that are none are refused by name", async () => {
    const times = Array.from({ length: 80 }, (_, i) => i / 10);
    const text = csv(
      "t,x,y",
      times,
      times.map((t) => Math.cos(t)),
      times.map((t) => 0.9 * Math.sin(t)),
    );
    expect((await read(text)).space.dimension).toBe(2);
    await expect(read(text, { markers: ["x", "y"] })).rejects.toThrow("the markers do not keep their distances");
  });

  it("markers in columns without names are pairs in the order that the user gives", async () => {
    const real = readFileSync(new URL("../../examples/records/double-pendulum-markers.csv", import.meta.url), "utf8");
    const named = await read(real);
    const bare = real
      .split("\n")
      .filter((line) => /^[\d.]/.test(line))
      .map((line) => line.split(",").slice(1).join(" "))
      .join("\n");
    await expect(read(bare)).rejects.toThrow("give the rows a second with option rate");
    await expect(read(bare, { rate: 200 })).rejects.toThrow("option markers, x before y");
    // The file has y before x.
    const record = await read(bare, { rate: 200, markers: ["2", "1", "4", "3", "6", "5"] });
    expect(record.space.dimension).toBe(2);
    const [motion, other] = [record.motions[0], named.motions[0]];
    expect(motion?.positions).toHaveLength(other?.positions.length ?? 0);
    // Without a unit y is taken to grow upwards, in pixels downwards.
    for (const [i, angle] of (motion?.positions ?? []).entries())
      expect(Math.cos(angle)).toBeCloseTo(-Math.cos(other?.positions[i] as number), 9);
  });

  it("the markers of a real chaotic double pendulum are predicted from their angles", async () => {
    const text = readFileSync(new URL("../../examples/records/double-pendulum-markers.csv", import.meta.url), "utf8");
    const record = await read(text);
    expect(record.understood.filter((sentence) => sentence.includes("an arm"))).toHaveLength(2);
    const { check, heldOut } = learned(record, { draws: 0 });
    expect(check.verdict).toBe("dissipative");
    expect(heldOut.relative).toBeLessThan(0.025);
  });
});
