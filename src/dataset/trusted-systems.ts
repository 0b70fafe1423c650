import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { atomicWrite, readTextIfThere } from "../base/files.js";
import { sha256 } from "../base/sha256.js";

// A configuration may name files that define systems, and loading one runs it. The configuration may have come from elsewhere, so
// such a file runs unasked only if its user has named it before, on this machine: then a digest of its place and content is kept
// outside of every run.

const listPath = () =>
  join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "metahamilton", "trusted-systems.json");

/** A file of the same content at another place may import other files. */
async function digestOf(path: string): Promise<string> {
  const file = resolve(path);
  return sha256(new TextEncoder().encode(`${file}\n${await readFile(file, "latin1")}`));
}

async function readList(): Promise<readonly string[]> {
  try {
    const list: unknown = JSON.parse((await readTextIfThere(listPath())) ?? "[]");
    return Array.isArray(list) ? list.filter((digest) => typeof digest === "string") : [];
  } catch {
    // A list that cannot be read trusts nothing.
    return [];
  }
}

/** Whether the file, as it is now, was trusted before. */
export async function isTrustedSystem(path: string): Promise<boolean> {
  return (await readList()).includes(await digestOf(path));
}

/** Keeps that the file, as it is now, is trusted; where nothing can be kept its user is asked again. */
export async function rememberTrustedSystem(path: string): Promise<void> {
  const [list, digest] = [await readList(), await digestOf(path)];
  if (list.includes(digest)) return;
  await atomicWrite(listPath(), `${JSON.stringify([...list, digest], null, 1)}\n`).catch(() => {});
}
