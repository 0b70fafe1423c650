import { existsSync, readFileSync } from "node:fs";

/** This package's version. */
export const version: string = readVersion();

/** The nearest package.json above this file, however deep a build has put it. */
function readVersion(): string {
  let file = new URL("package.json", import.meta.url);
  while (!existsSync(file)) {
    const above = new URL("../package.json", file);
    if (above.href === file.href) throw new Error("package.json: not found above this file");
    file = above;
  }
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
