export { type CompileOptions, compile, type Executable, findEngine } from "./compile.js";
export { type Engine, type EngineName, engineNames, type Reals } from "./engine.js";
export { type LoadedKernel, loadKernel } from "./kernel.js";
export { NATIVE_ADVICE } from "./native.js";
export { Parts, type ProgramPart as Part } from "./parts.js";
export { type HelperThread, startThread, usableThreads } from "./threads.js";
