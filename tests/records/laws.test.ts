import { beforeAll, describe, expect, it } from "vitest";
import { decodeSafetensors64, encodeSafetensors } from "../../src/learning/index.js";
import { decodeModel, encodeModel, type Recording, savedModel } from "../../src/records/index.js";
import { followModel, type LawModel } from "../../src/records/law/model.js";
import { csv, learned, pendulum, type Rates, read, simulated } from "./simulated-records.js";

describe("clean records", () => {
  it("a damped oscillator's friction and stiffness, as its formula has them", async () => {
    const [gamma, k] = [0.13, 5.7];
    const w = Math.sqrt(k - (gamma / 2) ** 2);
    const times = Array.from({ length: 120 }, (_, i) => i / 10);
    const x = times.map((t) => Math.exp((-gamma * t) / 2) * Math.cos(w * t));
    const v = times.map((t) => Math.exp((-gamma * t) / 2) * ((-gamma / 2) * Math.cos(w * t) - w * Math.sin(w * t)));
    const { check, forces, law, heldOut } = learned(await read(csv("t [s],x [m],v [m/s]", times, x, v)));
    expect(check.verdict).toBe("dissipative");
    expect(forces.map(({ kind }) => kind)).toEqual(["viscous"]);
    expect(Math.abs((forces[0]?.value as number) / gamma - 1)).toBeLessThan(1e-6);
    expect(forces[0]?.unit).toBe("1/s");
    expect(heldOut.relative).toBeLessThan(1e-6);
    // Twice the record's length on, against the formula.
    const end = followModel(law, Float64Array.of(1, -gamma / 2), 0, [24]);
    expect(Math.abs((end[0] as number) - Math.exp(-gamma * 12) * Math.cos(24 * w))).toBeLessThan(2e-6);
  });

  // x'' = -4 x + 0.7 cos(1.3 t + 0.4): a sum of the free and the driven motion.
  const driven = 0.7 / (4 - 1.3 ** 2);
  const times = Array.from({ length: 150 }, (_, i) => i / 5);
  const x = times.map((t) => 0.5 * Math.cos(2 * t + 0.2) + driven * Math.cos(1.3 * t + 0.4));
  const v = times.map((t) => -Math.sin(2 * t + 0.2) - 1.3 * driven * Math.sin(1.3 * t + 0.4));
  let record: Recording;
  let found: ReturnType<typeof learned>;
  beforeAll(async () => {
    record = await read(csv("t [s],x [m],v [m/s]", times, x, v));
    found = learned(record);
  });

  it("a driven oscillator's amplitude, frequency and phase, as its formula has them", () => {
    const { check, forces } = found;
    expect(check.verdict).toBe("driven");
    const [drive] = forces;
    expect(drive?.kind).toBe("harmonic");
    expect(Math.abs((drive?.value as number) / 0.7 - 1)).toBeLessThan(1e-5);
    expect(Math.abs((drive?.frequency?.value as number) / 1.3 - 1)).toBeLessThan(1e-6);
    expect(Math.abs((drive?.phase?.value as number) - 0.4)).toBeLessThan(1e-4);
  });

  it("a law with a drive survives its file", async () => {
    const saved = savedModel(record, found.adaptation);
    const again = await decodeModel(encodeModel(saved), "model");
    const [before, after] = [saved, again].map(({ model, ends }) =>
      followModel(model.law as LawModel, ends[0]?.state as Float64Array, ends[0]?.time as number, [31, 35]),
    );
    expect(after).toEqual(before);
    expect(again.model.law?.draws).toEqual(saved.model.law?.draws);
  });

  it("a file of momenta as an earlier version wrote them is refused", async () => {
    const { metadata, tensors } = decodeSafetensors64(encodeModel(savedModel(record, found.adaptation)), "model");
    const withScales = (...scales: number[]) =>
      encodeSafetensors({
        metadata,
        tensors: [...tensors, { name: "law.scales", shape: [1, scales.length], data: Float64Array.from(scales) }],
      });
    await expect(decodeModel(withScales(2), "model")).rejects.toThrow(
      /model: its law has momenta as an earlier version/,
    );
    // Velocities had scales of 1.
    expect((await decodeModel(withScales(1), "model")).ends).toEqual(savedModel(record, found.adaptation).ends);
  });

  it("velocities of half a step before, whose lag is found, change nothing else", async () => {
    const h = 1 / 20;
    const { times, columns } = simulated({ rates: pendulum, start: [1, 0], points: 240, duration: 239 * h });
    const theta = columns[0]?.filter((_, i) => i % 2 === 1) ?? [];
    const early = columns[1]?.filter((_, i) => i % 2 === 0) ?? [];
    const own = Array.from(times).filter((_, i) => i % 2 === 1);
    const { check, law, heldOut } = learned(await read(csv("t [s],theta [rad],omega [rad/s]", own, theta, early)));
    expect(check.verdict).toBe("conservative");
    expect(law.velocities.kind).toBe("measured");
    expect(Math.abs(law.velocities.lag.value + h)).toBeLessThan(1e-6);
    expect(heldOut.relative).toBeLessThan(1e-6);
  });

  it("nothing is said of a coordinate that does not move", async () => {
    const { times, columns } = simulated({
      rates: ([x = 0, y = 0, vx = 0, vy = 0]) => {
        const r3 = Math.hypot(x, y) ** 3;
        return [vx, vy, -x / r3, -y / r3];
      },
      start: [0.8, 0, 0, 1.22],
      points: 100,
      duration: 9,
    });
    const zero = times.map(() => 0);
    const [x, y, vx, vy] = columns as [number[], number[], number[], number[]];
    const { check, heldOut } = learned(await read(csv("t,x,y,z,vx,vy,vz", times, x, y, zero, vx, vy, zero)));
    expect(check.verdict).toBe("conservative");
    expect(heldOut.relative).toBeLessThan(1e-6);
  });
});

describe("noisy records", () => {
  it("dry friction is named and measured", async () => {
    const { times, columns } = simulated({
      rates: ([x = 0, v = 0]) => [v, -6 * x - 0.05 * Math.tanh(v / 1e-4)],
      start: [0.3, 0],
      points: 200,
      duration: 15,
      noise: 0.005,
    });
    const { check, forces } = learned(await read(csv("t [s],x [m],v [m/s]", times, ...(columns as number[][]))));
    expect(check.verdict).toBe("dissipative");
    expect(forces.map(({ kind }) => kind)).toEqual(["dry"]);
    const { value = 0, deviation = 0 } = forces[0] ?? {};
    expect(Math.abs(value - 0.05)).toBeLessThan(3 * deviation + 1e-4);
  });

  it("velocities that are differences of the positions are seen to be", async () => {
    const { times, columns } = simulated({
      rates: ([theta = 0, omega = 0]) => [omega, -9.81 * Math.sin(theta) - 0.05 * omega],
      start: [1, 0],
      points: 201,
      duration: 20,
      noise: 0.003,
    });
    const theta = columns[0] as number[];
    const backward = theta.map((value, i) => (value - (theta[i - 1] ?? value)) / 0.1);
    const { check, forces, law } = learned(
      await read(csv("t [s],theta [rad],omega [rad/s]", times.slice(1), theta.slice(1), backward.slice(1))),
    );
    expect(law.velocities.kind).toBe("derived");
    // Half a step late, and smaller by sin(w h / 2) / (w h / 2): by 2 % for w = 3.1, less for larger swings.
    const { lag, factors } = law.velocities;
    expect(Math.abs(lag.value + 0.05)).toBeLessThan(3 * lag.deviation);
    expect(lag.deviation).toBeLessThan(0.002);
    const factor = factors[0]?.value ?? 0;
    expect(factor).toBeGreaterThan(Math.sin(0.157) / 0.157 - 0.002);
    expect(factor).toBeLessThan(0.999);
    expect(check.verdict).toBe("dissipative");
    const { value = 0, deviation = 0 } = forces[0] ?? {};
    expect(Math.abs(value - 0.05)).toBeLessThan(3 * deviation);
  });

  it("a double pendulum in angles and angular velocities", async () => {
    const { times, columns } = simulated({
      rates: ([a = 0, b = 0, u = 0, w = 0]) => {
        // Two equal arms and masses, g = 9.81: M (a'', b'') = -C - weights.
        const [c, s] = [Math.cos(a - b), Math.sin(a - b)];
        const [f1, f2] = [-s * w * w - 2 * 9.81 * Math.sin(a), s * u * u - 9.81 * Math.sin(b)];
        const determinant = 2 - c * c;
        return [u, w, (f1 - c * f2) / determinant, (2 * f2 - c * f1) / determinant];
      },
      start: [0.9, 0.4, 0, 0],
      points: 240,
      duration: 6,
      noise: 0.002,
    });
    const record = await read(
      csv("t [s],theta1 [rad],theta2 [rad],omega1 [rad/s],omega2 [rad/s]", times, ...(columns as number[][])),
    );
    const { check, heldOut, structure } = learned(record);
    expect(check.verdict).toBe("conservative");
    expect(structure.name).toMatch(/^chain/);
    expect(heldOut.relative).toBeLessThan(3 * (heldOut.expected ?? 0));
  });

  it("a double pendulum's friction in its joints, from two runs in columns without names", async () => {
    const [pivot, joint] = [0.15, 0.1];
    const rates: Rates = ([a = 0, b = 0, u = 0, w = 0]) => {
      // M = [[1, 0.5 c], [0.5 c, 0.5]] for arms of equal length, the outer mass half of all; the joint's friction acts on both arms.
      const [c, s] = [Math.cos(a - b), Math.sin(a - b)];
      const f1 = -0.5 * s * w * w - 12 * Math.sin(a) - pivot * u - joint * (u - w);
      const f2 = 0.5 * s * u * u - 6 * Math.sin(b) - joint * (w - u);
      const determinant = 0.5 - 0.25 * c * c;
      return [u, w, (0.5 * f1 - 0.5 * c * f2) / determinant, (f2 - 0.5 * c * f1) / determinant];
    };
    const runs = [
      [0.8, -0.5, 0, 0],
      [-0.4, 1, 0, 0],
    ].map((start, seed) => simulated({ rates, start, points: 64, duration: 4, noise: 0.004, seed }));
    const rows = runs.flatMap(({ times, columns }, run) =>
      Array.from(times, (t, i) => [run + 1, t, ...columns.map((column) => column[i])].join(" ")),
    );
    const record = await read(["% o1 o2 w1 w2", ...rows].join("\n"));
    expect(record.motions.length).toBe(2);
    const { check, forces, structure } = learned(record);
    expect(structure.name).toMatch(/^chain/);
    expect(check.verdict).toBe("dissipative");
    const between = forces.find(({ coordinate }) => coordinate.includes(" - "));
    expect(Math.abs((between?.value ?? 0) - joint)).toBeLessThan(3 * (between?.deviation ?? 0));
    const own = forces[0];
    expect(Math.abs((own?.value ?? 0) - pivot)).toBeLessThan(3 * (own?.deviation ?? 0));
  });

  it("two carts between springs, whose masses are not given", async () => {
    const { times, columns } = simulated({
      rates: ([x = 0, y = 0, u = 0, w = 0]) => [u, w, (-2 * x - 1.5 * (x - y)) / 0.25, (-3 * y - 1.5 * (y - x)) / 0.75],
      start: [0.1, -0.02, 0, 0],
      points: 150,
      duration: 12,
      noise: 0.004,
    });
    const { check, law } = learned(
      await read(csv("t [s],x1 [m],x2 [m],v1 [m/s],v2 [m/s]", times, ...(columns as number[][]))),
    );
    expect(check.verdict).toBe("conservative");
    // The first mass is 1; the first coefficient is the other's.
    expect(Math.abs((law.law.coefficients[0] as number) - 3)).toBeLessThan(
      4 * Math.sqrt(law.law.covariance[0] as number),
    );
  });

  it("a measured force acts with the factor that it has", async () => {
    const force = (t: number) => Math.sin(1.7 * t) + 0.5 * Math.cos(0.6 * t);
    const { times, columns } = simulated({
      rates: ([x = 0, v = 0], t) => [v, -4 * x - 0.2 * v + 0.8 * force(t)],
      start: [0.2, 0],
      points: 200,
      duration: 20,
      noise: 0.003,
    });
    const record = await read(
      csv("t [s],x [m],v [m/s],F [N]", times, ...(columns as number[][]), Array.from(times, force)),
      {
        coordinates: ["x"],
        velocities: ["v"],
        inputs: ["F"],
      },
    );
    const { check, forces } = learned(record);
    expect(check.verdict).toBe("dissipative and driven");
    const input = forces.find(({ kind }) => kind === "input");
    // Between rows the input is a line through its values, which costs it a little.
    expect(Math.abs((input?.value as number) - 0.8)).toBeLessThan(0.01);
    expect(Math.abs((forces.find(({ kind }) => kind === "viscous")?.value as number) - 0.2)).toBeLessThan(0.01);
  });
});
