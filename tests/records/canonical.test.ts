import { describe, expect, it } from "vitest";
import { dop853 } from "../../src/mechanics/index.js";
import {
  type Adaptation,
  adaptRecord,
  decodeModel,
  encodeModel,
  energyOf,
  fieldOf,
  modelToOnnx,
  predictSaved,
  savedModel,
  verifyOnnx,
} from "../../src/records/index.js";
import { findEngine } from "../../src/runtime/index.js";
import {
  type CanonicalMotion,
  canonicalMotion,
  cartAndPendulum,
  doublePendulum,
  hamiltonian,
  type LagrangianSystem,
  polarKepler,
} from "./canonical.js";
import { readText } from "./harness.js";

const learned = async (motion: CanonicalMotion, second: "momenta" | "velocities" = "momenta"): Promise<Adaptation> =>
  adaptRecord(await readText(motion.csv(second)), { draws: 4, formula: false });

/** Largest difference of the learned energy from H along a motion, both less their first values, over the spread of the kinetic energy. */
function energyError({ model }: Adaptation, system: LagrangianSystem, { positions, momenta }: CanonicalMotion): number {
  const pairs = positions.map((q, i) => {
    const p = momenta[i] as readonly number[];
    return [energyOf(model, Float64Array.from([...q, ...p])), hamiltonian(system, q, p), system.potential(q)] as const;
  });
  const [first] = pairs as [(typeof pairs)[number]];
  const heights = pairs.map(([, , height]) => height);
  const size = Math.max(...heights) - Math.min(...heights);
  return Math.max(...pairs.map(([own, truth]) => Math.abs(own - first[0] - (truth - first[1])))) / size;
}

const systems = [
  ["a double pendulum", doublePendulum(), /^chain/],
  ["a cart with a pendulum", cartAndPendulum(), /^cart/],
  ["an orbit in polar coordinates", polarKepler(), /^polar/],
] as const;

describe("canonical momenta of masses that depend on place", () => {
  it.each(systems)("%s: the energy is H, in its own scale", async (_, system, form) => {
    const motion = canonicalMotion(system);
    const found = await learned(motion);
    expect(found.learnedBy).toBe("law");
    expect(found.momenta?.explained).toBe(true);
    expect(found.check.verdict).toBe("conservative");
    expect(found.structure.name).toMatch(form);
    expect(found.heldOut.relative).toBeLessThan(1e-4);
    // At states of another motion of the same system, which the energy was not learned from.
    const [a, b, u, w] = system.start;
    const other = { ...system, start: [a * 0.97, b * 0.95, u + 0.05, w] as const, rows: 50 };
    expect(energyError(found, system, canonicalMotion(other))).toBeLessThan(2e-3);
    expect(energyError(found, system, motion)).toBeLessThan(1e-4);
  });

  it.each([
    ["a double pendulum", doublePendulum([0.2, 0.1]), [0.2, 0.1]],
    ["a cart with a pendulum", cartAndPendulum([0.1, 0.03]), [0.1, 0.03]],
    ["an orbit in polar coordinates", polarKepler([0.03, 0.05]), [0.03, 0.05]],
  ] as const)("%s that loses energy: friction within two deviations", async (_, system, friction) => {
    const found = await learned(canonicalMotion(system, 0.003));
    expect(found.learnedBy).toBe("law");
    expect(found.check.verdict).toBe("dissipative");
    expect(found.forces.map(({ kind }) => kind)).toEqual(["viscous", "viscous"]);
    const off = found.forces.map(({ value, deviation }, c) => {
      expect(deviation).toBeLessThan(0.1 * (friction[c] as number));
      return (value - (friction[c] as number)) / deviation;
    });
    expect(Math.hypot(...off) / Math.sqrt(off.length)).toBeLessThan(2);
  });

  it("a double pendulum in angles and angular velocities is predicted about as well as in momenta", async () => {
    const motion = canonicalMotion(doublePendulum(), 0.002);
    const [velocities, momenta] = [await learned(motion, "velocities"), await learned(motion)];
    expect(velocities.heldOut.relative).toBeLessThan(2 * momenta.heldOut.relative);
    // Neither is worse than the noise by much.
    expect(momenta.heldOut.relative).toBeLessThan(0.003);
  });

  it("goes on as the motion does, from its file too, and as ONNX", async () => {
    const system = doublePendulum([0.2, 0.1], 320, 8);
    const long = canonicalMotion(system);
    const record = await readText(long.csv("momenta").split("\n").slice(0, 241).join("\n"));
    const saved = savedModel(record, adaptRecord(record, { draws: 2, formula: false }));
    const read = await decodeModel(encodeModel(saved), "model");
    const duration = (long.times[319] as number) - (long.times[239] as number);
    for (const model of [saved, read]) {
      const { states, deviations } = predictSaved(model, { duration, points: 81 });
      const truth = [...(long.positions[319] as readonly number[]), ...(long.momenta[319] as readonly number[])];
      truth.forEach((value, a) => {
        expect(Math.abs((states[80 * 4 + a] as number) - value)).toBeLessThan(1e-4);
        expect(deviations?.[80 * 4 + a]).toBeGreaterThan(0);
      });
    }
    const onnx = modelToOnnx(read.model);
    expect(await verifyOnnx(onnx, read.model, read.visited, await findEngine())).toBeLessThan(1e-9);
    // dq/dt = M^-1 p and dp/dt = dL/dq - D v, by the system itself.
    const out = new Float64Array(4);
    const field = fieldOf(read.model, 2);
    for (const i of [20, 111, 200]) {
      const [q, p, v] = [long.positions, long.momenta, long.velocities].map((all) => all[i] as readonly number[]) as [
        readonly number[],
        readonly number[],
        readonly number[],
      ];
      field(Float64Array.from([...q, ...p]), out);
      const slopes = system.slopes(q, v).map((slope, c) => slope + (system.forces?.(q, v)[c] as number));
      [...v, ...slopes].forEach((value, a) => {
        expect(Math.abs((out[a] as number) - value)).toBeLessThan(1e-4);
      });
    }
  });
});

describe("momenta that no masses explain", () => {
  const text = (heading: string, rates: (x: Float64Array) => readonly number[], start: readonly number[]) => {
    const times = Float64Array.from({ length: 28 }, (_, i) => i / 4);
    const { states } = dop853((x, out) => out.set(rates(x)), Float64Array.from(start), times, { tolerance: 1e-12 });
    const n = start.length;
    return [heading, ...Array.from(times, (t, i) => [t, ...states.subarray(i * n, (i + 1) * n)].join())].join("\n");
  };

  it.each([
    ["H = e^p - p + e^q - q", text("t,q,p", ([q = 0, p = 0]) => [Math.exp(p) - 1, 1 - Math.exp(q)], [0.6, 0])],
    [
      "a charge in a magnetic field",
      text(
        "t,x,y,p_x,p_y",
        ([x = 0, y = 0, p = 0, r = 0]) => {
          const [u, w] = [p + 0.4 * y, r - 0.4 * x];
          return [u, w, 0.4 * w - x, -0.4 * u - 1.3 * y];
        },
        [1, 0, 0, 0.8],
      ),
    ],
  ] as const)("%s: a process of H(q, p)", async (_, csv) => {
    const found = adaptRecord(await readText(csv), { draws: 2, formula: false });
    expect(found.learnedBy).toBe("process");
    expect(found.momenta?.explained).toBe(false);
    expect(found.tried.map(({ method }) => method)).toEqual(["law", "process"]);
    expect(found.heldOut.relative).toBeLessThan(0.01);
  });
});
