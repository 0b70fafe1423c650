import { env } from "onnxruntime-web";
import glue from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import binary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { input, mul, program } from "../../src/graph/index.js";
import { type CompileOptions, compile } from "../../src/runtime/index.js";
import type { EngineReport } from "./messages.js";

/** Options of every program that the lab compiles. */
export const compileOptions: CompileOptions = { engine: "wasm" };

/** Points ONNX Runtime at the lab's own files, sets the threads and runs a first program. */
export async function startEngine(threads: number): Promise<EngineReport> {
  const here = import.meta.url;
  env.wasm.wasmPaths = { mjs: new URL(glue, here).href, wasm: new URL(binary, here).href };
  env.wasm.numThreads = threads;
  const twice = await compile(program({ y: mul(2, input("x", [1])) }), compileOptions);
  const { y } = await twice.run({ x: Float32Array.of(21) });
  await twice.close();
  if (y[0] !== 42) throw new Error(`the engine says that 2 x 21 is ${y[0]}`);
  return { threads, notices: [] };
}
