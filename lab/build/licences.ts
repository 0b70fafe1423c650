import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Bundled although the library itself does not need them. */
const OF_THE_LAB = ["@fontsource-variable/inter", "d3-contour", "lit-html"];

/** Puts the licences of the packages that may be in the bundle, workers included, beside it, as they ask. */
export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
        dependencies: Record<string, string>;
      };
      const texts = [...Object.keys(dependencies), ...OF_THE_LAB].sort().flatMap((name) => {
        const folder = `${root}node_modules/${name}`;
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        return file === undefined
          ? []
          : [`${name}\n${"=".repeat(name.length)}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`];
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join("\n\n") });
    },
  };
}
