import { join } from "node:path";
import { atomicWrite } from "../base/files.js";

/** Writes `results.json` into a folder. */
export function writeResults(directory: string, results: object): Promise<void> {
  return atomicWrite(join(directory, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
}
