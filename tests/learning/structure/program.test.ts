import { expect, test } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { writeOnnx } from "../../../src/graph/index.js";
import { structuredProcess } from "../../../src/learning/structure/index.js";
import { systemNamed } from "../../../src/mechanics/index.js";
import { findEngine } from "../../../src/runtime/index.js";
import { sampledPoints } from "./fixture.js";

/** Roundings relative to the parts that a value is the sum of. */
const ROUNDING = 1e-12;

test.each(["pendulum", "double-pendulum", "magnetic-mirror", "kepler", "two-body", "three-body"])(
  "the structured process on eight points of %s is the same in ONNX, for one state and for several",
  async (name) => {
    const { space, observations } = sampledPoints(systemNamed(name), 8, randomStream(5, "program", name));
    const learned = await structuredProcess().adapt(space, observations, { random: randomStream(0, "adaptation") });
    const { program, magnitudes, energy, vectorField } = learned;
    if (program === undefined || magnitudes === undefined || energy === undefined) throw new Error("it has no program");
    const size = 2 * space.dimension;
    // Beside the points, where the mean is not what was given.
    const states = observations.states.slice(0, 5 * size).map((x, k) => x + 0.1 * Math.sin(3 * k));
    const engine = await findEngine();
    const session = await engine.open(writeOnnx(program(), "f64", { rows: "rows" }), "f64", {});
    for (const rows of [5, 1]) {
      const outputs = {
        energy: { data: new Float64Array(rows), shape: [rows, 1] },
        derivative: { data: new Float64Array(rows * size), shape: [rows, size] },
      };
      await session.run({ state: { data: states.slice(0, rows * size), shape: [rows, size] } }, outputs);
      for (let i = 0; i < rows; i++) {
        const state = states.slice(i * size, (i + 1) * size);
        const parts = magnitudes(state);
        expect(Math.abs((outputs.energy.data[i] as number) - energy(state))).toBeLessThan(ROUNDING * parts.energy);
        const field = new Float64Array(size);
        vectorField(state, field);
        field.forEach((value, a) => {
          const off = Math.abs((outputs.derivative.data[i * size + a] as number) - value);
          expect(off).toBeLessThan(ROUNDING * parts.derivative);
        });
        // The allowance is one for roundings, not for errors.
        expect(ROUNDING * parts.derivative).toBeLessThan(1e-3 * Math.hypot(...field));
      }
    }
    await session.close();
  },
);
