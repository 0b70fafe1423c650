import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { UserError } from "../base/errors.js";
import type { KeptContent } from "./kept.js";

/** What a request gets. */
export interface ServedFile extends KeptContent {
  readonly type: string;
  /** The name changes with the content, so that it may be kept for ever. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The files of one folder by their URL paths. */
export interface Site {
  /** The file at an already decoded URL path; undefined where the folder had none when it was opened. */
  read(path: string): Promise<ServedFile> | undefined;
}

/**
 * Lists a folder once and serves nothing but what is on that list: a request's path is a key, never a part of a file
 * name, so none can lead out of the folder. Links that do are left out. Files are kept in memory once read: many
 * connections need no more file handles than one. Throws `UserError` for a folder without index.html.
 */
export async function openSite(folder: string): Promise<Site> {
  const root = await realpath(folder).catch(() => undefined);
  const files = new Map<string, string>();
  const names = root === undefined ? [] : await readdir(root, { recursive: true });
  for (const name of names) {
    const file = await realpath(join(root as string, name)).catch(() => undefined);
    if (file?.startsWith(`${root}${sep}`) && (await stat(file)).isFile())
      files.set(`/${name.replaceAll(sep, "/")}`, file);
  }
  const index = files.get("/index.html");
  if (index === undefined) throw new UserError(`${folder}: no index.html; in a checkout, npm run build:lab makes it`);
  files.set("/", index);

  const kept = new Map<string, Promise<ServedFile>>();
  return {
    read(path) {
      const file = files.get(path);
      if (file === undefined) return undefined;
      let content = kept.get(file);
      if (content === undefined) {
        content = readContent(file, path);
        kept.set(file, content);
        content.catch(() => kept.delete(file));
      }
      return content;
    },
  };
}

async function readContent(file: string, path: string): Promise<ServedFile> {
  const type = types[extname(file).toLowerCase()] ?? "application/octet-stream";
  const content = await readFile(file);
  return { size: content.length, content, type, immutable: path.startsWith("/assets/") };
}
