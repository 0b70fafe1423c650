import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Entry } from "./contestant.js";
import { ownScript, projectRoot } from "./paths.js";

/** How the build of another checkout is called in tables (`--against`). */
export const EARLIER = "earlier build";

/** A built checkout of this project. */
export interface Build {
  readonly name: string;
  readonly folder: string;
}

/**
 * This checkout and, where one is named, another one. Throws where that one lacks what is measured: its command line and
 * its contestants, both compiled.
 */
export function buildsWith(against: string | undefined): readonly Build[] {
  const own = { name: "metahamilton", folder: projectRoot };
  if (against === undefined) return [own];
  const folder = resolve(against);
  const missing = [join("dist", "cli", "main.js"), contestant].find((path) => !existsSync(join(folder, path)));
  if (missing !== undefined)
    throw new Error(
      `--against: ${folder} has no ${missing}; build it there: npm ci && npm run build && npx tsc -p tsconfig.bench.json`,
    );
  return [own, { name: EARLIER, folder }];
}

const contestant = join("dist-bench", "bench", "contestants", "own.js");

/** The library of the first build, and of the other where there is one, as processes on the native engine. */
export function libraries(builds: readonly Build[]): Entry[] {
  return builds.map(({ name, folder }) => ({
    name,
    command: [process.execPath, folder === projectRoot ? ownScript("own") : join(folder, contestant), "native"],
  }));
}

/** The command line of a build: bundled, or as builds have it from before it was. */
export function commandLine({ folder }: Build): string {
  const bundled = join(folder, "dist", "node", "main.js");
  return existsSync(bundled) ? bundled : join(folder, "dist", "cli", "main.js");
}

/** What `npm start` hands to the command line of a build, which its package.json says. */
export async function startArguments({ folder }: Build): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    scripts: { start: string };
  };
  const [, words] = scripts.start.split(/dist\/(?:node|cli)\/main\.js /);
  if (words === undefined) throw new Error(`${folder}: "start" in package.json does not run dist/node/main.js`);
  return words.split(" ");
}
