import { UserError } from "../base/errors.js";
import type { Engine } from "./engine.js";
import { type OnnxRuntime, openOnnxRuntime } from "./onnxruntime.js";
import { probeProvider } from "./probe.js";

/** Names of ONNX Runtime's execution providers. */
const providers = { native: "cpu", cuda: "cuda", webgpu: "webgpu" } as const;

/** What a graphics processor needs besides its driver. */
const needs = {
  cuda: "an NVIDIA GPU, CUDA 12, cuDNN and ONNX Runtime's CUDA libraries (docs/architecture.md says how to get them)",
  webgpu: "a GPU with a Vulkan, Metal or Direct3D 12 driver",
} as const;

/**
 * ONNX Runtime's native engine, on the CPU or a graphics processor; rejects where the package has no binary for the
 * platform, and with a `UserError` where there is no usable graphics processor.
 */
export async function nativeEngine(name: keyof typeof providers = "native"): Promise<Engine> {
  // Optional dependency: absent or without a binary on some platforms, so it is only ever imported here, on demand.
  const runtime = (await import("onnxruntime-node")) as unknown as OnnxRuntime & {
    env: { versions: { node?: string } };
  };
  const provider = providers[name];
  if (name !== "native" && !(await probeProvider(provider)))
    throw new UserError(`the engine ${name} found no device to run on; it needs ${needs[name]}`);
  return {
    name,
    version: `onnxruntime-node ${runtime.env.versions.node ?? ""}`.trim() + (name === "native" ? "" : ` (${name})`),
    open(model, precision, { threads }) {
      const options = {
        executionProviders: name === "native" ? [provider] : [provider, "cpu"],
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
        interOpNumThreads: 1,
      };
      return openOnnxRuntime(runtime, model, precision, options, { copiesResults: name !== "native" });
    },
  };
}
