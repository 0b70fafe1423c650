import { spawnSync } from "node:child_process";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { findEngine } from "../../src/runtime/index.js";
import { projectRoot } from "./paths.js";

/** What the numbers were measured on. */
export async function describeMachine(python: string | undefined): Promise<Record<string, string>> {
  const [cpu] = cpus();
  const versions: Record<string, string> = {};
  for (const name of ["native", "wasm"] as const) {
    const engine = await findEngine(name).catch(() => undefined);
    versions[`engine (${name})`] = engine?.version ?? "none on this platform";
  }
  return {
    date: `${new Date().toISOString().slice(0, 19)}Z`,
    commit:
      spawnSync("git", ["describe", "--always", "--dirty"], { cwd: projectRoot, encoding: "utf8" }).stdout?.trim() ??
      "",
    cpu: `${cpu?.model.trim() ?? "unknown"} (${process.arch})`,
    cores: String(cpus().length),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    platform: `${type()} ${release()}`,
    "load before": (loadavg()[0] ?? 0).toFixed(2),
    node: process.version,
    ...versions,
    peers: python === undefined ? "no Python" : peerVersions(python),
  };
}

function peerVersions(python: string): string {
  const code = [
    "import importlib.metadata as m, platform",
    "def v(n):",
    "    try: return n + ' ' + m.version(n)",
    "    except m.PackageNotFoundError: return n + ' missing'",
    "print(', '.join(['Python ' + platform.python_version()] + [v(n) for n in ('jax', 'torch', 'scipy', 'numpy')]))",
  ].join("\n");
  return spawnSync(python, ["-c", code], { encoding: "utf8" }).stdout.trim();
}
