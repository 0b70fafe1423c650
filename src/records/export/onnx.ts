import { writeOnnx } from "../../graph/index.js";
import { lawFrom } from "../../identification/index.js";
import { evaluationOf } from "../../identification/law/law.js";
import type { Engine } from "../../runtime/index.js";
import { termMagnitudes } from "../fit/energy-model.js";
import type { LawModel } from "../law/model.js";
import { stateForm } from "../law/states.js";
import { type EnergyModel, energyOf, fieldOf } from "../model.js";
import { lawInputs } from "./law-program.js";
import { energyProgram } from "./program.js";

/** Largest difference between the exported model and this library that passes, relative to the largest value. */
const TOLERANCE = 1e-9;
/** The same relative to the parts that a value is the sum of: some thousand roundings. A record without noise gives large weights. */
const ROUNDING = 1e-12;

/**
 * What was learned as an ONNX model in 64 bits: `state` [rows, 2d] -> `energy` [rows, 1], `derivative` [rows, 2d]. That of a law that is driven also takes `time` [rows, 1], and `input` [rows, k] where it has
 * measured inputs.
 */
export function modelToOnnx(model: EnergyModel): Uint8Array {
  return writeOnnx(energyProgram(model), "f64", { rows: "rows" });
}

/**
 * Runs an exported model on some states [n][2d] and on the first alone, at times and inputs of all sizes where it has them; returns its largest difference from this library, relative to
 * the largest value. Throws where it is above 1e-9 and above what rounding can do.
 */
export async function verifyOnnx(
  bytes: Uint8Array,
  model: EnergyModel,
  states: Float64Array,
  engine: Engine,
): Promise<number> {
  const size = 2 * model.space.dimension;
  const all = states.length / size;
  const outside = model.law === undefined ? undefined : outsideOf(model.law, all);
  const expected = model.law === undefined ? energyValues(model, states) : lawValues(model.law, states, outside);
  const session = await engine.open(bytes, "f64", {});
  let worst = 0;
  try {
    for (const count of [all, 1]) {
      const part = (data: Float64Array, width: number) => ({
        data: data.slice(0, count * width),
        shape: [count, width],
      });
      const energy = { data: new Float64Array(count), shape: [count, 1] };
      const derivative = { data: new Float64Array(count * size), shape: [count, size] };
      const feeds = {
        state: part(states, size),
        ...(outside?.times === undefined ? {} : { time: part(outside.times, 1) }),
        ...(outside?.inputs === undefined ? {} : { input: part(outside.inputs, outside.width) }),
      };
      await session.run(feeds, { energy, derivative });
      const wrong = [
        difference(energy.data, expected.energy.subarray(0, count), expected.allowed.energy),
        difference(derivative.data, expected.derivative.subarray(0, count * size), expected.allowed.derivative),
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

/** Values that an exported model is held against, and the differences that rounding may make. */
interface Values {
  readonly energy: Float64Array;
  readonly derivative: Float64Array;
  readonly allowed: { readonly energy: number; readonly derivative: number };
}

function energyValues(model: EnergyModel, states: Float64Array): Values {
  const d = model.space.dimension;
  const size = 2 * d;
  const count = states.length / size;
  const field = fieldOf(model, d);
  const allowed = { energy: 0, derivative: 0 };
  const [energy, derivative] = [new Float64Array(count), new Float64Array(count * size)];
  for (let i = 0; i < count; i++) {
    const state = states.slice(i * size, (i + 1) * size);
    energy[i] = energyOf(model, state);
    field(state, derivative.subarray(i * size, (i + 1) * size));
    if (model.structured !== undefined) {
      const parts = model.structured.magnitudes(state);
      allowed.energy = Math.max(allowed.energy, ROUNDING * parts.energy);
      allowed.derivative = Math.max(allowed.derivative, ROUNDING * parts.derivative);
    }
    for (const term of model.terms) {
      const parts = termMagnitudes(term, state);
      allowed.energy = Math.max(allowed.energy, ROUNDING * parts.energy);
      allowed.derivative = Math.max(allowed.derivative, ROUNDING * parts.gradient);
    }
  }
  return { energy, derivative, allowed };
}

/** Times and inputs to run a law's model at. */
interface Outside {
  readonly times?: Float64Array;
  /** [n][width]. */
  readonly inputs?: Float64Array;
  readonly width: number;
}

function outsideOf(model: LawModel, count: number): Outside {
  const { time, inputs } = lawInputs(model);
  return {
    ...(time ? { times: Float64Array.from({ length: count }, (_, i) => 0.37 * i * model.law.tick) } : {}),
    ...(inputs > 0 ? { inputs: Float64Array.from({ length: count * inputs }, (_, k) => Math.sin(1 + 2.3 * k)) } : {}),
    width: inputs,
  };
}

/** The law's own numbers. */
function lawValues(model: LawModel, states: Float64Array, outside: Outside | undefined): Values {
  const { law } = model;
  const size = 2 * model.rest.length;
  const form = stateForm(model);
  const [n, count] = [law.dimension, states.length / size];
  let row = 0;
  const signal = (_: number, values: Float64Array) => {
    for (let k = 0; k < values.length; k++) values[k] = outside?.inputs?.[row * values.length + k] ?? 0;
  };
  const evaluation = evaluationOf(lawFrom(n, law.terms, signal, law.inputs));
  const energy = new Float64Array(count);
  const derivative = new Float64Array(states.length);
  for (; row < count; row++) {
    const state = form.lawState(states.subarray(row * size, (row + 1) * size));
    evaluation.accelerate(state, outside?.times?.[row] ?? 0, law.coefficients);
    energy[row] = model.energyScale * evaluation.energy(law.coefficients);
    const rates = Float64Array.from([...state.subarray(n), ...evaluation.accelerations]);
    derivative.set(form.recordRates(state, rates), row * size);
  }
  return { energy, derivative, allowed: { energy: 0, derivative: 0 } };
}

function difference(found: Float64Array, expected: Float64Array, allowed: number) {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const largest = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
  return { largest, scale, passes: largest <= Math.max(TOLERANCE * scale, allowed) };
}
