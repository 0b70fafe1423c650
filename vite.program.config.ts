import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { licences } from "./lab/build/licences.js";

const dist = fileURLToPath(new URL("dist/", import.meta.url));

/** Modules that threads and processes of the command line begin with: it names them as files beside itself. */
const beginnings = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^(?!program|lab).*(?:-thread|local-worker)\.js$/.test(file),
);

/**
 * Bundles the built command line into dist/program: of hundreds of modules Node would open each by itself, which takes longer than
 * most commands' work. The library stays as it is, so that programs that import it load what they use.
 */
export default defineConfig({
  plugins: [licences()],
  publicDir: false,
  build: {
    ssr: true,
    outDir: `${dist}program`,
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(["cli/main.js", ...beginnings].map((file) => [basename(file, ".js"), dist + file])),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      // Before each module its name, for those who read the bundle.
      experimental: { attachDebugInfo: "simple" },
    },
  },
  // Packages that most commands load. What only some records need is loaded as it is installed.
  ssr: { noExternal: [/^d3-/, "commander", "fflate", "internmap", "yaml", "zod"] },
});
