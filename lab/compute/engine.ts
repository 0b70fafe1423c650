// Only addresses: these files are large, and loaded by nobody who does not use WebGPU.
import graphicsGlue from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import graphicsBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import glue from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import binary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { input, mul, program } from "../../src/graph/index.js";
import { type CompileOptions, compile } from "../../src/runtime/index.js";
import type { EngineChoice } from "./messages.js";

/** What is set of ONNX Runtime. */
interface Environment {
  readonly wasm: { wasmPaths?: unknown; numThreads?: number };
}

let chosen: CompileOptions = { engine: "wasm" };

/** Options of the programs that steps are made of. */
export const compileOptions = (): CompileOptions => chosen;

/** Options of a program that runs once: a graphics processor would take longer to prepare it than it saves. */
export const onceOptions: CompileOptions = { engine: "wasm" };

/** Points ONNX Runtime at the lab's own files, sets the threads and runs a first program. */
export async function beginEngine(choice: EngineChoice): Promise<void> {
  setUp((await import("onnxruntime-web")).env, glue, binary, choice.engine === "wasm" ? choice.threads : 1);
  if (choice.engine === "webgpu") setUp((await import("onnxruntime-web/webgpu")).env, graphicsGlue, graphicsBinary, 1);
  chosen = { engine: choice.engine };
  const twice = await compile(program({ y: mul(2, input("x", [1])) }), chosen);
  const { y } = await twice.run({ x: Float32Array.of(21) });
  await twice.close();
  if (y[0] !== 42) throw new Error(`the engine says that 2 x 21 is ${y[0]}`);
}

function setUp({ wasm }: Environment, mjs: string, file: string, threads: number): void {
  const here = import.meta.url;
  wasm.wasmPaths = { mjs: new URL(mjs, here).href, wasm: new URL(file, here).href };
  wasm.numThreads = threads;
}
