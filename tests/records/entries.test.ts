import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readFile as readInLab } from "../../lab/compute/record.js";
import { UserError } from "../../src/base/errors.js";
import { withFlags } from "../../src/cli/record/flags.js";
import { withRecord } from "../../src/cli/record/source.js";
import { bytesSource, type Recording, readRecord, readTable } from "../../src/records/index.js";

// Every fixture through the three ways in: the library from bytes, the command line from a file of which it reads parts, and the lab's
// worker from a `Blob`. They must understand it alike, or refuse it in the same words.

const folder = fileURLToPath(new URL("../fixtures/records/", import.meta.url));
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.zarr/.test(entry.parentPath) && !/^make|\.mjs$/.test(entry.name))
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace(folder, "").replace(/^\/+/, ""))
  .sort();

interface Outcome {
  readonly record?: Omit<Recording, "source">;
  readonly refusal?: string;
}

async function outcomeOf(path: string, reading: Promise<Recording>): Promise<Outcome> {
  try {
    const { source: _, ...record } = await reading;
    return { record };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Only the command line speaks of flags.
    return { refusal: withFlags(error.message.replace(path, basename(path))) };
  }
}

/** The same bytes as `readFile` may give them: a Buffer within a larger one, whose own `slice` copies nothing. */
const asNodeGives = (bytes: Uint8Array): Buffer => Buffer.from([...new Uint8Array(8), ...bytes, 0]).subarray(8, -1);

test("there are files of every kind", () => {
  expect(names.length).toBeGreaterThan(100);
});

test.each(names)("%s", async (name) => {
  const path = `${folder}${name}`;
  const short = basename(name);
  const bytes = new Uint8Array(await readFile(path));
  const library = await outcomeOf(
    short,
    readRecord(bytesSource(short, asNodeGives(bytes)), { masses: { value: 1, unit: "" } }),
  );
  const terminal = await outcomeOf(
    path,
    withRecord(path, undefined, (table) => readTable(table, { masses: { value: 1, unit: "" } })),
  );
  const lab = await outcomeOf(short, readInLab(short, new Blob([bytes]), { mass: 1 }));
  expect(terminal).toEqual(library);
  expect(lab).toEqual(library);
});
