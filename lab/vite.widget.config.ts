import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { onLog } from "./build/quiet.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Builds the lab's views for notebooks into dist/lab/widget.js: one module with everything in it, as a notebook loads it from its text. */
export default defineConfig({
  root: path("."),
  publicDir: false,
  worker: { format: "es", rolldownOptions: { onLog } },
  build: {
    outDir: path("../dist/lab"),
    // Beside the lab, which is built before.
    emptyOutDir: false,
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    lib: { entry: path("live/widget.ts"), formats: ["es"], fileName: () => "widget.js" },
    rolldownOptions: { onLog, output: { codeSplitting: false } },
  },
});
