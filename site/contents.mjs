// What the generated pages are, for the sidebars: read from the folders that build.mjs has filled.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const generated = fileURLToPath(new URL(".generated", import.meta.url));

/** The pages of a folder by their titles. */
function pages(folder, wanted = () => true) {
  const place = `${generated}/${folder}`;
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.endsWith(".md") && wanted(name))
    .map((name) => ({
      text: (/^# (.+)$/m.exec(readFileSync(`${place}/${name}`, "utf8"))?.[1] ?? name).replaceAll("\\", ""),
      link: `/${folder}/${name === "index.md" ? "" : name.replace(/\.md$/, "")}`,
    }));
}

const KINDS = ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables", "Namespaces"];

export const apiSidebar = () => [
  { text: "All exports", link: "/api/" },
  ...KINDS.map((kind) => ({ text: kind, link: `/api/#${kind.toLowerCase().replace(" ", "-")}` })),
];

const own = readdirSync(fileURLToPath(new URL("../examples/systems", import.meta.url))).map((file) =>
  file.replace(/\.mjs$/, ".md"),
);
const kindOf = (name) =>
  /^(record|engine)-/.exec(name)?.[1] ??
  (name === "index.md" ? "index" : name === "engines.md" ? "engine" : own.includes(name) ? "own" : "system");
const ofKind = (kind) => pages("gallery", (name) => kindOf(name) === kind);

export const gallerySidebar = () => [
  { text: "Gallery", link: "/gallery/" },
  { text: "Records", items: ofKind("record") },
  { text: "Physics engines", items: ofKind("engine") },
  { text: "Systems", items: ofKind("system") },
  { text: "Systems of one's own", items: ofKind("own") },
];
