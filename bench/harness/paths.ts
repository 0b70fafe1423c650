import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout: the folder of package.json above this file, whether compiled or not. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findRoot(dirname(folder));
}

/** Compiled modules of the benchmarks that run as processes of their own. */
export const ownScript = (name: string) => fileURLToPath(new URL(`../contestants/${name}.js`, import.meta.url));

/** The peers' scripts, which are not compiled. */
export const peerScript = (name: string) => join(projectRoot, "bench", "peers", `${name}.py`);

/** Scripts and packages of the peers for browsers. */
export const browserPeerScript = (path: string) => join(projectRoot, "bench", "peers", "js", path);
