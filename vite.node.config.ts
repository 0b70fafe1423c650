import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { licences } from "./lab/build/licences.js";
import packageFile from "./package.json" with { type: "json" };

const dist = fileURLToPath(new URL("dist/", import.meta.url));

/** What programs import, by the name of its floor. */
const entries = Object.values(packageFile.exports).map(({ default: file }) => file.replace("./dist/", ""));

/** What the tests run commands by in their own process. */
const inside = ["cli/program.js", "cli/failure.js"];

/** Modules that threads and processes of our own begin with: they are named as files beside those that start them. */
const beginnings = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^(?!node|lab).*(?:-thread|local-worker)\.js$/.test(file),
);

/**
 * Bundles the built library and command line for Node into dist/node: to open hundreds of modules, each by itself, takes it longer than
 * most commands work. Others get the modules, of which their bundlers take what is used.
 */
export default defineConfig({
  plugins: [licences()],
  publicDir: false,
  build: {
    ssr: true,
    outDir: `${dist}node`,
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(
        ["cli/main.js", ...inside, ...entries, ...beginnings].map((file) => [
          file.replace(/\/index\.js$/, "").replace(/^.*\/|\.js$/g, ""),
          dist + file,
        ]),
      ),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      // Before each module its name, for those who read the bundle.
      experimental: { attachDebugInfo: "simple" },
    },
  },
  // Packages that most commands load. What only some records need is loaded as it is installed.
  ssr: { noExternal: [/^d3-/, "commander", "fflate", "internmap", "yaml", "zod"] },
});
