import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "./contestant.js";
import { ownScript, peerScript, projectRoot } from "./paths.js";

/** What every part is run with. */
export interface Settings {
  /** Threads of one contestant. */
  readonly threads: number;
  /** Counted runs; parts that take minutes a run make fewer and say so. */
  readonly runs: number;
  /** Trajectories a system in `ground-truth`. */
  readonly trajectories: number;
  /** Python with the peers' packages; undefined where there is none. */
  readonly python: string | undefined;
  readonly say: (line: string) => void;
}

/** The given interpreter, or .venv's, or the system's; undefined where none runs. */
export function findPython(wanted: string | undefined): string | undefined {
  const candidates = [
    join(projectRoot, ".venv", "bin", "python"),
    join(projectRoot, ".venv", "Scripts", "python.exe"),
  ].filter(existsSync);
  const runs = (path: string) => spawnSync(path, ["-c", "pass"], { stdio: "ignore" }).status === 0;
  return (wanted === undefined ? [...candidates, "python3"] : [wanted]).find(runs);
}

const modules = { jax_peer: "jax", torch_peer: "torch", scipy_peer: "scipy" } as const;
export type PeerScript = keyof typeof modules;

/** This library as a process: `native` (ONNX Runtime) or `wasm` (ONNX Runtime Web). */
export function own(engine: "native" | "wasm" = "native", name = "metahamilton"): Entry {
  return { name, command: [process.execPath, ownScript("own"), engine] };
}

// What an earlier run has compiled must not shorten this one's compile time.
const noCaches = { TORCHINDUCTOR_FORCE_DISABLE_CACHES: "1" };

/** A peer as a process. It says itself why it cannot start, if so. */
export function peer({ python }: Settings, name: string, script: PeerScript, ...args: string[]): Entry {
  return { name, command: [python ?? "python3", "-u", peerScript(script), ...args], environment: noCaches };
}

/** The peers whose packages the interpreter has, and a line for each one missing. */
export function availablePeers({ python }: Settings): { peers: ReadonlySet<PeerScript>; missing: string[] } {
  const peers = new Set<PeerScript>();
  const missing: string[] = [];
  for (const [script, module] of Object.entries(modules) as [PeerScript, string][]) {
    const code = `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
    if (python !== undefined && spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0) peers.add(script);
    else missing.push(`${module}: skipped, ${python === undefined ? "no Python found" : `${python} does not have it`}`);
  }
  return { peers, missing };
}
