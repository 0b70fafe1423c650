import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { UserError } from "../base/errors.js";
import type { ServedFile } from "./site.js";

const resultsName = "results.json";

/** Finished runs for the page: their names, and each one's `results.json`; nothing else of them can be read. */
export interface Runs {
  /** `/runs/index.json`: {name, path} of every run; `/runs/N/results.json`: the N-th one's results. */
  read(path: string): Promise<ServedFile | undefined>;
}

/** The runs in a folder, or the folder itself if it is a run; looked up anew with every list. */
export async function openRuns(folder: string | undefined): Promise<Runs> {
  if (folder !== undefined && !(await isFolder(folder)))
    throw new UserError(`--runs ${folder}: there is no such folder`);
  return {
    async read(path) {
      const names = folder === undefined ? [] : await runsIn(folder);
      if (path === "/runs/index.json")
        return json(
          names.map((name, i) => ({
            name: name === "." ? basename(folder as string) : name,
            path: `runs/${i}/${resultsName}`,
          })),
        );
      const index = /^\/runs\/(\d+)\/results\.json$/.exec(path)?.[1];
      const name = index === undefined ? undefined : names[Number(index)];
      if (name === undefined) return undefined;
      return {
        body: await readFile(join(folder as string, name, resultsName)),
        type: "application/json; charset=utf-8",
        immutable: false,
      };
    },
  };
}

/** Names of the subfolders with results, in order of name; "." for the folder itself. */
async function runsIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const root = await realpath(folder);
  const found: string[] = [];
  for (const name of [".", ...entries.map((entry) => entry.name).sort()]) {
    const file = await realpath(join(folder, name, resultsName)).catch(() => undefined);
    if (file?.startsWith(`${root}${sep}`)) found.push(name);
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function json(value: unknown): ServedFile {
  return { body: Buffer.from(JSON.stringify(value)), type: "application/json; charset=utf-8", immutable: false };
}
