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

/** How to get the package where npm has left it out: an optional one whose install script fails is dropped without a word. */
export const NATIVE_ADVICE =
  "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node gets it, without the CUDA libraries that its install script looks for";

/**
 * ONNX Runtime's native engine, on the CPU or a graphics processor; rejects where the package has no binary for the
 * platform, and with a `UserError` where the package is missing or there is no usable graphics processor.
 */
export async function nativeEngine(name: keyof typeof providers = "native"): Promise<Engine> {
  // Optional dependency: absent or without a binary on some platforms, so it is only ever imported here, on demand.
  const runtime = (await import("onnxruntime-node").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ERR_MODULE_NOT_FOUND")
      throw new UserError(`the engine ${name} needs the package onnxruntime-node, which is not here; ${NATIVE_ADVICE}`);
    throw error;
  })) as unknown as OnnxRuntime & { env: { versions: { node?: string } } };
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
