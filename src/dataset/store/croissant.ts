import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { sha256 } from "../../base/sha256.js";
import type { Inspection } from "./inspect.js";

const CONTEXT = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  citeAs: "cr:citeAs",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  dct: "http://purl.org/dc/terms/",
  includes: "cr:includes",
  sc: "https://schema.org/",
};

/** What a file of metadata has to say that nobody but the publisher knows. */
export const CROISSANT_GAPS = ["license", "url", "creator"] as const;

/**
 * Metadata of stored sets for catalogues of data sets: JSON-LD after Croissant 1.0 (MLCommons), the variables as schema.org's `variableMeasured`. Paths are
 * those of the sets' folders by name, beside the file. What `CROISSANT_GAPS` lists is left to whoever publishes them.
 */
export async function croissantOf(name: string, inspections: readonly Inspection[]): Promise<object> {
  const sets = await Promise.all(inspections.map(setOf));
  const { attributes } = inspections[0] as Inspection;
  return {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.0",
    name,
    description: `Motions of Hamiltonian systems, integrated by ${attributes.integrator}: ${inspections.map(describe).join("; ")}.`,
    datePublished: sets
      .map(({ written }) => written)
      .sort()
      .at(-1),
    version: attributes.code_version,
    keywords: ["Hamiltonian mechanics", "trajectories", ...inspections.map((one) => one.attributes.title)],
    distribution: sets.flatMap(({ files }) => files),
    variableMeasured: sets.flatMap(({ variables }) => variables),
  };
}

function describe({ attributes: { title, hamiltonian, trajectories, split, seed, noise } }: Inspection): string {
  const spoiled = noise === 0 ? "" : `, noise ${noise} of each component's reach`;
  return `${title} (${hamiltonian}), ${trajectories} trajectories, split ${split}, seed ${seed}${spoiled}`;
}

async function setOf({ path, arrays, ranges }: Inspection) {
  const folder = basename(path.replace(/[\\/]+$/, ""));
  const file = join(path, "zarr.json");
  const bytes = await readFile(file);
  const header = `${folder}/zarr.json`;
  return {
    written: (await stat(file)).mtime.toISOString().slice(0, 10),
    files: [
      {
        "@type": "cr:FileObject",
        "@id": header,
        name: header,
        description: "What the set is and how it was made, and its arrays",
        contentUrl: header,
        contentSize: `${bytes.length} B`,
        encodingFormat: "application/json",
        sha256: sha256(bytes),
      },
      ...arrays.map((array) => ({
        "@type": "cr:FileSet",
        "@id": `${folder}/${array.name}`,
        name: `${folder}/${array.name}`,
        description: `Zarr v3 array of float64: ${array.dimensions.map((dimension, i) => `${array.shape[i]} ${dimension}`).join(", ")}`,
        encodingFormat: "application/vnd+zarr",
        includes: `${folder}/${array.name}/**`,
      })),
    ],
    variables: ranges.map(({ name, unit, low, high }) => ({
      "@type": "PropertyValue",
      name: `${folder}: ${name}`,
      unitText: unit,
      minValue: low,
      maxValue: high,
    })),
  };
}
