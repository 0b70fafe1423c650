import { describe, expect, test } from "vitest";
import { integrate, pendulum } from "../../src/mechanics/index.js";
import { integralResponse, linearResponse, type Stretch, solveNodes } from "../../src/records/fit/response.js";
import { nodeTimesOf } from "../../src/records/fit/stretches.js";

const times = Float64Array.of(0, 0.3, 0.7, 1.2);
const steps = Int32Array.of(2, 3, 4);
const initial = Float64Array.of(1.1, 0.2);

/** The pendulum's own motion with its nodes. */
function stretchOf(start: Float64Array): Stretch {
  const nodes = integrate(pendulum, start, nodeTimesOf(times, steps));
  return { times, steps, nodes, observed: new Float64Array(8) };
}

/** x(t_i) = offset + Phi x(t_0) + sum W f(nodes), with another field along the same nodes. */
function respond(
  { offsets, transitions, weights }: ReturnType<typeof linearResponse>,
  start: Float64Array,
  fieldAtNodes: Float64Array,
): Float64Array {
  const width = fieldAtNodes.length;
  return offsets.map((offset, row) => {
    let value = offset;
    for (let b = 0; b < 2; b++) value += (transitions[row * 2 + b] as number) * (start[b] as number);
    for (let j = 0; j < width; j++) value += (weights[row * width + j] as number) * (fieldAtNodes[j] as number);
    return value;
  });
}

const along = (field: typeof pendulum.vectorField, { nodes }: Stretch) => {
  const values = new Float64Array(nodes.length);
  for (let j = 0; j < nodes.length; j += 2) field(nodes.slice(j, j + 2), values.subarray(j, j + 2));
  return values;
};

const distance = (a: Float64Array, b: Float64Array) =>
  a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] as number))), 0);

describe("how a motion answers, to first order", () => {
  test("to nothing changed: with the motion itself", () => {
    const stretch = stretchOf(initial);
    const response = linearResponse(stretch, 2, pendulum.vectorField);
    const same = respond(response, initial, along(pendulum.vectorField, stretch));
    expect(distance(same, integrate(pendulum, initial, times))).toBeLessThan(1e-12);
  });

  test.each([
    ["another initial state", 1, 0],
    ["another field", 0, 1],
  ])("to %s: up to the square of the change", (_, ofState, ofField) => {
    const stretch = stretchOf(initial);
    const response = linearResponse(stretch, 2, pendulum.vectorField);
    const error = (size: number) => {
      const start = initial.map((value, a) => value + ofState * size * (a === 0 ? 1 : -0.6));
      const longer = pendulum.withConstants({ gravity: 1 + ofField * size });
      const answer = respond(response, start, along(longer.vectorField, stretch));
      return distance(answer, integrate(longer, start, times));
    };
    // Simpson's rule between nodes leaves about 1e-7 of a change of 0.1.
    expect(error(0.1)).toBeLessThan(0.02);
    expect(error(0.1) / error(0.05)).toBeGreaterThan(3.5);
    expect(error(0.1) / error(0.05)).toBeLessThan(4.5);
  });

  test("from a known linear part alone: the integral of the rest, by Simpson's rule", () => {
    const stretch = stretchOf(initial);
    // dq/dt = p is known; dp/dt comes along the nodes.
    const response = integralResponse(stretch, 2, Float64Array.of(0, 1, 0, 0));
    const field = along(pendulum.vectorField, stretch);
    expect(distance(respond(response, initial, field), integrate(pendulum, initial, times))).toBeLessThan(2e-6);
  });

  test("nodes solve the equation, unless the motion leaves all bounds", () => {
    const stretch = stretchOf(initial);
    const nodes = solveNodes(stretch, initial, pendulum.vectorField, 10);
    expect(distance(nodes as Float64Array, stretch.nodes)).toBeLessThan(1e-7);
    expect(solveNodes(stretch, initial, (x, out) => out.set(x.map((value) => 9 * value)), 10)).toBeUndefined();
  });
});
