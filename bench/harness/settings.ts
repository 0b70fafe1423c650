import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EngineName } from "../../src/runtime/index.js";
import type { Build } from "./builds.js";
import type { Entry } from "./contestant.js";
import { browserPeerScript, ownScript, peerScript, projectRoot } from "./paths.js";
import type { Table } from "./table.js";

const pythonPeers = ["jax", "torch-compile", "torch-eager", "scipy"] as const;
const browserPeers = ["tfjs", "jax-js"] as const;
type PythonPeer = (typeof pythonPeers)[number];
type BrowserPeer = (typeof browserPeers)[number];

/** Other implementations to compare with. */
export const peerNames = [...pythonPeers, ...browserPeers] as const;
export type PeerName = (typeof peerNames)[number];

/** What every part is run with. */
export interface Settings {
  /** Threads of one contestant. */
  readonly threads: number;
  /** Counted runs; parts that take minutes a run make fewer and say so. */
  readonly runs: number;
  /** Trajectories a system in `ground-truth`. */
  readonly trajectories: number;
  /** Seconds that a peer may take to its first result. */
  readonly patience: number;
  /** Python with the peers' packages; undefined where there is none. */
  readonly python: string | undefined;
  /** Peers that were asked for. */
  readonly peers: ReadonlySet<PeerName>;
  /** This checkout's build and, where one was named, an earlier one's (`--against`). */
  readonly builds: readonly Build[];
  /** Only subjects with this in their names; all of them where it is empty. */
  readonly only: string;
  readonly say: (line: string) => void;
  /** Shows what has been found of one subject, before the part is done. */
  readonly show: (table: Table) => void;
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

/** Script and Python module of each peer. */
const scripts = {
  jax: { script: "jax_peer", module: "jax" },
  "torch-compile": { script: "torch_peer", module: "torch" },
  "torch-eager": { script: "torch_peer", module: "torch" },
  scipy: { script: "scipy_peer", module: "scipy" },
} as const satisfies Record<PythonPeer, { script: string; module: string }>;

/** This library as a process, on one of its engines. */
export function own(engine: EngineName = "native", name = "metahamilton"): Entry {
  return { name, command: [process.execPath, ownScript("own"), engine] };
}

// What an earlier run has compiled must not shorten this one's compile time.
const noCaches = { TORCHINDUCTOR_FORCE_DISABLE_CACHES: "1" };

/** Of the peers that matter to a part, those asked for and installed, and a line for each one missing. */
export function availablePeers({ python, peers }: Settings, relevant: readonly PythonPeer[]) {
  const available = new Set<PythonPeer>();
  const missing: string[] = [];
  for (const name of relevant.filter((one) => peers.has(one))) {
    const { module } = scripts[name];
    const code = `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
    if (python !== undefined && spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0) available.add(name);
    else missing.push(`${name}: skipped, ${python === undefined ? "no Python found" : `${python} has no ${module}`}`);
  }
  return { available, missing };
}

/** A peer as a process. It says itself why it cannot start, if so. */
export function peer({ python }: Settings, label: string, name: PythonPeer, ...args: string[]): Entry {
  const command = [python ?? "python3", "-u", peerScript(scripts[name].script), ...args];
  return { name: label, command, environment: noCaches };
}

/** Script, package and label of the peers that run in browsers. */
const browserScripts = {
  tfjs: { script: "tfjs_peer", module: "@tensorflow/tfjs", label: "TensorFlow.js, WASM" },
  "jax-js": { script: "jaxjs_peer", module: "@jax-js/jax", label: "jax-js, WASM" },
} as const satisfies Record<BrowserPeer, { script: string; module: string; label: string }>;

/** The browser peers asked for and installed (`npm install --prefix bench/peers/js`), and a line for each one missing. */
export function availableBrowserPeers({ peers }: Settings) {
  const entries: Entry[] = [];
  const missing: string[] = [];
  for (const name of browserPeers.filter((one) => peers.has(one))) {
    const { script, module, label } = browserScripts[name];
    if (existsSync(browserPeerScript(`node_modules/${module}/package.json`)))
      entries.push({ name: label, command: [process.execPath, browserPeerScript(`${script}.mjs`)] });
    else missing.push(`${name}: skipped, bench/peers/js has no ${module}`);
  }
  return { entries, missing };
}

/** JAX, torch.compile and torch.func, as far as they are installed, or those of them that are named. */
export function learningPeers(
  settings: Settings,
  names: readonly PythonPeer[] = ["jax", "torch-compile", "torch-eager"],
) {
  const { available, missing } = availablePeers(settings, names);
  const entries = [
    ...(available.has("jax") ? [peer(settings, "JAX, jit", "jax")] : []),
    ...(available.has("torch-compile") ? [peer(settings, "PyTorch, torch.compile", "torch-compile", "compile")] : []),
    ...(available.has("torch-eager") ? [peer(settings, "PyTorch, eager", "torch-eager", "eager")] : []),
  ];
  return { entries, missing };
}
