import { UserError } from "../../src/base/errors.js";
import { refusedGraphics } from "../../src/runtime/webgpu.js";
import { medianTime } from "./timing.js";

/** Fewer operations than the gradient step of any of the lab's networks has. */
const OPERATIONS = 100;

/** One multiplication a number, so that what is measured is the calling. */
const shader = `
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { values[id.x] = 0.5 * values[id.x]; }`;

const BYTES = 4 * 64;

// The few of WebGPU's calls and flags that are used; they are in no library of types that this project has.
interface Gpu {
  requestAdapter(): Promise<{ requestDevice(): Promise<Device> } | null>;
}
interface Buffer {
  mapAsync(mode: number): Promise<void>;
  unmap(): void;
}
interface Pass {
  setPipeline(pipeline: Pipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(count: number): void;
  end(): void;
}
interface Pipeline {
  getBindGroupLayout(index: number): object;
}
interface Device {
  createBuffer(options: { size: number; usage: number }): Buffer;
  createShaderModule(options: { code: string }): object;
  createComputePipelineAsync(options: object): Promise<Pipeline>;
  createBindGroup(options: object): object;
  createCommandEncoder(): {
    beginComputePass(): Pass;
    copyBufferToBuffer(from: Buffer, fromOffset: number, to: Buffer, toOffset: number, size: number): void;
    finish(): object;
  };
  readonly queue: { submit(commands: readonly object[]): void };
  destroy(): void;
}
const usage = { mapRead: 1, copyFrom: 4, copyTo: 8, storage: 128 };
const READ = 1;

/**
 * Milliseconds that WebGPU takes for the calls of a step alone: so many operations on next to nothing, one after another, and
 * the result read back. An engine that is faster than this already gains nothing from WebGPU. Throws `UserError` where
 * there is no WebGPU.
 */
export async function graphicsBound(): Promise<number> {
  const refusal = await refusedGraphics();
  if (refusal !== undefined) throw new UserError(refusal);
  const adapter = await (navigator as unknown as { gpu: Gpu }).gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (device === undefined) throw new UserError("WebGPU's graphics processor is gone");
  try {
    const values = device.createBuffer({ size: BYTES, usage: usage.storage | usage.copyFrom });
    const result = device.createBuffer({ size: BYTES, usage: usage.copyTo | usage.mapRead });
    const module = device.createShaderModule({ code: shader });
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module, entryPoint: "main" },
    });
    const layout = pipeline.getBindGroupLayout(0);
    const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer: values } }] });
    return await medianTime(async () => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let i = 0; i < OPERATIONS; i++) pass.dispatchWorkgroups(1);
      pass.end();
      encoder.copyBufferToBuffer(values, 0, result, 0, BYTES);
      device.queue.submit([encoder.finish()]);
      await result.mapAsync(READ);
      result.unmap();
    });
  } finally {
    device.destroy();
  }
}
