import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";

const types = {
  html: "text/html",
  js: "text/javascript",
  mjs: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  png: "image/png",
  json: "application/json",
  wasm: "application/wasm",
  woff2: "font/woff2",
};

/** A host of files that sets no headers but their types, as most hosts of static pages. */
export interface StaticHost {
  /** Ends in a slash. */
  readonly url: string;
  close(): void;
}

/** Serves a folder on the loopback interface, and `pages`: further ones by their paths. */
export async function startStaticHost(
  folder: string,
  pages: Readonly<Record<string, string>> = {},
): Promise<StaticHost> {
  const host = createServer(async (request, response) => {
    const name = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    const file = name.endsWith("/") ? `${name}index.html` : name;
    const type = types[file.split(".").at(-1) as keyof typeof types] ?? "application/octet-stream";
    const page = pages[name];
    await (page === undefined ? readFile(join(folder, file)) : Promise.resolve(page)).then(
      (content) => response.writeHead(200, { "Content-Type": type }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      host.close();
      host.closeAllConnections();
    },
  };
}
