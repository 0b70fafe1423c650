import { writeOnnx } from "../../graph/index.js";
import type { Engine } from "../../runtime/index.js";
import { termMagnitudes } from "../fit/energy-model.js";
import { type EnergyModel, energyOf, fieldOf } from "../model.js";
import { energyProgram } from "./program.js";

/** Largest difference between the exported model and this library that passes, relative to the largest value. */
const TOLERANCE = 1e-9;
/** The same relative to the parts that a value is the sum of: some thousand roundings. A record without noise gives large weights. */
const ROUNDING = 1e-12;

/** The learned energy as an ONNX model in 64 bits: `state` [rows, 2d] -> `energy` [rows, 1], `derivative` [rows, 2d]. */
export function modelToOnnx(model: EnergyModel): Uint8Array {
  return writeOnnx(energyProgram(model), "f64", { rows: "rows" });
}

/**
 * Runs an exported model on some states [n][2d] and on the first alone; returns its largest difference from this library, relative to
 * the largest value. Throws where it is above 1e-9 and above what rounding can do.
 */
export async function verifyOnnx(
  bytes: Uint8Array,
  model: EnergyModel,
  states: Float64Array,
  engine: Engine,
): Promise<number> {
  const d = model.space.dimension;
  const size = 2 * d;
  const session = await engine.open(bytes, "f64", {});
  let worst = 0;
  const allowed = { energy: 0, derivative: 0 };
  try {
    for (const count of [states.length / size, 1]) {
      const feed = { data: states.slice(0, count * size), shape: [count, size] };
      const energy = { data: new Float64Array(count), shape: [count, 1] };
      const derivative = { data: new Float64Array(count * size), shape: [count, size] };
      await session.run({ state: feed }, { energy, derivative });
      const field = fieldOf(model, d);
      const [expectedEnergy, expectedDerivative] = [new Float64Array(count), new Float64Array(count * size)];
      for (let i = 0; i < count; i++) {
        const state = feed.data.slice(i * size, (i + 1) * size);
        expectedEnergy[i] = energyOf(model, state);
        field(state, expectedDerivative.subarray(i * size, (i + 1) * size));
        for (const term of model.terms) {
          const parts = termMagnitudes(term, state);
          allowed.energy = Math.max(allowed.energy, ROUNDING * parts.energy);
          allowed.derivative = Math.max(allowed.derivative, ROUNDING * parts.gradient);
        }
      }
      const wrong = [
        difference(energy.data, expectedEnergy, allowed.energy),
        difference(derivative.data, expectedDerivative, allowed.derivative),
      ];
      for (const { largest, scale, passes } of wrong) {
        if (!passes) throw new Error(`the exported model differs from the learned energy by ${largest / scale}`);
        worst = Math.max(worst, largest / scale);
      }
    }
  } finally {
    await session.close();
  }
  return worst;
}

function difference(found: Float64Array, expected: Float64Array, allowed: number) {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const largest = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
  return { largest, scale, passes: largest <= Math.max(TOLERANCE * scale, allowed) };
}
