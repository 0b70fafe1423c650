import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Puts the licences of the packages in a bundle beside it, as they ask: of those that its chunks are made from, and of `others`, such as
 * those that its workers may have, which are bundles of their own.
 */
export function licences(others: readonly string[] = []): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const names = new Set([...others, ...modules.flatMap((id) => packageOf(id) ?? [])]);
      const texts = [...names].sort().flatMap((name) => {
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

/** The package that a module is from; undefined for our own. */
function packageOf(id: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}
