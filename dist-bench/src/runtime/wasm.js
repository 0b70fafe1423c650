import { openOnnxRuntime } from "./onnxruntime.js";
/** ONNX Runtime Web on WebAssembly, in Node and in browsers (threads there need a cross-origin isolated page). */
export async function wasmEngine() {
    const runtime = (await import("onnxruntime-web"));
    return {
        name: "wasm",
        version: `onnxruntime-web ${runtime.env.versions.web ?? ""}`.trim(),
        open(model, precision, { threads }) {
            // The thread count is the module's, fixed when its first session opens.
            if (threads !== undefined)
                runtime.env.wasm.numThreads = threads;
            return openOnnxRuntime(runtime, model, precision, { executionProviders: ["wasm"] }, { copiesResults: true });
        },
    };
}
