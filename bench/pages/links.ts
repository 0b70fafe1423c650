import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Any origin: the pages know none. */
const ORIGIN = "http://site";

/** Links of built pages that lead to no file of theirs, or to no place in a page, as `page: what is missing`. Paths below the folder. */
export async function brokenLinks(folder: string, files: readonly string[]): Promise<string[]> {
  const known = new Set(files);
  const pages = new Map<string, { readonly links: readonly string[]; readonly ids: ReadonlySet<string> }>();
  for (const path of files.filter((file) => file.endsWith(".html"))) {
    const text = await readFile(join(folder, path), "utf8");
    pages.set(path, {
      links: [...text.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&")),
      ids: new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id)),
    });
  }
  return [...pages].flatMap(([path, { links }]) =>
    [...new Set(links)].flatMap((link) => {
      const url = new URL(link, `${ORIGIN}/${path}`);
      if (url.origin !== ORIGIN) return [];
      const name = decodeURIComponent(url.pathname.slice(1));
      const target = name === "" || name.endsWith("/") ? `${name}index.html` : name;
      if (!known.has(target)) return [`${path}: no file ${target}`];
      const place = decodeURIComponent(url.hash.slice(1));
      return place === "" || pages.get(target)?.ids.has(place) !== false
        ? []
        : [`${path}: no place #${place} in ${target}`];
    }),
  );
}
