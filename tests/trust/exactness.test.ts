import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { allSystems } from "../../src/mechanics/index.js";
import { runHere, temporaryFolder } from "../cli/process.js";

// The cheap rows of the matrix that scripts/trust/matrix.mjs writes: what is promised on every machine and any number of workers. A digest
// of our own output shows that it has not changed, not that it is right.
const matrix = JSON.parse(await readFile(new URL("../../docs/trust-matrix.json", import.meta.url), "utf8")) as {
  table: { name: string; digests: Record<string, string> }[];
};
const expected = (name: string) => new Set(Object.values(matrix.table.find((row) => row.name === name)?.digests ?? {}));
const folder = temporaryFolder();

function shortHash(files: readonly (readonly [name: string, content: string | Uint8Array])[]): string {
  const hash = createHash("sha256");
  for (const [name, content] of files) hash.update(`${name}\n`).update(content);
  return hash.digest("hex").slice(0, 16);
}

test("simulate prints what it printed when the matrix was made", async () => {
  const { stdout } = await runHere("simulate", "double-pendulum", "--state", "1,2,0,0");
  expect(new Set([shortHash([["stdout", stdout]])])).toEqual(expected("simulate"));
});

// By Node 20, 24 and 26; with a power such as r ** 1.5 in a sampler they differ.
test("initial states of every system are the same on every version of Node", () => {
  const states = allSystems.flatMap((system) =>
    Array.from({ length: 200 }, (_, i) => system.initialState(randomStream(0, "exact", i))),
  );
  const hash = createHash("sha256");
  for (const state of states) hash.update(new Uint8Array(state.buffer));
  expect(hash.digest("hex").slice(0, 16)).toBe("0f69ae4f673a6853");
});

test.each([1, 3])("generate writes the same numbers with %i workers", async (workers) => {
  const out = folder.in(`data-${workers}`);
  const sets = ["double-pendulum", "kepler"];
  const made = await runHere("generate", ...sets, "--trajectories", "600", "--workers", String(workers), "--out", out);
  expect(made.code).toBe(0);
  const names = (await readdir(out, { recursive: true })).filter((name) => /[\\/]c[\\/](.*[\\/])?\d+$/.test(name));
  const chunks: [string, Uint8Array][] = [];
  for (const name of names.sort()) {
    const path = join(out, name);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) chunks.push([name, bytes]);
  }
  expect(new Set([shortHash(chunks)])).toEqual(expected("generate"));
});
