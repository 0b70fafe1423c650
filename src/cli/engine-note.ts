import { findEngine, NATIVE_ADVICE } from "../runtime/index.js";
import { say } from "./output.js";

/** Says that WebAssembly computes where nobody asked for an engine and the native package, which is faster, is missing. */
export async function sayEngine(wanted: unknown): Promise<void> {
  if ((wanted ?? undefined) !== undefined || (await findEngine()).name !== "wasm") return;
  say(`WebAssembly computes, the slower engine, since the native one is missing: ${NATIVE_ADVICE}`);
}
