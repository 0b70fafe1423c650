import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { kepler, simulate } from "../../src/mechanics/index.js";
import {
  type Adaptation,
  adaptRecord,
  decodeModel,
  encodeModel,
  energyOf,
  fieldOf,
  modelToOnnx,
  predictMotion,
  savedModel,
  verifyOnnx,
} from "../../src/records/index.js";
import { findEngine } from "../../src/runtime/index.js";
import { readText } from "./harness.js";

/** A Kepler orbit of mass 1, `points` samples over 6 s, with velocities and, where asked for, accelerations times a factor. */
function orbitCsv(points: number, factor?: number): string {
  const { t, states } = simulate(kepler, Float64Array.of(1, 0, 0.1, 1.1), { duration: 6, points });
  const slope = new Float64Array(4);
  const rows = Array.from(t, (time, i) => {
    const state = states.slice(4 * i, 4 * i + 4);
    kepler.vectorField(state, slope);
    const accelerations = factor === undefined ? [] : [factor * (slope[2] as number), factor * (slope[3] as number)];
    return [time, ...state, ...accelerations].join();
  });
  return [`t,x,y,vx,vy${factor === undefined ? "" : ",ax,ay"}`, ...rows].join("\n");
}

/** Error of the prediction over twice the record, relative to the orbit's size. */
function errorOf({ model, motions, tick }: Adaptation): number {
  const { t, states } = simulate(kepler, Float64Array.of(1, 0, 0.1, 1.1), { duration: 12, points: 60 });
  const { start } = motions[0] as Adaptation["motions"][number];
  const times = t.filter((time) => time >= start.time);
  const truth = states.subarray(4 * (t.length - times.length));
  const predicted = predictMotion({ ...model, draws: [] }, start, times, { tick }).states;
  return Math.sqrt(predicted.reduce((sum, value, k) => sum + (value - (truth[k] as number)) ** 2, 0) / times.length);
}

/** Nodes and weights of Gauss and Legendre's rule of order 10 on [0, 1]. */
const GAUSS_LEGENDRE = [
  [0.046910077030668, 0.1184634425280945],
  [0.2307653449471585, 0.2393143352496832],
  [0.5, 0.2844444444444444],
  [0.7692346550528415, 0.2393143352496832],
  [0.953089922969332, 0.1184634425280945],
] as const;

describe("time derivatives in the file", () => {
  test("are used by the structured process, which is kept where it predicts better", async () => {
    const without = adaptRecord(await readText(orbitCsv(16)), { draws: 0, formula: false });
    expect(without.tried.map(({ method }) => method)).not.toContain("structured");
    const record = await readText(orbitCsv(16, 1));
    const adaptation = adaptRecord(record, { draws: 0, formula: false });
    const relative = new Map(adaptation.tried.map((one) => [one.method, one.relative]));
    expect([...relative.keys()]).toContain("structured");
    expect(relative.get(adaptation.learnedBy)).toBe(Math.min(...relative.values()));
    const structured = adaptRecord(record, { draws: 0, method: "structured" });
    expect(errorOf(structured)).toBeLessThan(1e-3);
    const process = adaptRecord(await readText(orbitCsv(16)), { draws: 0, method: "process" });
    expect(errorOf(structured)).toBeLessThan(errorOf(process) / 10);
  });

  test("that are wrong lose against the motion", async () => {
    expect(adaptRecord(await readText(orbitCsv(24, 2.5)), { draws: 0, formula: false }).learnedBy).not.toBe(
      "structured",
    );
  });

  test("are what --method structured needs", async () => {
    const record = await readText(orbitCsv(16));
    expect(() => adaptRecord(record, { method: "structured" })).toThrow(/needs the time derivative of every momentum/);
    const given = await readText(orbitCsv(16, 1));
    expect(adaptRecord(given, { method: "process", draws: 0 }).tried).toHaveLength(1);
    expect(given.understood).toContain("time derivatives in the file, which the fit uses as well: ax, ay");
  });
});

test("an energy of the structured process survives its file, predicts with bands, and is the same in ONNX", async () => {
  const record = await readText(orbitCsv(16, 1));
  const saved = savedModel(record, adaptRecord(record, { method: "structured", draws: 2 }));
  const read = await decodeModel(encodeModel(saved), "model");
  const state = Float64Array.of(0.9, 0.2, 0.1, 1);
  expect(energyOf(read.model, state)).toBe(energyOf(saved.model, state));
  const slope = [new Float64Array(4), new Float64Array(4)] as const;
  fieldOf(read.model, 4 / 2)(state, slope[0]);
  fieldOf(saved.model, 4 / 2)(state, slope[1]);
  expect(slope[0]).toEqual(slope[1]);
  // Hamilton's equations of its own energy: dH/dx = (-dp/dt, dq/dt) adds up to differences of H. Differences over a short
  // step would be lost in rounding, the energy being a sum of large terms of either sign.
  for (const a of [0, 1, 2, 3]) {
    const LENGTH = 0.2;
    const moved = (by: number) => state.map((value, k) => (k === a ? value + by : value));
    let integral = 0;
    for (const [node, weight] of GAUSS_LEGENDRE) {
      fieldOf(read.model, 4 / 2)(moved(node * LENGTH), slope[0]);
      integral += weight * LENGTH * (a < 2 ? -(slope[0][a + 2] as number) : (slope[0][a - 2] as number));
    }
    expect(energyOf(read.model, moved(LENGTH)) - energyOf(read.model, state)).toBeCloseTo(integral, 6);
  }
  const [end] = read.ends;
  const start = { time: end?.time as number, state: end?.state as Float64Array };
  const { deviations } = predictMotion(read.model, start, Float64Array.of(7, 8), { tick: read.tick });
  expect(deviations?.every((value) => value > 0 && value < 0.1)).toBe(true);
  const engine = await findEngine();
  expect(await verifyOnnx(modelToOnnx(read.model), read.model, read.visited, engine)).toBeLessThan(1e-7);
});

/** A spring of the frequency 2 with noise on places, velocities and accelerations. */
function noisySpring(noise: number): string {
  const random = randomStream(0, "spring");
  const rows = Array.from({ length: 50 }, (_, i) => {
    const t = 0.14 * i;
    const [x, v] = [Math.cos(2 * t), -2 * Math.sin(2 * t)];
    return [
      t,
      x + noise * random.normal(),
      v + 2 * noise * random.normal(),
      -4 * x + 4 * noise * random.normal(),
    ].join();
  });
  return ["t,x,vx,ax", ...rows].join("\n");
}

test("energies that are drawn explain the record's accelerations, and begin as uncertain as noise leaves it", async () => {
  const noise = 0.02;
  const { model, motions } = adaptRecord(await readText(noisySpring(noise)), { method: "structured" });
  const out = new Float64Array(2);
  for (const draw of model.draws)
    for (const x of [-0.8, -0.3, 0.3, 0.8]) {
      fieldOf(draw, 1)(Float64Array.of(x, 0.5), out);
      expect(Math.abs((out[1] as number) + 4 * x)).toBeLessThan(0.1 * 4);
    }
  // The mean of fifty samples is a seventh as uncertain as each; what the energies differ by comes on top.
  const [motion] = motions;
  const drawn = Array.from(motion?.drawnStarts ?? []).filter((_, k) => k % 2 === 0);
  const deviation = Math.sqrt(
    drawn.reduce((sum, x) => sum + (x - (motion?.start.state[0] as number)) ** 2 / drawn.length, 0),
  );
  expect(deviation).toBeGreaterThan(noise / 10);
  expect(deviation).toBeLessThan(5 * noise);
});
