import { cached } from "../base/cached.js";
import type { Precision, Program } from "../graph/index.js";
import type { Engine, EngineName, EngineOptions, Reals } from "./engine.js";
import { allocateArrays, OpenModel, toModel } from "./model.js";
import { nativeEngine } from "./native.js";
import { wasmEngine } from "./wasm.js";
import { browserGraphics, webGpuEngine } from "./webgpu.js";

export interface CompileOptions extends EngineOptions {
  /** f32 by default. */
  readonly precision?: Precision;
  /** The native engine by default, and WASM where there is no native binary. */
  readonly engine?: EngineName | undefined;
}

type Arrays = Readonly<Record<string, Reals>>;

/** A program that runs. */
export interface Executable<Output extends string = string> {
  readonly engine: Engine;
  readonly precision: Precision;
  /**
   * Runs once. `inputs` must hold an array of the right length and precision for every input of the program. Results
   * go into `into` where given (arrays from `allocate`, or of an earlier result: they are overwritten and must not be
   * among the inputs of the same call), else into fresh arrays. Calls must not overlap.
   */
  run(inputs: Arrays, into?: Record<Output, Reals>): Promise<Record<Output, Reals>>;
  /** Fresh zeroed arrays for the results. */
  allocate(): Record<Output, Reals>;
  /** Frees the engine's memory. */
  close(): Promise<void>;
}

const engines = new Map<EngineName, Promise<Engine>>();

/** The engine of that name; without a name the native one, or WASM where the platform has no native binary. */
export function findEngine(name?: EngineName): Promise<Engine> {
  if (name === undefined) return findEngine("native").catch(() => findEngine("wasm"));
  return cached(engines, name, () => openEngine(name));
}

function openEngine(name: EngineName): Promise<Engine> {
  if (name === "wasm") return wasmEngine();
  // Browsers have a WebGPU of their own; ONNX Runtime's native package has that of Node.
  return name === "webgpu" && browserGraphics() !== undefined ? webGpuEngine() : nativeEngine(name);
}

/** Compiles a program: to ONNX, then to a session of the engine. */
export async function compile<Output extends string>(
  program: Program<Output>,
  { precision = "f32", threads, engine: wanted }: CompileOptions = {},
): Promise<Executable<Output>> {
  const engine = await findEngine(wanted);
  const model = toModel(program, precision);
  const opened = await OpenModel.open(engine, model, { threads });
  const allocate = () => allocateArrays(model.outputs, precision) as Record<Output, Reals>;
  return {
    engine,
    precision,
    allocate,
    async run(inputs, into = allocate()) {
      await opened.run(inputs, into);
      return into;
    },
    close: () => opened.close(),
  };
}
