import type { Precision } from "../graph/index.js";

/** Real numbers of a compiled program: 32 or 64 bits, whichever it was compiled for. */
export type Reals = Float32Array | Float64Array;

export interface EngineOptions {
  /** Threads that one call may use; the engine's default when absent. */
  readonly threads?: number | undefined;
}

/** An opened model. Calls must not overlap. */
export interface Session {
  run(feeds: Readonly<Record<string, Value>>, results: Readonly<Record<string, Value>>): Promise<void>;
  close(): Promise<void>;
}

/** An array with its shape, and the engine's own handle on it once it has been used. */
export interface Value {
  readonly data: Reals;
  readonly shape: readonly number[];
}

/** Something that runs ONNX models. */
export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  open(model: Uint8Array, precision: Precision, options: EngineOptions): Promise<Session>;
}

/**
 * `native`: ONNX Runtime's CPU engine in Node; `cuda` and `webgpu`: the same with a graphics processor, operations that it
 * lacks on the CPU; `wasm`: ONNX Runtime Web, one file for every platform.
 */
export const engineNames = ["native", "cuda", "webgpu", "wasm"] as const;

export type EngineName = (typeof engineNames)[number];
