import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { loadSystemFile } from "../../src/dataset/index.js";
import { dop853, type VectorField } from "../../src/mechanics/index.js";
import { type Adaptation, adaptRecord, predictMotion } from "../../src/records/index.js";
import { temporaryFolder } from "../cli/process.js";
import { hasSympy, inPython } from "../sympy.js";
import { readText } from "./harness.js";

const folder = temporaryFolder();

/** The text of a record of a motion with velocities, with noise of a share of every component's root mean square. */
function recordOf(
  heading: string,
  field: VectorField,
  start: readonly number[],
  duration: number,
  rows: number,
): string {
  const times = Float64Array.from({ length: rows }, (_, i) => (i * duration) / (rows - 1));
  const { states } = dop853(field, Float64Array.from(start), times, { tolerance: 1e-12 });
  const size = start.length;
  const random = randomStream(4, heading);
  const scale = start.map((_, c) => {
    const own = states.filter((_, k) => k % size === c);
    return Math.sqrt(own.reduce((sum, x) => sum + x * x, 0) / rows);
  });
  const noisy = states.map((x, k) => x + 0.005 * (scale[k % size] as number) * random.normal());
  const lines = Array.from(times, (t, i) => [t, ...noisy.subarray(i * size, (i + 1) * size)].join());
  return [heading, ...lines].join("\n");
}

const records: Readonly<Record<string, () => string>> = {
  "a pendulum": () =>
    recordOf(
      "t [s],theta [rad],omega [rad/s]",
      ([q = 0, v = 0], out) => out.set([v, -16.35 * Math.sin(q)]),
      [1.2, 0],
      8,
      120,
    ),
  "an orbit": () =>
    recordOf(
      "t [yr],x [au],y [au],vx [au/yr],vy [au/yr]",
      ([x = 0, y = 0, vx = 0, vy = 0], out) => {
        const pull = -39.478 / Math.hypot(x, y) ** 3;
        out.set([vx, vy, pull * x, pull * y]);
      },
      [0.7, 0, 0, 8.8],
      2.5,
      120,
    ),
  Mars: () => readFileSync(new URL("../../examples/records/mars.csv", import.meta.url), "utf8"),
  "a damped spring": () =>
    recordOf(
      "t [s],x [m],v [m/s]",
      ([x = 0, v = 0], out) => out.set([v, -6.4 * (x - 0.05) - 0.15 * v]),
      [0.4, 0],
      12,
      120,
    ),
  "a double pendulum": () =>
    recordOf(
      "t [s],theta1 [rad],theta2 [rad],omega1 [rad/s],omega2 [rad/s]",
      ([p = 0, q = 0, v = 0, w = 0], out) => {
        const [c, s] = [Math.cos(p - q), Math.sin(p - q)];
        const [f, h] = [-(s * w * w + 19.62 * Math.sin(p)), s * v * v - 9.81 * Math.sin(q)];
        out.set([v, w, (f - c * h) / (2 - c * c), (2 * h - c * f) / (2 - c * c)]);
      },
      [1, 0.6, 0, 0],
      5,
      200,
    ),
};

/** Steps of Runge and Kutta that SymPy's accelerations are followed by. */
const STEPS = 400;

describe.each(Object.entries(records))("the printed law of %s", (name, text) => {
  let adaptation: Adaptation;
  let start: Float64Array;
  let times: Float64Array;
  /** The motion by the printed JavaScript, [times][2d]. */
  let motion: Float64Array;
  beforeAll(async () => {
    const record = await readText(text(), {}, `${name}.csv`);
    adaptation = adaptRecord(record);
    const end = adaptation.motions[0]?.start;
    start = end?.state ?? new Float64Array(0);
    const { times: rows } = record.motions[0] as (typeof record.motions)[number];
    const span = ((rows.at(-1) as number) - (rows[0] as number)) / 4;
    times = Float64Array.from({ length: 9 }, (_, i) => (i * span) / 8);
    const module: { accelerations(t: number, q: number[], v: number[]): number[] } = await import(
      `data:text/javascript,${encodeURIComponent(adaptation.law?.javascript ?? "")}`
    );
    const d = start.length / 2;
    const field: VectorField = (state, out) => {
      const [q, v] = [[...state.subarray(0, d)], [...state.subarray(d)]];
      out.set([...v, ...module.accelerations(0, q, v)]);
    };
    motion = dop853(field, start, times, { tolerance: 1e-12 }).states;
  });
  const size = (c: number) => Math.max(...motion.filter((_, k) => k % start.length === c).map(Math.abs));
  const furthest = (other: ArrayLike<number>, components: number) => {
    let most = 0;
    for (let i = 0; i < times.length; i++)
      for (let c = 0; c < components; c++) {
        const off = (other[i * components + c] as number) - (motion[i * start.length + c] as number);
        most = Math.max(most, Math.abs(off) / size(c));
      }
    return most;
  };

  it("moves as the learned law does", () => {
    expect(adaptation.law?.closed).toBe(true);
    const fitted = adaptation.motions[0] as Adaptation["motions"][number];
    const from = fitted.start.time;
    const { states, deviations = new Float64Array(0) } = predictMotion(
      adaptation.model,
      { ...fitted.start, drawn: fitted.drawnStarts },
      times.map((t) => from + t),
      adaptation,
    );
    const d = start.length;
    const own = motion.map((x, k) => (x - (states[k] as number)) / ((deviations[k] as number) + 1e-6 * size(k % d)));
    expect(Math.max(...own.map(Math.abs))).toBeLessThan(5);
  });

  it.skipIf(!hasSympy)("gives the same motion in SymPy", async () => {
    const d = start.length / 2;
    const program = `${adaptation.law?.sympy}
from sympy import lambdify
f = lambdify(q + v, list(accelerations), "math")
def field(s): return s[${d}:] + f(*s)
def add(s, h, k): return [x + h * y for x, y in zip(s, k)]
s, h = ${JSON.stringify([...start])}, ${(times[1] as number) / STEPS}
print(*s[:${d}])
for i in range(${times.length - 1}):
    for j in range(${STEPS}):
        a = field(s); b = field(add(s, h / 2, a)); c = field(add(s, h / 2, b)); e = field(add(s, h, c))
        s = [x + h / 6 * (k + 2 * l + 2 * m + n) for x, k, l, m, n in zip(s, a, b, c, e)]
    print(*s[:${d}])
`;
    const stdout = await inPython(program);
    expect(furthest(stdout.trim().split(/\s+/).map(Number), d)).toBeLessThan(1e-8);
  });

  it("gives the same motion as a file of a system, or none where energy is lost", async () => {
    const text_ = adaptation.law?.system;
    if (name === "a damped spring") {
      expect(text_).toBeUndefined();
      return;
    }
    const path = folder.in(`${name.replaceAll(" ", "-")}.mjs`);
    await writeFile(path, text_ ?? "");
    const system = await loadSystemFile(path);
    const d = start.length / 2;
    // Its own beginning, in coordinates and velocities for the printed JavaScript.
    const own = system.initialState(randomStream(0, "beginning"));
    const rates = new Float64Array(2 * d);
    system.vectorField(own, rates);
    const positions = dop853(system.vectorField, own, times, { tolerance: 1e-12 }).states.filter(
      (_, k) => k % (2 * d) < d,
    );
    const module: { accelerations(t: number, q: number[], v: number[]): number[] } = await import(
      `data:text/javascript,${encodeURIComponent(adaptation.law?.javascript ?? "")}`
    );
    motion = dop853(
      (state, out) => {
        const [q, v] = [[...state.subarray(0, d)], [...state.subarray(d)]];
        out.set([...v, ...module.accelerations(0, q, v)]);
      },
      Float64Array.from([...own.subarray(0, d), ...rates.subarray(0, d)]),
      times,
      { tolerance: 1e-12 },
    ).states;
    expect(furthest(positions, d)).toBeLessThan(1e-8);
  });
});
