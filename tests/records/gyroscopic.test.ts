import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { csv, learned, read, simulated } from "./simulated-records.js";

const TIMES = Float64Array.from({ length: 260 }, (_, i) => i * 0.12);
/** For a frame that turns slowly. */
const LONG = Float64Array.from({ length: 400 }, (_, i) => i * 0.2);

/** A record in the plane with noise, from positions as functions of time. */
function plane(x: (t: number) => number, y: (t: number) => number, noise: number, times = TIMES) {
  const random = randomStream(4, "gyroscopic");
  const column = (of: (t: number) => number) => times.map((t) => of(t) + noise * random.normal());
  return read(csv("t [s],x [m],y [m]", times, column(x), column(y)));
}

it("a pendulum in a frame that turns slowly is conservative, by Foucault's closed form", async () => {
  // Near the centre a curve of the distance turns the swing nearly as well.
  // z'' + 2 i W z' + k z = 0 with z = x + i y: z = exp(-i W t) (a cos(n t) + i W / n a sin(n t)), n^2 = k + W^2, from rest.
  const [a, k, W] = [0.3, 2.5, 0.03];
  const n = Math.sqrt(k + W * W);
  const re = (t: number) => a * Math.cos(n * t);
  const im = (t: number) => (a * W * Math.sin(n * t)) / n;
  const record = await plane(
    (t) => Math.cos(W * t) * re(t) + Math.sin(W * t) * im(t),
    (t) => Math.cos(W * t) * im(t) - Math.sin(W * t) * re(t),
    0.0015,
    LONG,
  );
  const { check, forces, heldOut, adaptation } = learned(record, { formula: true });
  expect(check.verdict).toBe("conservative");
  expect(forces.map(({ kind, coordinate }) => [kind, coordinate])).toEqual([["gyroscopic", "x, y"]]);
  const [force] = forces;
  expect(Math.abs((force?.value ?? 0) - 2 * W)).toBeLessThan(3 * (force?.deviation ?? 0));
  expect(force?.deviation).toBeLessThan(0.01);
  expect(force?.unit).toBe("1/s");
  expect(heldOut.relative).toBeLessThan(0.02);
  const equation = adaptation.law?.equation ?? "";
  expect(equation).toMatch(/^x'' = 0\.\d+ y' - 2\.\d+ x$/m);
  expect(equation).toMatch(/^y'' = -0\.\d+ x' - 2\.\d+ y$/m);
});

it("a charge in crossed fields drifts, by the closed form of a cycloid", async () => {
  // x'' = w y', y'' = E - w x': circles with a drift E / w along x.
  const [w, E, r] = [1.3, 0.4, 0.5];
  const record = await plane(
    (t) => (E / w) * t + r * Math.sin(w * t),
    (t) => r * Math.cos(w * t),
    0.003,
  );
  const { check, forces, law } = learned(record);
  expect(check.verdict).toBe("conservative");
  expect(forces.map(({ kind }) => kind)).toEqual(["gyroscopic"]);
  expect(Math.abs((forces[0]?.value ?? 0) - w)).toBeLessThan(3 * (forces[0]?.deviation ?? 0));
  const field = law.law.terms.findIndex((term) => term.kind === "potential" && term.feature.kind === "linear");
  expect(field).toBeGreaterThan(0);
});

it("an oscillator with different stiffness along and across has none", async () => {
  const record = await plane(
    (t) => 0.3 * Math.cos(2 * t),
    (t) => 0.2 * Math.sin(2.3 * t + 0.4),
    0.003,
  );
  const { check, forces } = learned(record);
  expect(check.verdict).toBe("conservative");
  expect(forces).toEqual([]);
});

it("a satellite in the turning frame of the earth shows how fast it turns, and the earth's mass", async () => {
  // Kepler's motion in space, seen from axes that turn by omega t about z: positions every 15 minutes, in km, as of GPS satellites.
  const [gm, omega] = [398_600.44, 7.2921159e-5];
  const { times, truth } = simulated({
    rates: ([x = 0, y = 0, z = 0, ...v]) => {
      const cube = Math.hypot(x, y, z) ** 3;
      return [...v, (-gm * x) / cube, (-gm * y) / cube, (-gm * z) / cube];
    },
    start: [26_348, 0, 0, 0, 2.24, 3.19],
    points: 160,
    duration: 143_100,
  });
  const random = randomStream(8, "satellite");
  const turned = [0, 1, 2].map((k) =>
    Array.from(times, (t, i) => {
      const [x, y, z] = truth.map((column) => column[i] as number) as [number, number, number];
      const [c, s] = [Math.cos(omega * t), Math.sin(omega * t)];
      return ([c * x + s * y, c * y - s * x, z][k] as number) + 5e-5 * random.normal();
    }),
  );
  const record = await read(csv("t [s],X [km],Y [km],Z [km]", times, ...turned));
  const { adaptation: found } = learned(record, { formula: true });
  expect(found.check.verdict).toBe("conservative");
  expect(found.heldOut.relative).toBeLessThan(1e-5);
  const across = found.forces.find(({ kind, coordinate }) => kind === "gyroscopic" && coordinate === "X, Y");
  expect(Math.abs((across?.value ?? 0) / (2 * omega) - 1)).toBeLessThan(1e-5);
  const mass = found.law?.constants.find(({ name }) => name === "G M");
  expect(Math.abs((mass?.value ?? 0) / gm - 1)).toBeLessThan(1e-3);
});
