import { expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import {
  decodeModel,
  encodeModel,
  modelToOnnx,
  predictSaved,
  recordResults,
  savedModel,
  verifyOnnx,
} from "../../src/records/index.js";
import { forceSentence } from "../../src/report/record/wording.js";
import { findEngine } from "../../src/runtime/index.js";
import { printedAccelerations } from "../identification/simulated.js";
import { csv, learned, read } from "./simulated-records.js";

/** q'' = force(q, q', t) by the classical method of Runge and Kutta, (q, q') at equal steps. */
function followed(force: (q: number, v: number, t: number) => number, start: [number, number], h: number, n: number) {
  const [q, v] = [new Float64Array(n), new Float64Array(n)];
  let [x, u] = start;
  const SUB = 20;
  const s = h / SUB;
  for (let i = 0; i < n; i++) {
    [q[i], v[i]] = [x, u];
    for (let k = 0; k < SUB; k++) {
      const t = i * h + k * s;
      const a1 = force(x, u, t);
      const a2 = force(x + (s / 2) * u, u + (s / 2) * a1, t + s / 2);
      const a3 = force(x + (s / 2) * (u + (s / 2) * a1), u + (s / 2) * a2, t + s / 2);
      const a4 = force(x + s * (u + (s / 2) * a2), u + s * a3, t + s);
      x += s * (u + (s / 6) * (a1 + a2 + a3));
      u += (s / 6) * (a1 + 2 * a2 + 2 * a3 + a4);
    }
  }
  return { q, v };
}

/** Rows that are measured of twice as many that are known. */
const [ROWS, H] = [160, 0.1];

async function measured(
  headings: string,
  force: (q: number, v: number, t: number) => number,
  start: [number, number],
  options = {},
) {
  const truth = followed(force, start, H, 2 * ROWS);
  const random = randomStream(2, "parametric");
  const times = Float64Array.from({ length: ROWS }, (_, i) => i * H);
  const noisy = (own: Float64Array) => {
    const size = Math.sqrt(own.subarray(0, ROWS).reduce((sum, x) => sum + (x * x) / ROWS, 0));
    return own.subarray(0, ROWS).map((x) => x + 0.003 * size * random.normal());
  };
  const record = await read(csv(headings, times, noisy(truth.q), noisy(truth.v)));
  return { truth, record, found: learned(record, options) };
}

it("a spring whose stiffness oscillates is Mathieu's equation, in forces, words, predictions and exports", async () => {
  const [k, a, w, phase] = [4, 0.9, 3.1, 0.5];
  const truly = (x: number, _v: number, t: number) => -(k + a * Math.cos(w * t + phase)) * x;
  const { record, found, truth } = await measured("t [s],x [m],v [m/s]", truly, [0.5, 0], { formula: true });
  const { check, forces, adaptation, heldOut } = found;
  expect(check.verdict).toBe("driven");
  expect(check.reasons).toEqual([]);
  expect(heldOut.relative).toBeLessThan(0.01);
  const [force] = forces;
  expect(forces).toHaveLength(1);
  expect([force?.kind, force?.coordinate, force?.factor, force?.unit]).toEqual(["parametric", "x", "x", "1/s^2"]);
  // -a cos(w t + phase) = a cos(w t + phase - pi).
  for (const [own, value] of [
    [force, a],
    [force?.frequency, w],
    [force?.phase, phase - Math.PI],
  ] as const)
    expect(Math.abs((own?.value ?? 0) - value)).toBeLessThan(3 * (own?.deviation ?? 0));
  expect(force?.deviation).toBeLessThan(0.02);
  if (force !== undefined)
    expect(forceSentence(force)).toMatch(
      /^a force on x in proportion to x that oscillates, with amplitude 0\.\d+ ± .* 1\/s², angular frequency 3\./,
    );

  const { law } = adaptation;
  expect(law?.closed).toBe(true);
  expect(law?.equation).toMatch(/^x'' = 0\.\d+ x cos\(3\.\d+ t - 2\.\d+\) - [34](\.\d+)? x$/);
  const accelerations = await printedAccelerations(law?.javascript ?? "");
  for (const t of [0, 3.3, 9.1])
    expect(Math.abs((accelerations(t, [0.7], [0.2])[0] as number) - truly(0.7, 0.2, t))).toBeLessThan(0.02);
  expect(law?.sympy).toMatch(/forces = \[0\.\d+ \* x \* cos\(3\.\d+ \* t - 2\.\d+\)\]/);

  // As long again as the record.
  const saved = savedModel(record, adaptation);
  const again = await decodeModel(encodeModel(saved), "model");
  const options = { duration: (ROWS - 1) * H, points: ROWS };
  const { states } = predictSaved(again, options);
  expect(states).toEqual(predictSaved(saved, options).states);
  const size = Math.max(...truth.q.map(Math.abs));
  for (let i = 0; i < ROWS; i++)
    expect(Math.abs((states[2 * i] as number) - (truth.q[ROWS - 1 + i] as number))).toBeLessThan(0.03 * size);
  const engine = await findEngine();
  const some = Float64Array.of(0.3, -0.2, -0.5, 0.4);
  expect(await verifyOnnx(modelToOnnx(again.model), again.model, some, engine)).toBeLessThan(1e-9);

  const facts = { command: "", options: {}, versions: {}, seconds: 0, date: "" };
  const { constants } = recordResults(record, adaptation, facts);
  expect(constants.map(({ meaning }) => meaning)).toContain("amplitude of the drive on x, in proportion to x");
});

it("a pendulum on a pivot that is shaken across has a force in proportion to the cosine", async () => {
  const { found } = await measured(
    "t [s],theta [rad],omega [rad/s]",
    (theta, _omega, t) => -4 * Math.sin(theta) + 1.1 * Math.cos(theta) * Math.cos(2.9 * t),
    [1.1, 0],
  );
  const { check, forces, law } = found;
  expect(check.verdict).toBe("driven");
  expect(forces.map(({ kind, factor, unit }) => [kind, factor, unit])).toEqual([
    ["parametric", "cos(theta)", "rad/s^2"],
  ]);
  expect(Math.abs((forces[0]?.value ?? 0) - 1.1)).toBeLessThan(3 * (forces[0]?.deviation ?? 0));
  expect(law.law.terms.map(({ kind }) => kind)).toEqual(["kinetic", "potential", "harmonic"]);
});
