import { expect, test } from "vitest";
import { pendulum, simulate } from "../../src/mechanics/index.js";
import { adaptRecord, modelToOnnx, savedModel, verifyOnnx } from "../../src/records/index.js";
import { findEngine } from "../../src/runtime/index.js";
import { readText } from "./harness.js";

const { t, states } = simulate(pendulum, Float64Array.of(1.1, 0.05), { duration: 3.2, points: 50 });
const rows = Array.from(t, (time, i) => [time, states[2 * i], states[2 * i + 1]].join());

test("the ONNX model of a process on a record without noise is its energy to rounding, and another energy is not taken for it", async () => {
  const record = await readText(["t,theta,p", ...rows].join("\n"));
  const { model, visited } = savedModel(record, adaptRecord(record, { draws: 0, method: "process" }));
  const engine = await findEngine();
  const verify = (bytes: Uint8Array) => verifyOnnx(bytes, model, visited, engine);
  expect(await verify(modelToOnnx(model))).toBeLessThan(1e-7);
  const terms = model.terms.map((term) => ({ ...term, variance: term.variance * (1 + 1e-6) }));
  await expect(verify(modelToOnnx({ ...model, terms }))).rejects.toThrow("differs from the learned energy by");
});

test("so is that of a law", async () => {
  const record = await readText(["t,theta,p", ...rows].join("\n"));
  const { model, visited } = savedModel(record, adaptRecord(record, { draws: 0, method: "law", formula: false }));
  expect(model.law).toBeDefined();
  expect(await verifyOnnx(modelToOnnx(model), model, visited, await findEngine())).toBeLessThan(1e-9);
});
