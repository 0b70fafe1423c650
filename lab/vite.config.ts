import { fileURLToPath } from "node:url";
import { defaultClientConditions, defineConfig } from "vite";
import packageFile from "../package.json" with { type: "json" };
import { licences } from "./build/licences.js";
import { offline } from "./build/offline.js";
import { policy } from "./build/policy.js";
import { onLog } from "./build/quiet.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Builds the lab into dist/lab: static files that any host can serve from any folder. */
export default defineConfig({
  root: path("."),
  base: "./",
  plugins: [policy(), licences(Object.keys(packageFile.dependencies)), offline()],
  resolve: {
    // ONNX Runtime's small bundle, with its WebAssembly in files of its own.
    conditions: [...defaultClientConditions, "onnxruntime-web-use-extern-wasm"],
    alias: [
      { find: /^onnxruntime-node$/, replacement: path("build/no-native-engine.ts") },
      { find: /^onnxruntime-web$/, replacement: "onnxruntime-web/wasm" },
    ],
  },
  worker: { format: "es", rolldownOptions: { onLog } },
  build: {
    outDir: path("../dist/lab"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      onLog,
      input: {
        index: path("index.html"),
        "service-worker": path("offline/service-worker.ts"),
        // Parts of the lab for other pages: the documentation's.
        live: path("live/index.ts"),
      },
      output: {
        // A service worker governs the folder it lies in; it keeps its name from one build to the next, as do the parts that other pages load.
        entryFileNames: ({ name }) =>
          name === "service-worker" || name === "live" ? `${name}.js` : "assets/[name]-[hash].js",
      },
    },
  },
});
