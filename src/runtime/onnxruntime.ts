import type { InferenceSession, Tensor } from "onnxruntime-common";
import { cached } from "../base/cached.js";
import type { Precision } from "../graph/index.js";
import type { Session, Value } from "./engine.js";

/** The part of ONNX Runtime's interface that its Node and web packages share. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (
    type: "float32" | "float64",
    data: Float32Array | Float64Array,
    dims: readonly number[],
  ) => Tensor;
}

/** Opens a session of either package and wraps arrays as its tensors, each array once. */
export async function openOnnxRuntime(
  runtime: OnnxRuntime,
  model: Uint8Array,
  precision: Precision,
  options: InferenceSession.SessionOptions,
  { copiesResults }: { readonly copiesResults: boolean },
): Promise<Session> {
  const session = await runtime.InferenceSession.create(model, {
    // The engine's own fusions keep the factors they absorb as 32-bit attributes: in 64 bits that would cost eight digits.
    graphOptimizationLevel: precision === "f64" ? "basic" : "all",
    // Messages about choices inside the engine are of no use to a user: errors only.
    logSeverityLevel: 3,
    ...options,
  });
  const type = precision === "f64" ? "float64" : "float32";
  const tensors = new WeakMap<Value, Tensor>();
  const tensorOf = (value: Value): Tensor =>
    cached(tensors, value, () => new runtime.Tensor(type, value.data, value.shape));
  const tensorsOf = (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensorOf(value)]));
  return {
    async run(feeds, results) {
      if (!copiesResults) {
        await session.run(tensorsOf(feeds), tensorsOf(results));
        return;
      }
      const computed = await session.run(tensorsOf(feeds), Object.keys(results));
      for (const [name, value] of Object.entries(results)) value.data.set(computed[name]?.data as Float32Array);
    },
    close: () => session.release(),
  };
}
