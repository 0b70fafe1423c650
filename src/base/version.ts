import { readFileSync } from "node:fs";

/** This package's version. */
export const version: string = readVersion();

/** package.json stands two folders up from both src/base and dist/base. */
function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
