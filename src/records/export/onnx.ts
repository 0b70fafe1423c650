import { writeOnnx } from "../../graph/index.js";
import type { Engine } from "../../runtime/index.js";
import { type EnergyModel, energyOf, fieldOf } from "../model.js";
import { energyProgram } from "./program.js";

/** Largest relative difference between the exported model and this library that passes. */
const TOLERANCE = 1e-9;

/** The learned energy as an ONNX model in 64 bits: `state` [rows, 2d] -> `energy` [rows, 1], `derivative` [rows, 2d]. */
export function modelToOnnx(model: EnergyModel): Uint8Array {
  return writeOnnx(energyProgram(model), "f64", { rows: "rows" });
}

/**
 * Runs an exported model on some states [n][2d] and on the first alone; returns its largest difference from this library, relative to
 * the largest value. Throws where it is above 1e-9.
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
      }
      worst = Math.max(worst, difference(energy.data, expectedEnergy), difference(derivative.data, expectedDerivative));
    }
  } finally {
    await session.close();
  }
  if (!(worst <= TOLERANCE)) throw new Error(`the exported model differs from the learned energy by ${worst}`);
  return worst;
}

function difference(found: Float64Array, expected: Float64Array): number {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number)) / scale), 0);
}
