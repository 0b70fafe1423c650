import type { Engine } from "./engine.js";
import { type OnnxRuntime, openOnnxRuntime } from "./onnxruntime.js";

/** ONNX Runtime Web on WebAssembly, in Node and in browsers (threads there need a cross-origin isolated page). */
export async function wasmEngine(): Promise<Engine> {
  const runtime = (await import("onnxruntime-web")) as unknown as OnnxRuntime & {
    env: { wasm: { numThreads?: number }; versions: { web?: string } };
  };
  return {
    name: "wasm",
    version: `onnxruntime-web ${runtime.env.versions.web ?? ""}`.trim(),
    open(model, precision, { threads }) {
      // The thread count is the module's, fixed when its first session opens.
      if (threads !== undefined) runtime.env.wasm.numThreads = threads;
      return openOnnxRuntime(runtime, model, precision, { executionProviders: ["wasm"] }, { copiesResults: true });
    },
  };
}
