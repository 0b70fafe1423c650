import { UserError } from "../base/errors.js";
import type { Engine } from "./engine.js";
import { type OnnxRuntime, openOnnxRuntime } from "./onnxruntime.js";

/** The part of the browser's interface that says whether there is a device. */
interface Graphics {
  requestAdapter(): Promise<object | null>;
}

/** The browser's WebGPU, or undefined where there is none, as in Node. */
export function browserGraphics(): Graphics | undefined {
  return typeof navigator === "undefined" ? undefined : (navigator as { gpu?: Graphics }).gpu;
}

/**
 * ONNX Runtime Web on WebGPU, in browsers; operations that it lacks there run on WebAssembly. Rejects with a `UserError` where
 * the browser offers no device.
 */
export async function webGpuEngine(): Promise<Engine> {
  const refusal = await refusedGraphics();
  if (refusal !== undefined) throw new UserError(refusal);
  const runtime = (await import("onnxruntime-web/webgpu")) as unknown as OnnxRuntime & {
    env: { versions: { web?: string } };
  };
  return {
    name: "webgpu",
    version: `onnxruntime-web ${runtime.env.versions.web ?? ""} (webgpu)`,
    open: (model, precision) =>
      openOnnxRuntime(runtime, model, precision, { executionProviders: ["webgpu"] }, { copiesResults: true }),
  };
}

/** Why WebGPU cannot be used here, or undefined. */
export async function refusedGraphics(): Promise<string | undefined> {
  const graphics = browserGraphics();
  if (graphics === undefined) return "this browser offers no WebGPU";
  try {
    return (await graphics.requestAdapter()) === null
      ? "the browser found no graphics processor for WebGPU"
      : undefined;
  } catch (error) {
    return `the browser gave WebGPU no graphics processor (${error instanceof Error ? error.message : String(error)})`;
  }
}
