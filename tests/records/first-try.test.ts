import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { identify } from "../../src/identification/index.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

describe("a velocity alone", () => {
  // x'' = -k x - gamma x', of which a vibrometer saw x' with noise of its own: its integral wanders.
  const [k, gamma] = [3600, 3] as const;
  const w = Math.sqrt(k - gamma ** 2 / 4);
  const random = randomStream(3, "vibrometer");
  const rows = Array.from({ length: 180 }, (_, i) => {
    const t = i / 300;
    const velocity = -100 * Math.exp((-gamma * t) / 2) * Math.sin(w * t) + 1.5 * random.normal();
    return `${t},${velocity}`;
  });
  const heading = "Some vibrometer\n\nTime [s],Velocity [mm/s]";

  test("is fitted as measured: friction, and no drive out of integrated noise", async () => {
    const { check, forces, heldOut } = learned(await read([heading, ...rows].join("\n")));
    expect(check.verdict).toBe("dissipative");
    expect(forces.map(({ kind }) => kind)).toEqual(["viscous"]);
    const [friction] = forces as [(typeof forces)[number]];
    expect(Math.abs(friction.value - gamma)).toBeLessThan(3 * friction.deviation);
    expect(friction.deviation).toBeLessThan(0.1 * gamma);
    // Only what was measured is predicted.
    expect(heldOut.components[0]).toBeNull();
  });
});

describe("a drive in records with hardly any noise", () => {
  test("is found beside friction, though one motion without it can be fitted too", () => {
    const { times, columns } = simulated({
      rates: ([x = 0, v = 0], t) => [v, -x - 0.1 * v + 0.4 * Math.cos(1.3 * t)],
      start: [1, 0],
      points: 100,
      duration: 20,
      noise: 1e-5,
    });
    const values = Float64Array.from({ length: 200 }, (_, k) => columns[k % 2]?.[k >> 1] as number);
    const found = identify([{ times, values }], { kinds: ["unknown"], bodies: [0] });
    expect(found?.choice.friction).toEqual(["viscous"]);
    expect(found?.choice.drives.map(({ spec }) => spec.kind)).toEqual(["harmonic"]);
    expect(found?.choice.drives[0]?.means?.[2]).toBeCloseTo(1.3, 4);
  });
});

describe("a fall that passes every place once", () => {
  test("is one of friction, not of a force that grows with the height, and says what it cannot tell", async () => {
    const { times, columns } = simulated({
      rates: ([, v = 0]) => [v, -9.81 - 0.28 * Math.abs(v) * v],
      start: [2.7, 0],
      points: 60,
      duration: 0.98,
      noise: 5e-4,
    });
    const { check, forces } = learned(await read(csv("t,y", times, columns[0] as number[])));
    expect(check.verdict).toBe("dissipative");
    const quadratic = forces.find(({ kind }) => kind === "quadratic");
    expect(Math.abs((quadratic?.value ?? 0) - 0.28)).toBeLessThan(3 * (quadratic?.deviation ?? 0));
    expect(check.reasons.join()).toContain("every place is passed once");
  });
  test("names the kinds of friction that explain it as well: of a magnet in a tube that soon falls evenly", async () => {
    const { times, columns } = simulated({
      rates: ([, v = 0]) => [v, 9.81 - 12 * v],
      start: [0, 0],
      points: 120,
      duration: 1.19,
      noise: 5e-3,
    });
    const { check } = learned(await read(csv("t,z", times, columns[0] as number[])));
    expect(check.verdict).toBe("dissipative");
    expect(check.reasons.join()).toMatch(/(iscous.*quadratic|uadratic.*viscous).* cannot be told apart/);
  });
});
