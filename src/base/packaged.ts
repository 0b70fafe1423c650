import { UserError } from "./errors.js";

/** The bytes of a file that comes with the package: from disk in Node, by `fetch` elsewhere. `UserError` where a server refuses it. */
export async function readPackaged(url: URL): Promise<Uint8Array> {
  if (url.protocol !== "file:") {
    const response = await fetch(url);
    if (!response.ok) throw new UserError(`${url}: cannot be loaded (status ${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  }
  const { readFile } = await import("node:fs/promises");
  return readFile(url);
}
