import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders that stand; an interrupted benchmark removes them as its process exits. */
const standing = new Set<string>();
const removal = { recursive: true, force: true, maxRetries: 5 };

process.once("exit", () => {
  for (const folder of standing) rmSync(folder, removal);
});

/** Makes an empty temporary folder, runs `use` with its path and removes it. */
export async function withTemporaryFolder<Result>(
  purpose: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `metahamilton-bench-${purpose}-`));
  standing.add(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, removal);
    standing.delete(folder);
  }
}
