import { statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src") + sep;

/**
 * Tests name modules of `src`; what they get is `dist`, as users do. Node loads it as it is, where Vitest would transform and wrap each
 * module anew for every file of tests: a tenth of the whole time. What was not built since it was changed is an error, not tested as it was.
 */
export function fromBuild(): Plugin {
  return {
    name: "from-build",
    enforce: "pre",
    resolveId(id, importer) {
      if (importer === undefined || !id.startsWith(".")) return null;
      const path = resolve(dirname(importer), id);
      if (!path.startsWith(sources) || !path.endsWith(".js")) return null;
      const built = join(root, "dist", path.slice(sources.length));
      const source = `${path.slice(0, -".js".length)}.ts`;
      const [before, after] = [source, built].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs);
      if (before === undefined) return null;
      if (after === undefined || after < before)
        throw new Error(`${source} is not built, or was changed since: run npm run build, or npm test, which does`);
      return { id: built, external: true };
    },
  };
}
