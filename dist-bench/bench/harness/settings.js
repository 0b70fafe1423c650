import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownScript, peerScript, projectRoot } from "./paths.js";
/** The given interpreter, or .venv's, or the system's; undefined where none runs. */
export function findPython(wanted) {
    const candidates = [
        join(projectRoot, ".venv", "bin", "python"),
        join(projectRoot, ".venv", "Scripts", "python.exe"),
    ].filter(existsSync);
    const runs = (path) => spawnSync(path, ["-c", "pass"], { stdio: "ignore" }).status === 0;
    return (wanted === undefined ? [...candidates, "python3"] : [wanted]).find(runs);
}
const modules = { jax_peer: "jax", torch_peer: "torch", scipy_peer: "scipy" };
/** This library as a process: `native` (ONNX Runtime) or `wasm` (ONNX Runtime Web). */
export function own(engine = "native", name = "metahamilton") {
    return { name, command: [process.execPath, ownScript("own"), engine] };
}
/** A peer as a process. It says itself why it cannot start, if so. */
export function peer({ python }, name, script, ...args) {
    return { name, command: [python ?? "python3", "-u", peerScript(script), ...args] };
}
/** The peers whose packages the interpreter has, and a line for each one missing. */
export function availablePeers({ python }) {
    const peers = new Set();
    const missing = [];
    for (const [script, module] of Object.entries(modules)) {
        const code = `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
        if (python !== undefined && spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0)
            peers.add(script);
        else
            missing.push(`${module}: skipped, ${python === undefined ? "no Python found" : `${python} does not have it`}`);
    }
    return { peers, missing };
}
