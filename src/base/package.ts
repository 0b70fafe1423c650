import { existsSync, readFileSync } from "node:fs";

/** The folder of this package: that of the nearest package.json above this file, however deep a build has put it. */
export const packageFolder: URL = findPackage();

/** This package's version. */
export const version: string = (
  JSON.parse(readFileSync(new URL("package.json", packageFolder), "utf8")) as { version: string }
).version;

function findPackage(): URL {
  let folder = new URL(/* @vite-ignore */ ".", import.meta.url);
  while (!existsSync(new URL("package.json", folder))) {
    const above = new URL("..", folder);
    if (above.href === folder.href) throw new Error("package.json: not found above this file");
    folder = above;
  }
  return folder;
}
