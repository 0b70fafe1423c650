import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import type { Plugin } from "vite";

/** Files that only some browsers, some formats of records or other pages load: kept when they have been used, not before. */
const onDemand = /jsep|jspi|webgpu|asyncify|hdf5|arrow|live\.js|law-worker|\.py$/i;

/**
 * Completes the service worker with the list of the built files and a version that changes with any of them, so that the
 * page works without a network after it has been opened once.
 */
export function offline(): Plugin {
  let publicNames: string[] = [];
  return {
    name: "offline",
    apply: "build",
    configResolved(config) {
      publicNames = readdirSync(config.publicDir);
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = Object.values(bundle).find(({ fileName }) => fileName === "service-worker.js");
        if (worker?.type !== "chunk") throw new Error("there is no service-worker.js to complete");
        const names = [...Object.keys(bundle), ...publicNames]
          .filter((name) => name !== worker.fileName && !onDemand.test(name) && !name.endsWith(".map"))
          .sort();
        const hash = createHash("sha256");
        for (const name of names) {
          const file = bundle[name];
          hash.update(name).update(file?.type === "chunk" ? file.code : (file?.source ?? ""));
        }
        worker.code = worker.code
          .replace(/(["'`])__FILES__\1/, () => JSON.stringify(["./", ...names.filter((name) => name !== "index.html")]))
          .replace("__VERSION__", hash.digest("hex").slice(0, 12));
      },
    },
  };
}
