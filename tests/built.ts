import { existsSync } from "node:fs";

/**
 * The address of a module of the built package, for what only works there: worker threads load no TypeScript. `npm test` builds
 * first; without a build such a test fails, instead of being left out in silence.
 */
export function built(path: string): URL {
  const url = new URL(`../dist/${path}`, import.meta.url);
  if (!existsSync(url)) throw new Error(`dist/${path} is missing: run npm run build, or npm test, which does`);
  return url;
}
