import { describe, expect, test } from "vitest";
import { followLaw, type LearnedLaw, signalOf } from "../../src/identification/index.js";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom, type TermSpec } from "../../src/identification/law/spec.js";
import { propagatorOf } from "../../src/identification/shooting/propagate.js";

const linear = { kind: "linear", coefficients: [1] } as const;
const [STIFFNESS, FRICTION, FORCE] = [5.3, 0.7, 1.9];
/** x'' = -k x - c x' + b F. */
const TERMS: readonly TermSpec[] = [
  { kind: "kinetic", pattern: [1], feature: linear, constant: 1 },
  { kind: "potential", feature: linear, basis: { kind: "powers", origin: 0, unit: 1, count: 2 } },
  { kind: "friction", directions: [[1]], law: "viscous", smoothing: 0 },
  { kind: "input", direction: [1], inputs: [0] },
];
const THETA = Float64Array.of(0, STIFFNESS, FRICTION, FORCE);
/** A force that a controller gives out, at uneven times. */
const TIMES = [0, 0.31, 0.4, 1.1, 1.1 + 1 / 3, 2.2, 2.9, 4];
const FORCES = [0.5, -1.2, -1.2, 0.9, 3, -0.4, 0.1, 0.1];
const SIGNAL = signalOf({ times: TIMES, values: FORCES, count: 1 }, [true]);

/** The damped oscillator under a constant force, in closed form. */
function after([x, v]: readonly [number, number], force: number, span: number): [number, number] {
  const rest = (FORCE * force) / STIFFNESS;
  const half = FRICTION / 2;
  const w = Math.sqrt(STIFFNESS - half * half);
  const [cos, sin, decay] = [Math.cos(w * span), Math.sin(w * span) / w, Math.exp(-half * span)];
  const y = x - rest;
  const slope = v + half * y;
  return [rest + decay * (y * cos + slope * sin), decay * (v * cos - (STIFFNESS * y + half * v) * sin)];
}

/** The same under the whole force, from 0 on. */
function exact(start: readonly [number, number], time: number): [number, number] {
  let state: [number, number] = [...start];
  TIMES.forEach((from, i) => {
    const to = Math.min(time, TIMES[i + 1] ?? time);
    if (to > from) state = after(state, FORCES[i] as number, to - from);
  });
  return state;
}

describe("an oscillator under a force that is held from row to row", () => {
  test("follows its closed form, whatever the times that are asked for", () => {
    const learned: LearnedLaw = {
      dimension: 1,
      terms: TERMS,
      coefficients: THETA,
      covariance: new Float64Array(16),
      tick: 0.2,
      spreads: Float64Array.of(1, 1),
      looseness: 0,
      inputs: 1,
    };
    // Some of the times are jumps, some but for rounding, some are between; the last ones lie beyond the last row.
    const times = [0.1, 0.31, 1.1, 1.1 + 1 / 3, 2.2 + 1e-15, 2.5, 2.9 - 1e-15, 4.7, 6];
    const states = followLaw(learned, Float64Array.of(0.3, -0.8), 0, times, { signal: SIGNAL });
    times.forEach((time, i) => {
      const [x, v] = exact([0.3, -0.8], time);
      expect(Math.abs((states[2 * i] as number) - x)).toBeLessThan(1e-9);
      expect(Math.abs((states[2 * i + 1] as number) - v)).toBeLessThan(1e-9);
    });
  });

  test("carries its derivatives across jumps, and comes back", () => {
    const law = lawFrom(1, TERMS, SIGNAL, 1);
    const run = (state: readonly number[], theta: Float64Array) => {
      const propagator = propagatorOf(law, evaluationOf(law));
      propagator.begin(Float64Array.from(state));
      expect(propagator.advance(0.1, 3, 300, theta, true)).toBe(true);
      return propagator;
    };
    const start = [0.3, -0.8];
    const end = run(start, THETA);
    for (let k = 0; k < 6; k++) {
      const [ahead, back] = [1e-6, -1e-6].map((step) => {
        const [state, theta] = [[...start], THETA.slice()];
        if (k < 2) state[k] = (state[k] as number) + step;
        else theta[k - 2] = (theta[k - 2] as number) + step;
        return run(state, theta).state.slice();
      }) as [Float64Array, Float64Array];
      for (let i = 0; i < 2; i++) {
        const difference = ((ahead[i] as number) - (back[i] as number)) / 2e-6;
        expect(Math.abs((end.sensitivity[i * 6 + k] as number) - difference)).toBeLessThan(2e-7);
      }
    }
    expect(end.advance(3.1, -3, 300, THETA, false)).toBe(true);
    start.forEach((value, i) => {
      expect(end.state[i]).toBeCloseTo(value, 8);
    });
  });
});

test("inputs that are held and others go on side by side; at a jump they are the means of both sides", () => {
  const signal = signalOf({ times: [0, 1, 2], values: [1, 10, 3, 20, 3, 0], count: 2 }, [true, false]);
  const at = (time: number) => {
    const values = new Float64Array(2);
    signal(time, values);
    return [...values];
  };
  expect([0, 0.5, 1, 1.25, 5, -1].map(at)).toEqual([
    [1, 10],
    [1, 15],
    [2, 20],
    [3, 15],
    [3, 0],
    [1, 10],
  ]);
  expect(signal.breaks).toEqual([1]);
});
