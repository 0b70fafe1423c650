import { openOnnxRuntime } from "./onnxruntime.js";
/** ONNX Runtime's native CPU engine; rejects where the package has no binary for the platform. */
export async function nativeEngine() {
    // Optional dependency: absent or without a binary on some platforms, so it is only ever imported here, on demand.
    const runtime = (await import("onnxruntime-node"));
    return {
        name: "native",
        version: `onnxruntime-node ${runtime.env.versions.node ?? ""}`.trim(),
        open(model, precision, { threads }) {
            const options = {
                executionProviders: ["cpu"],
                ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
                interOpNumThreads: 1,
            };
            return openOnnxRuntime(runtime, model, precision, options, { copiesResults: false });
        },
    };
}
