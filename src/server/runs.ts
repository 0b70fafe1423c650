import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { UserError } from "../base/errors.js";
import { openKept } from "./kept.js";
import type { ServedFile } from "./site.js";

const resultsName = "results.json";
const type = "application/json; charset=utf-8";

/** Finished runs for the page: their names, and each one's `results.json`; nothing else of them can be read. */
export interface Runs {
  /** `/runs/index.json`: {name, path} of every run; `/runs/N/results.json`: the N-th one's results. */
  read(path: string): Promise<ServedFile | undefined>;
}

/** The runs in a folder, or the folder itself if it is a run; looked up anew with every list, whose numbers hold until the next. */
export async function openRuns(folder: string | undefined): Promise<Runs> {
  if (folder !== undefined && !(await isFolder(folder)))
    throw new UserError(`--runs ${folder}: there is no such folder`);
  const kept = openKept();
  let names: Promise<readonly string[]> | undefined;
  /** However many ask at once, the folder is looked through once. */
  let looking: Promise<readonly string[]> | undefined;
  const look = () => {
    looking ??= (folder === undefined ? Promise.resolve([]) : runsIn(folder)).finally(() => {
      looking = undefined;
    });
    names = looking;
    return looking;
  };
  return {
    async read(path) {
      if (path === "/runs/index.json") return json(indexOf(folder, await look()));
      const index = /^\/runs\/(\d+)\/results\.json$/.exec(path)?.[1];
      const name = index === undefined ? undefined : (await (names ?? look()))[Number(index)];
      if (name === undefined) return undefined;
      const content = await kept.read(join(folder as string, name, resultsName));
      return content === undefined ? undefined : { ...content, type, immutable: false };
    },
  };
}

const indexOf = (folder: string | undefined, names: readonly string[]) =>
  names.map((name, i) => ({
    name: name === "." ? basename(folder as string) : name,
    path: `runs/${i}/${resultsName}`,
  }));

/** Names of the subfolders with results, in order of name; "." for the folder itself. */
async function runsIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const root = await realpath(folder);
  const found: string[] = [];
  for (const name of [".", ...entries.map((entry) => entry.name).sort()]) {
    const file = await realpath(join(folder, name, resultsName)).catch(() => undefined);
    // A pipe would be waited for as long as nobody writes into it.
    if (file?.startsWith(`${root}${sep}`) && (await isFile(file))) found.push(name);
  }
  return found;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function json(value: unknown): ServedFile {
  const body = Buffer.from(JSON.stringify(value));
  return { size: body.length, content: body, type, immutable: false };
}
